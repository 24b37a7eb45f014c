"""Answers against every possible one, against plain CP-SAT, and what a caller may count on."""

import math
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qixin.planning.outcome import Status
from qixin.planning.rosters.check import check
from qixin.planning.rosters.district import Size, district, fall_ill
from qixin.planning.rosters.exact import Exact
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.pricing import Pricer
from qixin.planning.rosters.problem import Bond, Demand, Fairness, History, Share, Turn
from qixin.planning.rosters.respond import first_answer
from qixin.planning.rosters.solve import solve
from qixin.planning.run import Run
from qixin.planning.stop import CancelToken, FirstFeasible, Gap, MaxRuntime, MaxWork
from tests.planning.rosters.factories import (
    EARLY,
    LATE,
    NIGHT,
    need,
    person,
    problem,
    problems,
    rosters_of,
)

SHORT = MaxWork(4000) | MaxRuntime(600)
quiet = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@quiet
@given(problems(people=1, days=6, shifts=(EARLY, NIGHT)))
def test_one_person_gets_the_cheapest_of_all_rosters(one):
    kept = [checked for roster in rosters_of(one) if not (checked := check(one, roster)).faults]
    result = solve(one, stop=SHORT)
    if not kept:
        assert result.status is Status.INFEASIBLE
        assert result.conflicts[0].items == ("A",)
        return
    best = min(checked.cost for checked in kept)
    assert check(one, result.roster).faults == ()
    assert result.cost == pytest.approx(best)
    assert result.bound <= best + 1e-6
    assert result.cost == pytest.approx(sum(result.terms.values()))


@settings(quiet, max_examples=12)
@given(problems(people=3, days=7))
def test_a_few_people_are_rostered_no_worse_than_by_plain_integers(some):
    result = solve(some, stop=SHORT)
    if result.status is Status.INFEASIBLE:
        return
    model = Model(some)
    choices, bound = Exact(model).solve(Run(MaxRuntime(600)), 600, None, threads=1, seed=0)
    optimum = check(some, model.roster(choices)).cost
    assert bound == pytest.approx(optimum, abs=0.01)
    assert check(some, result.roster).faults == ()
    assert check(some, result.roster).cost == pytest.approx(result.cost)
    assert result.bound - 0.01 <= optimum <= result.cost + 1e-6
    assert result.cost <= optimum * 1.02 + 1


@settings(quiet, max_examples=10)
@given(problems(people=3, days=7, shifts=(EARLY, LATE)), st.integers(0, 5))
def test_the_same_seed_and_work_give_the_same_answer(some, seed):
    first = solve(some, stop=MaxWork(300), seed=seed)
    again = solve(some, stop=MaxWork(300), seed=seed)
    assert first.roster == again.roster
    assert (first.cost, first.bound) == (again.cost, again.bound)


def small_district():
    return district(Size(people=40, units=5, communities=3, days=14, load=4.5), seed=1)


def test_a_small_district_keeps_every_rule_and_counts_as_the_checker_does():
    one = small_district()
    result = solve(one, stop=MaxWork(3000))
    checked = check(one, result.roster)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(result.cost)
    for term, cost in checked.terms.items():
        assert result.terms[term] == pytest.approx(cost), term
    assert 0 < result.bound <= result.cost


def test_the_first_feasible_answer_is_enough_where_it_is_asked_for():
    result = solve(small_district(), stop=FirstFeasible())
    assert result.roster is not None
    assert result.work < 200


def test_a_gap_that_is_asked_for_is_certified():
    one = problem(
        days=14,
        people=tuple(person(name, max_run=5, min_off=2, max_minutes=4800) for name in "ABCD"),
        demands=tuple(need(day, shift, 1) for day in range(14) for shift in "EL"),
    )
    result = solve(one, stop=Gap(0.02) | MaxRuntime(600))
    assert result.gap <= 0.02


