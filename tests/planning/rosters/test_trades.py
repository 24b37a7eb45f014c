"""Turns traded between people while the search cools, and the outline's bound beside them."""

from dataclasses import replace

import numpy as np
import pytest

from qixin.planning.rosters.check import check
from qixin.planning.rosters.district import Size, district
from qixin.planning.rosters.exact import Exact
from qixin.planning.rosters.generation import Closed
from qixin.planning.rosters.model import Model
from qixin.planning.rosters.outline import outline
from qixin.planning.rosters.params import Params
from qixin.planning.rosters.prices import clipped, rows_value
from qixin.planning.rosters.pricing import Pricer
from qixin.planning.rosters.problem import Bond, Fairness, Wish
from qixin.planning.rosters.respond import first_answer
from qixin.planning.rosters.rules import all_keep_rules
from qixin.planning.rosters.solve import solve
from qixin.planning.rosters.standing import Standing
from qixin.planning.rosters.trades import Trader, trades_suit
from qixin.planning.run import Run
from qixin.planning.stop import MaxWork

TRADED = Params(most_rows=0, exact_size=0)


def small_district(seed=1):
    return district(Size(people=40, units=5, communities=3, days=14, load=4.5), seed=seed)


def answered(made, seed=0):
    model = Model(made)
    choices = first_answer(model, Pricer(model, 1, 40), Run(MaxWork(1000)), seed)
    assert choices is not None
    return model, choices


def traded(model, choices, seed=0, threads=2, steps=6):
    run = Run(MaxWork(200))
    with Trader(model, choices, run, np.random.default_rng(seed), threads) as traders:
        costs = [traders.step() for _ in range(steps)]
    return traders.choices, costs


def bound_of(made):
    model = Model(made)
    prices, closed = clipped(model, outline(model, Run(MaxWork(100))).prices), Closed.nothing(model)
    priced = Pricer(model, 1).price(np.arange(model.people), prices, closed.options, closed.off)
    value = rows_value(model, prices, np.zeros(model.rows))
    return value + float(priced.costs.sum()) + model.constant


@pytest.mark.parametrize("seed", range(4))
def test_trades_keep_every_rule_and_what_they_cost_is_what_is_counted_anew(seed):
    made = replace(small_district(seed), fairness=Fairness(hours=0.25, nights=3.0, weekends=2.0))
    model, choices = answered(made, seed)
    after, costs = traded(model, choices, seed)
    assert (after != choices).any()
    assert all_keep_rules(model, np.arange(model.people), after)
    assert Standing(model, after).cost == pytest.approx(costs[-1])
    checked = check(made, model.roster(after))
    assert checked.faults == ()
    assert checked.cost == pytest.approx(costs[-1])


def test_trades_are_the_same_on_one_thread_and_on_two():
    model, choices = answered(small_district())
    alone, together = traded(model, choices, threads=1), traded(model, choices, threads=2)
    assert (alone[0] == together[0]).all()
    assert alone[1] == together[1]


def test_the_answer_that_trades_began_with_is_left_as_it_was():
    model, choices = answered(small_district())
    before = choices.copy()
    traded(model, choices)
    assert (choices == before).all()


def test_people_in_a_bond_do_not_trade():
    made = small_district()
    bound = replace(made, bonds=(Bond(made.people[0].id, made.people[1].id, 5.0),))
    assert trades_suit(Model(made))
    assert not trades_suit(Model(bound))
    result = solve(bound, stop=MaxWork(1500), params=TRADED)
    assert check(bound, result.roster).faults == ()


def test_the_same_seed_and_work_trade_to_the_same_answer_better_than_without():
    made = small_district()
    first = solve(made, stop=MaxWork(6000), params=TRADED, seed=3)
    again = solve(made, stop=MaxWork(6000), params=TRADED, seed=3)
    assert first.roster == again.roster
    assert first.cost == pytest.approx(check(made, first.roster).cost)
    assert first.bound <= first.cost
    without = solve(
        made, stop=MaxWork(6000), params=replace(TRADED, trade_share=0.0001), seed=3
    )  # fmt: skip
    assert first.cost <= without.cost


@pytest.mark.parametrize("seed", range(3))
def test_the_outlines_bound_is_under_every_answer(seed):
    made = district(Size(people=12, units=2, communities=2, days=7, load=2.5), seed=seed)
    made = replace(
        made,
        people=tuple(replace(person, min_minutes=480, leave=frozenset()) for person in made.people),
    )
    choices, _ = Exact(Model(made)).solve(Run(MaxWork(10**6)), 10.0, None, 1, 0)
    assert choices is not None
    assert bound_of(made) <= Standing(Model(made), choices).cost + 1e-6


def test_a_wish_for_a_day_is_met_once_in_the_outline_wherever_the_person_stands():
    made = replace(small_district(), wishes=())
    who = next(person for person in made.people if len(person.posts) > 1 and not person.leave)
    wished = replace(made, wishes=(Wish(who.id, 3, "day", price=50.0),))
    # the wish can be met at the price of a turn's travel at most
    assert bound_of(wished) >= bound_of(made) - 1.0
