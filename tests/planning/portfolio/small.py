"""Small problems for tests: written out, drawn at random, and an exhaustive answer."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from qixin.planning.portfolio import (
    Activity,
    Budget,
    Calendar,
    Factor,
    Level,
    Milestone,
    Mode,
    Parcel,
    Prices,
    Problem,
    Project,
    Schedule,
    Started,
    Step,
    check,
)

RCP = """6 1
2
0 0 2 2 3
3 1 1 4
2 2 1 5
2 1 1 6
2 1 1 6
0 0 0
"""

SM = """************************************************************************
file with basedata            : MADE.BAS
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  9
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  1   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        2          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     2       2    5
         2     4       1    0
  3      1     3       1    2
  4      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  N 1
    2    6
************************************************************************
"""

MPLIB = """2
1
2
3 0
1
0 0 1 1:2
2 1 1 1:3
0 0 0
3 1
1
0 0 1 2:2
2 2 1 2:3
0 0 0
"""


def single(name: str, duration: int, after: tuple[str, ...] = (), **uses: int) -> Activity:
    return Activity(name, (Mode(duration, uses),), after=after)


@st.composite
def plain_problems(draw: st.DrawFn) -> Problem:
    """Up to five activities, two factors, makespan alone."""
    count = draw(st.integers(1, 5))
    activities = []
    for at in range(count):
        before = draw(st.sets(st.integers(0, at - 1), max_size=2)) if at else set()
        uses = {"f": draw(st.integers(0, 3)), "g": draw(st.integers(0, 2))}
        activities.append(
            Activity(
                f"a{at}", (Mode(draw(st.integers(0, 3)), uses),),
                after=tuple(f"a{b}" for b in sorted(before)), release=draw(st.integers(0, 2)),
            )
        )  # fmt: skip
    return Problem(
        tuple(activities), (Factor("f", 3), Factor("g", 2)),
        prices=Prices(lateness=0, makespan=1, idle=0, change=0),
    )  # fmt: skip


@st.composite
def rich_problems(draw: st.DrawFn) -> Problem:
    """Up to three activities with all that the model knows, in a horizon of seven periods."""
    count = draw(st.integers(1, 3))
    numbers = st.integers(0, 2)
    activities = []
    for at in range(count):
        before = draw(st.sets(st.integers(0, at - 1), max_size=1)) if at else set()
        modes = tuple(
            Mode(draw(st.integers(0, 2)), {"f": draw(numbers)}, {"m": draw(numbers)})
            for _ in range(draw(st.integers(1, 2)))
        )
        begun = Started(draw(numbers), 0) if at == 0 and draw(st.booleans()) else None
        activities.append(
            Activity(
                f"a{at}", modes, after=tuple(f"a{b}" for b in before), project=f"p{at % 2}",
                release=0 if begun else draw(numbers), started=begun,
                deadline=draw(st.sampled_from([None, None, 5])),
                calendar=draw(st.sampled_from(["", "frost"])), on_land=draw(st.booleans()),
            )
        )  # fmt: skip
    return Problem(
        tuple(activities),
        factors=(Factor("f", (Step(0, draw(st.integers(1, 2))), Step(3, 2))),),
        budgets=(Budget("m", (Step(0, draw(numbers)), Step(2, 3))),),
        projects=(Project("p0", Level.CITY, land=1), Project("p1", land=2, release=1)),
        parcels=(Parcel("x", 2, ready=draw(numbers)), Parcel("y", 2, ready=1)),
        calendars=(Calendar("frost", ((2, 3),)),),
        milestones=(Milestone("end", f"a{count - 1}", due=draw(st.integers(2, 4))),),
        prices=Prices(
            lateness=10, makespan=draw(st.sampled_from([0, 3])), idle=draw(st.sampled_from([0, 1])),
            change=1,
        ),
        horizon=7,
    )  # fmt: skip


def cheapest(problem: Problem, start: Schedule | None = None) -> int | None:
    """The least cost over every start, mode and parcel, by the checker's count."""
    lots = [parcel.name for parcel in problem.parcels]
    wanting = [project.name for project in problem.projects if project.land]
    best: int | None = None
    for modes in product(*(range(len(activity.modes)) for activity in problem.activities)):
        for starts in product(range(problem.end + 1), repeat=len(modes)):
            for given in product(lots, repeat=len(wanting)):
                schedule = Schedule(starts, modes, dict(zip(wanting, given, strict=True)))
                count = check(problem, schedule, start=start)
                if not count.faults and (best is None or count.cost < best):
                    best = count.cost
    return best
