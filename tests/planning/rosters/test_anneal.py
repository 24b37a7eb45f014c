"""Weeks anew one person at a time, chains on one day, and the search of them over long periods."""

from dataclasses import replace

import numpy as np
import pytest

from qixin.planning.rosters.anneal import Annealer, even_answer
from qixin.planning.rosters.chains import chains_on, tasks_of
from qixin.planning.rosters.check import check
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.problem import Bond, Demand, Fairness, Wish
from qixin.planning.rosters.replan import cover_of, put, replan, suits
from qixin.planning.rosters.rules import all_keep_rules, broken
from qixin.planning.rosters.solve import solve
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.tables import OFF
from qixin.planning.run import Run
from qixin.planning.stop import MaxWork
from tests.planning.rosters.factories import EARLY, LATE, NIGHT, need, person, problem

DAYS = 84
SHORT_NIGHT = replace(NIGHT, minutes=480)
ANNEALED = Params(stretch_size=0)


def long_problem(seed, names="ABCDEFGHIJ", **parts):
    """Twelve weeks of some people with limits on everything that a person may have limits on."""
    random = np.random.default_rng(seed)
    people = tuple(
        person(
            name, max_minutes=48 * 480, min_minutes=40 * 480, max_run=5, min_run=2, min_off=2,
            max_weekends=7, max_week_minutes=5 * 480, shift_limits={"N": 9},
            leave=frozenset(random.choice(DAYS, 4, replace=False).tolist()),
        )
        for name in names
    )  # fmt: skip
    demands = tuple(
        need(day, shift, int(random.integers(1, 4))) for day in range(DAYS) for shift in "ELN"
    )
    wishes = tuple(
        Wish(str(random.choice(list(names))), int(random.integers(DAYS)), "E", 5.0,
             wanted=bool(random.random() < 0.5))
        for _ in range(40)
    )  # fmt: skip
    return problem(
        **({"days": DAYS, "people": people, "shifts": (EARLY, LATE, SHORT_NIGHT),
            "demands": demands, "wishes": wishes, "first_weekday": 3} | parts)
    )  # fmt: skip


def answered(made, seed=0):
    model = Model(made)
    choices = even_answer(model, Run(MaxWork(1000)), np.random.default_rng(seed))
    assert choices is not None
    return model, choices


@pytest.mark.parametrize("seed", range(4))
def test_the_first_answer_keeps_every_rule(seed):
    model, choices = answered(long_problem(seed), seed)
    assert all_keep_rules(model, np.arange(model.people), choices)


@pytest.mark.parametrize("seed", range(4))
def test_weeks_anew_keep_every_rule_and_never_cost_more(seed):
    model, choices = answered(long_problem(seed))
    standing = Standing(model, choices)
    random = np.random.default_rng(seed)
    cover, turns, fresh = cover_of(model), np.zeros(3, np.int64), np.empty(DAYS, np.int16)
    better = 0
    for _ in range(200):
        who = int(random.integers(model.people))
        # weeks begin on day 4, a Monday; the first window begins with the period
        first = max(0, 4 + 7 * int(random.integers(-1, 11)))
        end = min(DAYS, first + int(random.integers(1, 22)))
        choice, counts = standing.choices[who].copy(), standing.counts.copy()
        put(model.tables, who, choice, first, end, -1.0, counts)
        before = standing.cost
        assert replan(model.tables, cover, who, choice, first, end, counts, turns, fresh)
        assert not len(broken(model, np.array([who]), choice[None, :]))
        outside = np.r_[0:first, end:DAYS]
        assert (choice[outside] == standing.choices[who][outside]).all()
        standing.replace(np.array([who]), choice[None, :])
        assert standing.cost <= before + 1e-6
        better += standing.cost < before - 1e-6
    assert better


