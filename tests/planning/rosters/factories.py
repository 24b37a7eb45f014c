"""Small rosters' problems, and every roster of one person."""

from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from qixin.planning.rosters.problem import (
    Demand,
    History,
    Person,
    Problem,
    Share,
    Shift,
    Turn,
    Wish,
)
from qixin.planning.rosters.result import Roster
from qixin.planning.rosters.soft import SoftLimits, Span

EARLY = Shift("E", 480, start=6 * 60, end=14 * 60)
LATE = Shift("L", 480, start=14 * 60, end=22 * 60, not_before=frozenset({"E"}))
NIGHT = Shift("N", 600, start=21 * 60, end=31 * 60, not_before=frozenset({"E"}), night=True)


def person(name="A", **rules):
    return Person(**({"id": name, "max_minutes": 10_000} | rules))


def problem(days=7, people=None, shifts=(EARLY, LATE), **parts):
    return Problem(days=days, shifts=shifts, people=people or (person(),), **parts)


def need(day, shift="E", count=1, **prices):
    return Demand(day, count, count, (shift,), **({"under": 100.0, "over": 1.0} | prices))


def rosters_of(one):
    """Every roster of the problem's only person, kept or broken rules alike."""
    turns = [None, *(Turn(shift.id) for shift in one.shifts)]
    for row in product(turns, repeat=one.days):
        yield Roster({one.people[0].id: row})


@st.composite
def people_rules(draw, days, shifts, name="A"):
    """One person's rules, tight enough to matter within a few days."""
    least = draw(st.sampled_from([0, 480, 960, 1440]))
    min_run, min_off = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    history = draw(
        st.none()
        | st.builds(
            History,
            st.sampled_from(["", *(shift.id for shift in shifts)]),
            st.integers(1, 2),
            st.sampled_from([0, 480, 1000]),
        )
    )
    return Person(
        id=name,
        min_minutes=least,
        max_minutes=least + draw(st.sampled_from([480, 1080, 2400])),
        min_run=min_run,
        max_run=draw(st.integers(min_run, 4)),
        min_off=min_off,
        max_weekends=draw(st.none() | st.integers(0, 1)),
        max_week_minutes=draw(st.none() | st.sampled_from([960, 1560])),
        min_rest=draw(st.sampled_from([0, 11 * 60])),
        shift_limits=draw(
            st.dictionaries(st.sampled_from([s.id for s in shifts]), st.integers(0, 2), max_size=2)
        ),
        leave=frozenset(draw(st.sets(st.integers(0, days - 1), max_size=1))),
        history=history,
        share=Share(
            minutes=draw(st.none() | st.just(960)), nights=draw(st.none() | st.integers(0, 1)),
            weekends=draw(st.none() | st.just(0)),
        ),
    )  # fmt: skip


def spans(most):
    """A soft limit, often without one of its sides."""
    return st.builds(
        lambda least, more, under, over: Span(
            least, None if more is None else least + more, under, over
        ),
        st.integers(0, most), st.none() | st.integers(0, most), st.sampled_from([0.0, 15.0]),
        st.sampled_from([0.0, 30.0]),
    )  # fmt: skip


@st.composite
def soft_limits(draw, shifts):
    """Soft limits of a person, of every kind."""
    minutes = draw(spans(3))
    return SoftLimits(
        run=draw(spans(3)), rest=draw(spans(3)),
        shift_runs=draw(
            st.dictionaries(st.sampled_from([shift.id for shift in shifts]), spans(3))
        ),
        minutes=replace(
            minutes, least=minutes.least * 480,
            most=None if minutes.most is None else minutes.most * 480,
        ),
        weekends=draw(spans(1)), half_weekend=draw(st.sampled_from([0.0, 30.0])),
    )  # fmt: skip


@st.composite
def softly(draw, one, hard=False):
    """The problem with soft limits for everybody, and some of its demands `hard`."""
    people = []
    for who in one.people:
        history = who.history
        if history and history.shift:
            history = replace(history, in_shift=draw(st.integers(1, history.days)))
        people.append(replace(who, soft=draw(soft_limits(one.shifts)), history=history))
    demands = tuple(
        replace(demand, hard=hard and draw(st.booleans()), at_most=draw(st.none() | st.just(3)))
        for demand in one.demands
    )
    return replace(one, people=tuple(people), demands=demands)


@st.composite
def problems(draw, people, days, shifts=(EARLY, LATE), weekdays=6):
    """A problem of some people with random needs and wishes."""
    from qixin.planning.rosters.problem import Fairness

    names = "ABCDEFGH"[:people]
    crew = tuple(draw(people_rules(days, shifts, name)) for name in names)
    ids = [shift.id for shift in shifts]
    return Problem(
        days=days,
        shifts=shifts,
        people=crew,
        first_weekday=draw(st.integers(0, weekdays)),
        demands=tuple(
            need(day, shift, draw(st.integers(0, people)))
            for day in range(days) for shift in ids
        ),
        wishes=tuple(
            draw(
                st.lists(
                    st.builds(
                        Wish, st.sampled_from(list(names)), st.integers(0, days - 1),
                        st.sampled_from(ids), st.sampled_from([1.0, 3.0]), st.booleans(),
                    ),
                    max_size=4,
                )
            )
        ),
        fairness=Fairness(hours=draw(st.sampled_from([0.0, 2.0])), nights=1.0, weekends=4.0),
    )  # fmt: skip
