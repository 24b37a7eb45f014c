"""Soft limits and hard demands: against every possible roster, and as the checker counts them."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qixin.planning.errors import ProblemError
from qixin.planning.outcome import Status
from qixin.planning.rosters.check import check
from qixin.planning.rosters.exact import Exact
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.problem import Demand, History, Turn
from qixin.planning.rosters.result import Roster
from qixin.planning.rosters.soft import SoftLimits, Span
from qixin.planning.rosters.solve import solve
from qixin.planning.run import Run
from qixin.planning.stop import MaxRuntime, MaxWork
from tests.planning.rosters.factories import (
    EARLY,
    LATE,
    NIGHT,
    need,
    person,
    problem,
    problems,
    rosters_of,
    softly,
)

SHORT = MaxWork(4000) | MaxRuntime(600)
quiet = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def row(text):
    return tuple(None if letter == "-" else Turn(letter) for letter in text)


def soft(turns, history=None, weekday=0, **limits):
    """What a roster of a person with soft limits costs, as the checker counts it."""
    one = problem(
        days=len(turns), people=(person(history=history, soft=SoftLimits(**limits)),),
        shifts=(EARLY, LATE, NIGHT), first_weekday=weekday,
    )  # fmt: skip
    return check(one, Roster({"A": row(turns)})).terms["soft"]


SPAN = Span(2, 3, under=10.0, over=1.0)


@pytest.mark.parametrize(
    ("turns", "history", "cost"),
    [
        ("-E-EE-EEE-", None, 10.0),
        ("EEEEE-----", None, 2.0),
        # what touches an edge of which nothing is known may be short
        ("E--------E", None, 0.0),
        ("E---------", History("E", 1), 0.0),
        ("----------", History("E", 1), 10.0),
        ("E---------", History("", 1), 10.0),
        # days before the period were priced then
        ("EE--------", History("E", 5), 2.0),
        ("----------", History("E", 5), 0.0),
    ],
)
def test_runs_are_priced_by_the_days_under_and_over(turns, history, cost):
    assert soft(turns, history, run=SPAN) == cost


def test_a_run_in_one_shift_ends_with_the_shift():
    runs = {"E": SPAN}
    assert soft("-EEL-ELLL-", shift_runs=runs) == 10.0
    assert soft("EEEEEL----", History("L", 3), shift_runs=runs) == 2.0
    assert soft("EE--------", History("E", 3, in_shift=1), shift_runs=runs) == 0.0
    assert soft("EEE-------", History("E", 3, in_shift=2), shift_runs=runs) == 2.0
    assert soft("L---------", History("E", 3, in_shift=1), shift_runs=runs) == 10.0


def test_rests_weekends_and_hours_have_their_prices():
    assert soft("E-E----E--", rest=SPAN) == 11.0
    assert soft("-----E------EE", half_weekend=30.0) == 30.0
    assert soft("E-------------", History("", 1), weekday=6, half_weekend=30.0) == 30.0
    assert soft("E-------------", weekday=6, half_weekend=30.0) == 0.0
    assert soft("-----E-----EE-", weekends=Span(0, 1, over=7.0)) == 7.0
    # ten and eight hours, by the hour
    assert soft("NE------------", minutes=Span(0, 960, over=2.0)) == 4.0
    assert soft("E-------------", minutes=Span(960, under=2.0)) == 16.0


@quiet
@given(problems(people=1, days=6, shifts=(EARLY, NIGHT)).flatmap(softly))
def test_one_person_with_soft_limits_gets_the_cheapest_of_all_rosters(one):
    kept = [checked for roster in rosters_of(one) if not (checked := check(one, roster)).faults]
    result = solve(one, stop=SHORT)
    if not kept:
        assert result.status is Status.INFEASIBLE
        return
    best = min(checked.cost for checked in kept)
    assert check(one, result.roster).faults == ()
    assert result.cost == pytest.approx(best)
    assert result.bound <= best + 1e-6
    for term, cost in check(one, result.roster).terms.items():
        assert result.terms[term] == pytest.approx(cost), term


@settings(quiet, max_examples=20)
@given(problems(people=1, days=5, shifts=(EARLY, NIGHT)).flatmap(softly))
def test_plain_integers_price_soft_limits_as_the_checker_does(one):
    kept = [checked for roster in rosters_of(one) if not (checked := check(one, roster)).faults]
    if not kept:
        return
    model = Model(one)
    choices, bound = Exact(model).solve(Run(MaxRuntime(600)), 600, None, threads=1, seed=0)
    best = min(checked.cost for checked in kept)
    assert check(one, model.roster(choices)).cost == pytest.approx(best, abs=0.01)
    assert bound == pytest.approx(best, abs=0.01)


def every(one):
    """The answers of a problem of a few people that keep every rule."""
    turns = [None, *(Turn(shift.id) for shift in one.shifts)]
    rows = {}
    for who in one.people:
        alone = problem(one.days, (who,), one.shifts, first_weekday=one.first_weekday)
        rows[who.id] = [
            tuple(line) for line in product(turns, repeat=one.days)
            if not check(alone, Roster({who.id: tuple(line)})).faults
        ]  # fmt: skip
    for lines in product(*rows.values()):
        checked = check(one, Roster(dict(zip(rows, lines, strict=True))))
        if not checked.faults:
            yield checked


@settings(quiet, max_examples=20)
@given(
    problems(people=2, days=3).flatmap(lambda one: softly(one, hard=True)),
    st.sampled_from([0, 400]),
)
def test_hard_demands_hold_and_the_cheapest_that_keeps_them_is_found(some, exact_size):
    best = min((checked.cost for checked in every(some)), default=None)
    result = solve(some, stop=SHORT, params=Params(exact_size=exact_size))
    if best is None:
        assert result.roster is None
        assert result.conflicts
        return
    if exact_size or result.roster is not None:
        assert check(some, result.roster).faults == ()
        assert check(some, result.roster).cost == pytest.approx(result.cost)
        assert result.bound - 1e-6 <= best <= result.cost + 1e-6
    if exact_size:
        assert result.cost == pytest.approx(best, abs=0.01)


@pytest.mark.parametrize("params", [Params(stretch_from=40), Params(stretch_size=0)])
def test_over_a_long_period_soft_limits_are_heard_in_stretches_and_annealed(params):
    days, names = 84, "ABCDEF"
    limits = SoftLimits(
        run=Span(3, 4, under=20.0, over=20.0), rest=Span(2, 3, under=20.0, over=5.0),
        minutes=Span(38 * 480, 44 * 480, under=2.0, over=2.0), weekends=Span(0, 7, over=40.0),
        half_weekend=25.0,
    )  # fmt: skip
    people = tuple(person(name, max_minutes=50 * 480, max_run=6) for name in names)
    demands = tuple(need(day, shift, 1 + day % 2) for day in range(days) for shift in "EL")
    deaf = problem(days=days, people=people, demands=demands)
    hears = replace(deaf, people=tuple(replace(one, soft=limits) for one in people))
    stop = MaxWork(1500) | MaxRuntime(600)
    result, other = (solve(one, stop=stop, params=params) for one in (hears, deaf))
    checked = check(hears, result.roster)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(result.cost)
    assert checked.terms["soft"] < 0.5 * check(hears, other.roster).terms["soft"]
    assert result.bound <= result.cost


def test_a_unit_must_give_as_many_as_its_quota_says_and_may_give_no_more():
    people = tuple(person(name, unit="mill" if name in "AB" else "school") for name in "ABCD")
    quota = Demand(0, 1, 1, unit="mill", hard=True)
    one = problem(
        days=1, people=people, demands=(quota, need(0, count=3)),
        travel={("A", ""): 9, ("B", ""): 9},
    )  # fmt: skip
    result = solve(one, stop=MaxWork(200))
    turns = result.roster.turns
    assert sum(turns[name][0] is not None for name in "AB") == 1
    assert sum(turns[name][0] is not None for name in "CD") == 2
    assert result.cost == 9.0


def test_a_hard_demand_that_nobody_can_meet_is_named():
    one = problem(days=2, demands=(Demand(1, 2, hard=True),))
    result = solve(one, stop=MaxWork(50))
    assert result.status is Status.INFEASIBLE
    assert result.explain() == ["day 1: 2 people must be there, 1 may"]


def test_hard_demands_that_exclude_each_other_are_named():
    demands = (Demand(0, 1, None, ("E",), hard=True), Demand(0, 1, None, ("L",), hard=True))
    result = solve(problem(days=1, demands=demands), stop=MaxWork(500))
    assert result.status is Status.INFEASIBLE
    assert "in the best answer met" in result.explain()[0]


@pytest.mark.parametrize(
    "made",
    [
        lambda: Span(3, 2),
        lambda: Span(-1),
        lambda: Span(1, under=-1.0),
        lambda: Span(1, under=float("nan")),
        lambda: SoftLimits(half_weekend=-1.0),
        lambda: problem(people=(person(soft=SoftLimits(shift_runs={"X": Span()})),)),
        lambda: History("E", 2, in_shift=3),
    ],
)
def test_limits_that_make_no_sense_are_refused(made):
    with pytest.raises(ProblemError):
        made()