def test_a_long_period_is_planned_in_stretches_and_keeps_its_rules():
    one = problem(
        days=84,
        people=tuple(
            person(name, max_run=5, min_run=2, min_off=2, min_minutes=50 * 480,
                   max_minutes=56 * 480, max_weekends=9)
            for name in "ABCDE"
        ),
        demands=tuple(need(day, shift, 1) for day in range(84) for shift in "EL"),
    )  # fmt: skip
    result = solve(one, stop=MaxWork(1500), params=Params(stretch_from=40))
    checked = check(one, result.roster)
    assert checked.faults == ()
    # five people of at most 56 turns each fill 168 turns but for a handful of clashes
    assert checked.terms["under"] <= 1500
    assert result.bound <= result.cost


def test_absences_are_filled_without_shuffling_everybody():
    one = small_district()
    before = solve(one, stop=MaxWork(3000)).roster
    after = fall_ill(one, count=2, days=3)
    result = solve(after, stop=MaxWork(1500), start=before)
    checked = check(after, result.roster, start=before)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(result.cost)
    kept = [p.id for p in one.people if result.roster.turns[p.id] == before.turns[p.id]]
    assert len(kept) >= len(one.people) * 0.6
    assert result.changes == result.roster.changes_from(before)
    ill = [p.id for p, was in zip(after.people, one.people, strict=True) if p.leave != was.leave]
    lost = sum(
        had is not None and has is None
        for name in ill
        for had, has in zip(before.turns[name], result.roster.turns[name], strict=True)
    )
    assert lost
    assert result.changes - lost <= 3 * lost


def test_a_roster_that_still_fits_is_not_touched():
    one = small_district()
    before = solve(one, stop=MaxWork(2000)).roster
    result = solve(one, stop=MaxWork(500), start=before, params=Params(change_price=1000.0))
    assert result.changes == 0


def test_people_kept_together_stand_together_and_those_apart_do_not():
    people = tuple(person(name, max_minutes=3 * 480, min_minutes=3 * 480) for name in "ABCD")
    one = problem(
        days=5,
        people=people,
        demands=(
            *(need(day, "E", 2) for day in range(3)),
            *(need(day, "L") for day in range(5)),
        ),
        bonds=(Bond("A", "B", 20.0), Bond("C", "D", 20.0, together=False)),
    )
    result = solve(one, stop=MaxWork(2000) | MaxRuntime(600))
    assert check(one, result.roster).terms["bonds"] == 0.0
    assert check(one, result.roster).cost == pytest.approx(result.cost)


def test_one_with_a_skill_is_found_for_every_turn_that_wants_one():
    people = (person("A", skills=frozenset({"nurse"}), max_run=3), person("B", max_run=3),
              person("C", skills=frozenset({"nurse"}), max_run=3))  # fmt: skip
    wanted = tuple(Demand(day, 1, None, ("E",), skill="nurse", under=50.0) for day in range(6))
    one = problem(days=6, people=people, demands=(*wanted, *(need(day) for day in range(6))))
    result = solve(one, stop=MaxWork(500) | MaxRuntime(600))
    assert result.cost == 0
    assert result.status is Status.OPTIMAL


def test_what_lies_over_a_fair_share_is_priced():
    people = tuple(person(name, share=Share(nights=2)) for name in "AB")
    demands = tuple(need(day, "N") for day in range(4))
    one = problem(
        days=4, people=people, shifts=(EARLY, NIGHT), demands=demands,
        fairness=Fairness(nights=10.0),
    )  # fmt: skip
    result = solve(one, stop=MaxWork(500) | MaxRuntime(600))
    assert result.cost == 0
    turns = [result.roster.turns[name] for name in "AB"]
    assert [sum(turn is not None and turn.shift == "N" for turn in one) for one in turns] == [2, 2]