@pytest.mark.parametrize("seed", range(4))
def test_chains_gain_what_they_say_by_the_rules(seed):
    model, choices = answered(long_problem(seed))
    tasks = tasks_of(model)
    counts = Standing(model, choices).counts
    gained = 0.0
    for day in range(DAYS):
        before = Standing(model, choices).cost
        gain = chains_on(model.tables, cover_of(model), tasks, choices, counts, day)
        assert Standing(model, choices).cost == pytest.approx(before - gain)
        gained += gain
    assert gained > 0
    assert all_keep_rules(model, np.arange(model.people), choices)


def test_a_shift_shut_for_a_person_does_not_shut_others_of_its_kind():
    twin = replace(EARLY, id="F")
    names = ("A", "B")
    made = problem(
        days=14, people=tuple(person(name, shift_limits={"F": 0}) for name in names),
        shifts=(EARLY, twin), demands=tuple(need(day) for day in range(14)),
    )  # fmt: skip
    model = Model(made)
    choice = np.full(14, OFF, np.int16)
    assert replan(
        model.tables, cover_of(model), 0, choice, 0, 14, np.zeros(model.rows),
        np.zeros(2, np.int64), np.empty(14, np.int16),
    )  # fmt: skip
    assert (choice == 0).sum() == 12


def test_two_people_take_each_others_place_where_neither_could_alone():
    names = ("A", "B")
    one = problem(
        days=1, people=tuple(person(name, min_minutes=480, max_minutes=480) for name in names),
        demands=(need(0, "E"), need(0, "L")),
        wishes=(Wish("A", 0, "L", 3.0), Wish("B", 0, "E", 3.0)),
    )  # fmt: skip
    model = Model(one)
    choices = np.array([[0], [1]], np.int16)
    standing = Standing(model, choices)
    gain = chains_on(model.tables, cover_of(model), tasks_of(model), choices, standing.counts, 0)
    assert gain == pytest.approx(6.0)
    assert choices.tolist() == [[1], [0]]


def test_tasks_are_none_where_a_demand_counts_several():
    made = long_problem(0)
    assert tasks_of(Model(made)) is not None
    joint = (*made.demands, Demand(0, 1, 2, ("E", "L")))
    assert tasks_of(Model(replace(made, demands=joint))) is None
    skilled = (*made.demands[1:], replace(made.demands[0], skill="aid"))
    people = (replace(made.people[0], skills=frozenset({"aid"})), *made.people[1:])
    assert tasks_of(Model(replace(made, demands=skilled, people=people))) is None


def test_what_joins_people_or_costs_by_the_period_takes_another_road():
    made = long_problem(0)
    assert suits(Model(made))
    assert not suits(Model(replace(made, bonds=(Bond("A", "B", 5.0),))))
    assert not suits(Model(replace(made, fairness=Fairness(hours=1.0))))


@pytest.mark.parametrize("threads", [1, 2])
def test_annealing_betters_the_first_answer_by_the_rules(threads):
    model, choices = answered(long_problem(1))
    run = Run(MaxWork(8000))
    with Annealer(model, choices, run, np.random.default_rng(1), threads) as annealer:
        while not run.over():
            after = annealer.step().copy()
    assert all_keep_rules(model, np.arange(model.people), after)
    assert Standing(model, after).cost < 0.8 * Standing(model, choices).cost


def test_the_answer_is_the_same_with_one_thread_and_with_two():
    made = long_problem(2)
    found = [
        solve(made, stop=MaxWork(6000), seed=7, params=replace(ANNEALED, threads=threads)).roster
        for threads in (1, 2, 2)
    ]
    assert found[0] == found[1] == found[2]


def test_a_long_period_is_annealed_and_its_answer_keeps_every_rule():
    made = long_problem(3)
    annealed = solve(made, stop=MaxWork(6000), params=ANNEALED)
    assert check(made, annealed.roster).faults == ()
    assert check(made, annealed.roster).cost == pytest.approx(annealed.cost)


def test_a_single_person_is_annealed_too():
    made = long_problem(4, names="A")
    found = solve(made, stop=MaxWork(3000), params=ANNEALED)
    assert check(made, found.roster).faults == ()
