"""Costs, bounds, conflicts and changes are true, on problems small enough to try everything."""

import math
import threading
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from qixin.planning.outcome import Status
from qixin.planning.portfolio import (
    Activity,
    Budget,
    Calendar,
    Factor,
    Milestone,
    Mode,
    Params,
    Parcel,
    Prices,
    Problem,
    Project,
    Schedule,
    Started,
    Step,
    check,
    formats,
    solve,
)
from qixin.planning.portfolio.sparing import searched_conflict
from qixin.planning.portfolio.windows import Windows
from qixin.planning.run import Run
from qixin.planning.stop import CancelToken, FirstFeasible, MaxRuntime, MaxWork
from tests.planning.portfolio.small import (
    RCP,
    SM,
    cheapest,
    plain_problems,
    rich_problems,
    single,
)

# the exhaustive search is too slow to shrink with
SLOW = settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip


def test_the_written_example_is_solved_to_its_optimum():
    result = solve(formats.read_rcp(RCP), stop=MaxRuntime(20))
    assert (result.status, result.cost, result.bound) == (Status.OPTIMAL, 7, 7)


def test_modes_and_money_are_weighed_to_the_optimum():
    problem = formats.read_sm(SM)
    result = solve(problem, stop=MaxRuntime(20))
    assert result.cost == result.bound == 4
    assert check(problem, result.schedule).faults == ()


@SLOW
@given(plain_problems())
def test_bound_optimum_and_cost_stand_in_order_on_plain_problems(problem):
    result = solve(problem, stop=MaxWork(2_000), params=Params(members=10))
    count = check(problem, result.schedule)
    optimum = _shortest(problem)
    assert count.faults == ()
    assert result.bound <= optimum <= result.cost == count.cost


def _shortest(problem):
    """By CP-SAT as its manual writes it: the contest's peer."""
    from qixin.bench.contests.portfolio import CONTEST

    return CONTEST.peers["ortools"](problem, 10.0, 0).cost


@SLOW
@given(rich_problems())
def test_bound_optimum_and_cost_stand_in_order_on_rich_problems(problem):
    optimum = cheapest(problem)
    result = solve(problem, stop=MaxWork(300_000))
    if optimum is None:
        assert result.status == Status.INFEASIBLE
        assert result.conflicts
        assert result.explain()
        return
    count = check(problem, result.schedule)
    assert count.faults == ()
    assert result.bound <= optimum <= result.cost == count.cost
    assert sum(result.terms.values()) == result.cost
    assert result.cost == optimum


@SLOW
@given(rich_problems())
def test_changes_from_a_start_are_priced_in_cost_and_bound(problem):
    start = Schedule(
        (1,) * len(problem.activities), (0,) * len(problem.activities), {"p0": "x", "p1": "y"}
    )
    optimum = cheapest(problem, start)
    result = solve(problem, stop=MaxWork(300_000), start=start)
    if optimum is None:
        assert result.status == Status.INFEASIBLE
        return
    assert result.bound <= optimum == result.cost
    assert result.terms["change"] == sum(change.cost for change in result.changes)


def wide(count=40):
    """Enough work for a search to stay busy: plain, and not closed by a simple bound."""
    activities = [
        single(
            f"a{at}", 1 + (at * 7) % 9, (f"a{at - 6}",) if at > 6 else (), f=1 + at % 3, g=at % 4
        )
        for at in range(count)
    ]
    return Problem(tuple(activities), (Factor("f", 4), Factor("g", 5)), prices=Prices(0, 1, 0, 0))


def rich(count=40):
    plain = wide(count)
    due = tuple(Milestone(f"m{at}", f"a{at}", 8) for at in range(0, count, 3))
    return Problem(plain.activities, plain.factors, milestones=due, horizon=200)


@pytest.mark.parametrize("make", [wide, rich])
def test_the_same_seed_and_work_give_the_same_answer(make):
    one, other = (solve(make(24), stop=MaxWork(8_000), seed=3) for _ in range(2))
    assert one.schedule == other.schedule
    assert one.bound == other.bound


@pytest.mark.parametrize("make", [wide, rich])
def test_a_cancelled_search_returns_its_best(make):
    cancel, late = CancelToken(), []
    solve(make(), stop=FirstFeasible())

    def later():
        time.sleep(0.5)
        late.append(time.monotonic())
        cancel.cancel()

    threading.Thread(target=later).start()
    result = solve(make(), stop=cancel | MaxRuntime(60))
    if late and result.status != Status.OPTIMAL:
        assert time.monotonic() - late[0] < 30  # a hang, not a slow machine
    assert result.schedule is not None


def test_a_plan_found_at_once_is_enough_for_first_feasible():
    assert solve(wide(), stop=FirstFeasible()).status in (Status.FEASIBLE, Status.OPTIMAL)


