"""An earlier answer goes by names: what came is free, what stayed is priced."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qixin.planning.outcome import Status
from qixin.planning.portfolio import (
    Activity,
    Factor,
    Mode,
    Parcel,
    Prices,
    Problem,
    Project,
    Schedule,
    check,
    solve,
)
from qixin.planning.portfolio.earlier import Earlier
from qixin.planning.portfolio.holding import held
from qixin.planning.portfolio.windows import Windows
from qixin.planning.stop import MaxRuntime, MaxWork
from tests.planning.portfolio.small import cheapest, rich_problems, single

SLOW = settings(max_examples=15, deadline=None)


@st.composite
def answers(draw, problem):
    """An earlier answer that knows some of a problem's activities, in any order, and others."""
    names = draw(st.permutations([*(one.name for one in problem.activities), "gone"]))
    names = tuple(names[: draw(st.integers(1, len(names)))])
    starts = tuple(draw(st.integers(-2, 8)) for _ in names)
    modes = tuple(draw(st.integers(0, 2)) for _ in names)
    return Schedule(starts, modes, {"p0": "x", "closed": "y"}, names)


@SLOW
@given(st.data())
def test_bound_optimum_and_cost_stand_in_order_from_any_earlier_answer(data):
    problem = data.draw(rich_problems())
    start = data.draw(answers(problem))
    optimum = cheapest(problem, start)
    result = solve(problem, stop=MaxWork(300_000), start=start)
    if optimum is None:
        assert result.status == Status.INFEASIBLE
        return
    assert result.bound <= optimum == result.cost
    count = check(problem, result.schedule, start=start)
    assert count.faults == ()
    assert count.terms == result.terms
    assert result.terms["change"] == sum(change.cost for change in result.changes)


def crowded(*activities, **more):
    prices = Prices(lateness=0, makespan=100, change=1)
    return Problem(activities, (Factor("crew", 1),), prices=prices, horizon=40, **more)


def test_the_same_work_in_another_order_stays_where_it_was():
    work = [single(f"a{at}", 2 + at % 3, crew=1) for at in range(6)]
    first = solve(crowded(*work), stop=MaxRuntime(20))
    turned = crowded(*reversed(work))
    again = solve(turned, stop=MaxRuntime(20), start=first.schedule)
    assert (again.changes, again.cost) == ((), first.cost)
    assert again.schedule.starts == tuple(reversed(first.schedule.starts))
    assert again.schedule.names == tuple(one.name for one in turned.activities)


def test_what_came_is_free_and_what_went_is_no_change():
    old = crowded(single("dropped", 3, crew=1), single("kept", 2, crew=1))
    start = Schedule((0, 3), (0, 0), names=("dropped", "kept"))
    new = crowded(single("new", 4, crew=1), single("kept", 2, crew=1))
    # before "kept" there is room for three periods only
    result = solve(new, stop=MaxRuntime(20), start=start)
    assert (result.terms["makespan"], result.terms["change"]) == (600, 1)
    assert result.schedule.starts == (0, 4)
    assert [change.activity for change in result.changes] == ["kept"]
    assert check(old, start).faults == ()


def test_a_mended_answer_is_there_before_any_search():
    work = [single(f"a{at}", 2, crew=1) for at in range(4)]
    start = Schedule((0, 2, 4, 8), (0, 0, 0, 0), names=tuple(one.name for one in work))
    problem = crowded(single("new", 1, crew=1), *work[1:], replace(work[0], release=1))
    windows = Windows(problem, problem.end)
    plans = list(held(problem, windows, Earlier.of(problem, start)))
    assert [plan.starts for plan in plans] == [(0, 2, 4, 8, 6), (0, 3, 5, 7, 1)]
    assert all(check(problem, plan).faults == () for plan in plans)


def test_a_project_keeps_its_parcel_where_it_still_fits():
    work = [Activity(n, (Mode(1),), project=n, on_land=True) for n in ("p", "q", "r")]
    problem = crowded(
        *work, projects=tuple(Project(n, land=1) for n in ("p", "q", "r")),
        parcels=(Parcel("field", 1, ready=5), Parcel("mill", 1), Parcel("bank", 1)),
    )  # fmt: skip
    start = Schedule((5, 0), (0, 0), {"p": "field", "q": "mill", "gone": "bank"}, ("p", "q"))
    result = solve(problem, stop=MaxRuntime(20), start=start)
    assert result.schedule.parcels == {"p": "field", "q": "mill", "r": "bank"}
    assert result.terms["change"] == 0


def test_a_mode_that_is_gone_is_one_change():
    problem = crowded(single("a", 2, crew=1))
    result = solve(problem, stop=MaxRuntime(20), start=Schedule((0,), (1,), names=("a",)))
    assert (result.cost, result.bound) == (201, 201)
    assert [change.what for change in result.changes] == [
        "is done in mode 0 instead of one that is gone"
    ]


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (Schedule((0, 0), (0, 0), names=("a", "a")), "activity a 2 times"),
        (Schedule((0, 0), (0, 0), names=("a",)), "2 starts and 2 modes for 1"),
        (Schedule((0,), (0, 0), names=("a",)), "1 starts and 2 modes for 1"),
        (Schedule((), ()), "0 starts and 0 modes for 1"),
    ],
)
def test_an_earlier_answer_that_contradicts_itself_is_refused(start, told):
    with pytest.raises(ValueError, match=told):
        solve(crowded(single("a", 1)), stop=MaxWork(1), start=start)
