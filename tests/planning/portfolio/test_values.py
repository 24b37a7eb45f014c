"""One more unit is worth what it saves."""

import pytest

from qixin.planning.portfolio import (
    Activity,
    Budget,
    Factor,
    Milestone,
    Mode,
    Prices,
    Problem,
    Step,
    solve,
    value_of_one_more,
)
from qixin.planning.stop import MaxRuntime

PRICES = Prices(lateness=10, makespan=1)


def two(money: int) -> Problem:
    """Two jobs that share one crew, the second one awaited at once, and money for both later."""
    activities = tuple(Activity(name, (Mode(3, {"crew": 1}, {"m": 2}),)) for name in "ab")
    return Problem(
        activities, (Factor("crew", 1),),
        milestones=(Milestone("b", "b", 3), Milestone("a", "a", 3)),
        budgets=(Budget("m", (Step(0, money), Step(1, 4))),), prices=PRICES, horizon=12,
    )  # fmt: skip


def test_a_crew_that_lets_two_work_at_once_is_worth_the_lateness_it_saves():
    problem = two(money=4)
    result = solve(problem, stop=MaxRuntime(5))
    crew, money = value_of_one_more(problem, result, stop=MaxRuntime(5))
    assert (crew.factor, crew.found) == ("crew", 33)
    assert crew.at_least <= crew.found <= crew.at_most
    assert (money.factor, money.found) == ("m", 0)


def test_money_that_comes_earlier_is_worth_the_wait_it_saves():
    problem = two(money=1)
    worth = value_of_one_more(problem, solve(problem, stop=MaxRuntime(5)), stop=MaxRuntime(5))
    assert {one.factor: one.found for one in worth} == {"crew": 33, "m": 21}


def test_without_a_plan_nothing_can_be_worth_anything():
    problem = Problem((Activity("a", (Mode(3),)),), horizon=2)
    with pytest.raises(ValueError, match="no plan"):
        value_of_one_more(problem, solve(problem, stop=MaxRuntime(1)), stop=MaxRuntime(1))