def test_work_begun_stays_where_it_is():
    begun = Activity("a", (Mode(2, {"f": 1}), Mode(1, {"f": 2})), started=Started(1, 0))
    problem = Problem((begun, single("b", 2, f=2)), (Factor("f", 2),), horizon=9)
    result = solve(problem, stop=MaxRuntime(10))
    assert (result.schedule.starts, result.schedule.modes) == ((1, 3), (0, 0))


def test_a_late_milestone_names_what_it_waited_for():
    problem = Problem(
        (single("a", 3, f=1), single("b", 3, f=1)), (Factor("f", 1),),
        milestones=(Milestone("a done", "a", 3, weight=5), Milestone("b done", "b", 3)),
    )  # fmt: skip
    result = solve(problem, stop=MaxRuntime(10))
    assert [late.milestone for late in result.lates] == ["b done"]
    assert "waited from 0 to 3 for f" in result.explain()[0]


def conflict(problem):
    result = solve(problem, stop=MaxRuntime(10))
    assert result.status == Status.INFEASIBLE
    assert result.cost == math.inf
    assert result.schedule is None
    return result.conflicts[0]


def test_a_need_over_all_capacity_is_the_conflict():
    found = conflict(Problem((single("a", 1, f=3),), (Factor("f", 2),)))
    assert found.items == ("a", "f")


def test_money_that_never_suffices_is_the_conflict():
    activity = Activity("a", (Mode(1, {}, {"m": 5}),))
    found = conflict(Problem((activity,), budgets=(Budget("m", (Step(0, 4),)),)))
    assert found.items == ("m",)


def test_projects_that_crowd_on_one_parcel_are_the_conflict():
    projects = (Project("p", land=2), Project("q", land=2), Project("r", land=1))
    parcels = (Parcel("big", 3), Parcel("small", 1), Parcel("tiny", 1))
    found = conflict(Problem((single("a", 1),), projects=projects, parcels=parcels))
    assert found.items == ("p", "q", "big")


def test_a_chain_longer_than_the_horizon_is_the_conflict():
    problem = Problem((single("a", 3), single("b", 3, ("a",))), horizon=5)
    assert set(conflict(problem).items) <= {"a", "b"}


def test_rules_that_only_together_are_too_much_are_the_conflict():
    activities = tuple(single(name, 2, f=1, g=1) for name in "abc")
    problem = Problem(activities, (Factor("f", 1), Factor("g", 9)), horizon=5)
    assert "factor f" in conflict(problem).rules
    assert "factor g" not in conflict(problem).rules


def test_deadlines_that_one_crew_cannot_keep_are_named_with_their_work():
    crowded = tuple(replace(single(name, 3, crew=1), deadline=5) for name in ("a", "b"))
    apart = (replace(single("c", 1, other=1), deadline=5, release=2), single("d", 1, crew=1))
    found = conflict(Problem((*crowded, *apart), (Factor("crew", 1), Factor("other", 1))))
    assert set(found.rules) == {
        "factor crew", "work a", "work b", "deadline a", "deadline b", "dates"
    }  # fmt: skip
    assert set(found.items) == {"crew", "a", "b"}
    assert "a's deadline 5" in found.reason


def test_work_begun_and_closed_periods_take_part_in_a_conflict():
    begun = replace(single("a", 3, crew=1), started=Started(0))
    due = replace(single("b", 2, crew=1), deadline=5, calendar="frost")
    frost = (Calendar("frost", ((4, 5),)),)
    found = conflict(Problem((begun, due), (Factor("crew", 1),), calendars=frost, horizon=6))
    assert {"factor crew", "begun a", "calendar b", "deadline b"} <= set(found.rules)
    assert set(found.items) == {"crew", "a", "b"}


def test_a_run_that_is_over_leaves_the_conflict_as_it_is_known():
    cancel = CancelToken()
    cancel.cancel()
    problem = Problem(
        tuple(replace(single(name, 3, crew=1), deadline=5) for name in "abcdefghijkl"),
        (Factor("crew", 1),),
    )
    began = time.monotonic()
    found = searched_conflict(problem, Windows(problem, problem.end), Run(cancel), 600.0)
    assert time.monotonic() - began < 30  # a hang, not a slow machine
    assert {"factor crew", "deadline a", "deadline b"} <= set(found.rules)
    assert "5 more" in found.reason


def test_a_milestone_that_is_late_by_its_work_alone_names_the_chain():
    problem = Problem(
        (single("a", 3), single("b", 4, ("a",))), milestones=(Milestone("done", "b", 5),)
    )
    (late,) = solve(problem, stop=MaxRuntime(10)).lates
    assert late.because == ("a → b take from 0 to 7 at the least",)


def test_a_horizon_of_one_period_is_enough_for_one_activity():
    assert solve(Problem((single("a", 1),), horizon=1), stop=MaxRuntime(10)).status == "optimal"


def test_a_start_of_another_problem_is_refused():
    with pytest.raises(ValueError, match="activities"):
        solve(wide(), stop=MaxWork(1), start=Schedule((0,), (0,)))
