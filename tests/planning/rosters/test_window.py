"""Weeks cut out of a long period: what is won inside is won in the whole, by the same rules."""

from dataclasses import replace

import numpy as np
import pytest

from qixin.planning.rosters.check import check
from qixin.planning.rosters.fairness import with_shares
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.pricing import Pricer
from qixin.planning.rosters.problem import Fairness, History, Wish
from qixin.planning.rosters.respond import first_answer, respond
from qixin.planning.rosters.rules import all_keep_rules
from qixin.planning.rosters.solve import solve
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.window import choices_back, choices_in, window_of
from qixin.planning.run import Run
from qixin.planning.stop import MaxWork
from tests.planning.rosters.factories import EARLY, LATE, NIGHT, need, person, problem

DAYS = 70
# as long as the others: the program counts in units of the shifts' common minutes
SHORT_NIGHT = replace(NIGHT, minutes=480)


def long_problem(seed):
    """Two months and more of eight people with every kind of rule, made from a seed."""
    random = np.random.default_rng(seed)
    people = tuple(
        person(
            name, max_minutes=40 * 480, min_minutes=25 * 480, max_run=5, min_run=2, min_off=2,
            max_weekends=6, max_week_minutes=5 * 480, shift_limits={"N": 9},
            leave=frozenset(random.choice(DAYS, 4, replace=False).tolist()),
            history=History("E", 1) if name == "A" else None,
        )
        for name in "ABCDEFGH"
    )  # fmt: skip
    demands = tuple(
        need(day, shift, int(random.integers(1, 3))) for day in range(DAYS) for shift in "ELN"
    )
    wishes = tuple(
        Wish(str(random.choice(list("ABCDEFGH"))), int(random.integers(DAYS)), "E", 5.0,
             wanted=bool(random.random() < 0.5))
        for _ in range(20)
    )  # fmt: skip
    made = problem(
        days=DAYS, people=people, shifts=(EARLY, LATE, SHORT_NIGHT), demands=demands, wishes=wishes,
        fairness=Fairness(hours=0.5, nights=2.0, weekends=3.0), first_weekday=3,
    )  # fmt: skip
    return replace(with_shares(made), first_weekday=3)


def answered(made, seed):
    model = Model(made)
    run = Run(MaxWork(10_000))
    return Standing(model, first_answer(model, Pricer(model, 1, 40), run, seed))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_won_in_a_window_is_won_in_the_whole(seed):
    random = np.random.default_rng(seed)
    standing = answered(long_problem(seed), seed)
    people = np.sort(random.choice(8, 5, replace=False))
    window = window_of(standing, people, int(random.integers(DAYS - 7)), 7)
    inner = Model(window.problem)
    part = Standing(inner, choices_in(window, inner, standing))
    assert all_keep_rules(inner, np.arange(5), part.choices)

    before, whole = part.cost, standing.cost
    won = respond(part, Pricer(inner, 1, 40), Run(MaxWork(10_000)), np.arange(5))
    standing.replace(people, choices_back(window, inner, part.choices, standing))
    assert before - part.cost == pytest.approx(won)
    assert whole - standing.cost == pytest.approx(won)
    assert all_keep_rules(standing.model, people, standing.choices[people])


def test_a_long_period_is_bettered_by_windows_alone():
    made = long_problem(1)
    rough = solve(made, stop=MaxWork(1), seed=1)
    result = solve(made, stop=MaxWork(20_000), params=Params(crews=((5, 7), (8, 4))), seed=1)
    checked = check(made, result.roster)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(result.cost)
    assert result.cost < rough.cost