def test_a_week_goes_on_across_the_seam():
    begun = History("E", 1, week_minutes=4 * 480)
    one = problem(
        days=7, first_weekday=4, people=(person(max_week_minutes=5 * 480, history=begun),),
        demands=tuple(need(day) for day in range(7)),
    )  # fmt: skip
    result = solve(one, stop=MaxWork(500) | MaxRuntime(600))
    assert result.status is Status.OPTIMAL
    # one turn is left of the first week, five of those of the second are free
    assert sum(turn is not None for turn in result.roster.turns["A"][:3]) == 1
    assert check(one, result.roster).terms["under"] == 200.0
    assert any("most minutes of the week" in str(gap) for gap in result.explain())


def test_a_weekend_that_was_begun_before_the_period_is_not_counted_again():
    worked, free = History("E", 1), History("", 1)
    for history, short in ((worked, 0.0), (free, 100.0), (None, 100.0)):
        one = problem(
            days=7, first_weekday=6, people=(person(max_weekends=1, history=history),),
            demands=(need(0), need(6)),
        )  # fmt: skip
        result = solve(one, stop=MaxWork(500) | MaxRuntime(600))
        assert result.status is Status.OPTIMAL
        assert check(one, result.roster).faults == ()
        assert result.cost == check(one, result.roster).cost == short


def test_a_period_of_one_day_is_planned():
    result = solve(problem(days=1, demands=(need(0),)), stop=MaxWork(50))
    assert result.roster.turns == {"A": (Turn("E"),)}
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ({"min_minutes": 5 * 480, "max_run": 1}, {"least minutes", "most days on in a row"}),
        ({"min_minutes": 480, "leave": frozenset(range(7))}, {"least minutes", "leave"}),
        ({"locked": {5: Turn("E"), 6: Turn("E")}, "max_weekends": 0},
         {"locked turns", "most weekends"}),
        ({"locked": {2: Turn("L"), 3: Turn("E")}}, {"locked turns"}),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_kept_together_are_named(rules, named):
    result = solve(problem(people=(person("B"), person("A", **rules))), stop=MaxWork(100))
    assert result.status is Status.INFEASIBLE
    assert result.roster is None
    (conflict,) = result.conflicts
    assert conflict.items == ("A",)
    assert named <= set(conflict.rules)


def test_demands_that_stay_short_are_explained():
    people = (person("A", leave=frozenset({0})), person("B", shift_limits={"E": 0}))
    one = problem(days=2, people=people, demands=(need(0, "E", 2),))
    (short,) = solve(one, stop=MaxWork(100)).explain()
    assert short.missing == 2
    assert short.hindrances == {"on leave": 1, "not for this shift": 1}
    assert "day 0 E: 2 missing" in str(short)


def test_a_cancel_brings_back_the_best_so_far():
    cancel = CancelToken()
    one = district(Size(people=150, units=16, communities=6), seed=2)
    threading.Timer(1.5, cancel.cancel).start()
    result = solve(one, stop=cancel | MaxRuntime(120))
    assert result.roster is None or check(one, result.roster).faults == ()
    assert result.status is not Status.OPTIMAL


def test_a_cancel_ends_a_search_without_waiting_for_a_first_answer():
    cancel, run = CancelToken(), Run(MaxWork(10) & CancelToken())
    cancel.cancel()
    model = Model(small_district())
    pricer = Pricer(model, 1, 40)
    assert first_answer(model, pricer, Run(cancel | MaxWork(10)), 0) is None
    # what only counts lets everybody answer once
    assert first_answer(model, pricer, run, 0) is not None
    assert solve(small_district(), stop=cancel).roster is None


def test_progress_is_told_and_the_bound_never_passes_the_cost():
    told = []
    solve(small_district(), stop=MaxWork(1500), on_progress=told.append)
    assert told
    assert all(point.bound <= point.cost for point in told)
    assert any(math.isfinite(point.cost) for point in told)


def test_nothing_runs_on_after_an_answer():
    before = threading.active_count()
    solve(problem(demands=(need(0),)), stop=MaxWork(50))
    time.sleep(0.05)
    assert threading.active_count() <= before
