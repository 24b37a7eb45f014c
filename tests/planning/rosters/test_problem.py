"""A problem that contradicts itself is refused, and names what is wrong."""

import math

import pytest

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.rosters.problem import Bond, Demand, History, Problem, Shift, Turn, Wish
from tests.planning.rosters.factories import EARLY, need, person, problem


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Demand(0, -1), "day 0"),
        (lambda: Demand(3, 2, 1, ("E",)), "day 3 E"),
        (lambda: problem(people=(person("A"), person("A"))), "A"),
        (lambda: problem(demands=(need(0, "X"),)), "X"),
        (lambda: problem(days=1, demands=(need(1),)), "day 1"),
        (lambda: problem(days=0), "at least one day"),
        (lambda: Problem(days=1, shifts=(EARLY,), people=()), "no person"),
        (lambda: Problem(days=1, shifts=(), people=(person(),)), "no shift"),
        (lambda: problem(wishes=(Wish("Z", 0, "E", 1.0),)), "Z"),
        (lambda: problem(wishes=(Wish("A", 99, "E", 1.0),)), "day 99"),
        (lambda: problem(people=(person(shift_limits={"X": 1}),)), "X"),
        (lambda: problem(people=(person(locked={0: Turn("X")}),)), "X"),
        (lambda: problem(people=(person(posts=frozenset({"gate"})),)), "gate"),
        (lambda: problem(travel={("A", "gate"): 1.0}), "gate"),
        (lambda: problem(bonds=(Bond("A", "Z", 1.0),)), "Z"),
        (lambda: person(min_minutes=2, max_minutes=1), "A"),
        (lambda: person(min_run=3, max_run=2), "A"),
        (lambda: person(max_weekends=-1), "max_weekends"),
        (lambda: person(shift_limits={"E": -1}), "E"),
        (
            lambda: problem(shifts=(EARLY, Shift("X", 9)), people=(person(min_rest=60),)),
            "X: A needs",
        ),
        (lambda: Bond("A", "A", 1.0), "two people"),
        (lambda: Shift("E", 0), "E"),
        (lambda: Shift("E", 10, start=5), "E"),
        (lambda: Shift("E", 10, start=5, end=4), "E"),
        (lambda: History("E", 0), "at least one day"),
    ],
)
def test_what_is_wrong_is_named(make, named):
    with pytest.raises(ProblemError, match=named):
        make()


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Demand(0, math.nan), "at_least"),
        (lambda: Demand(0, 1.5), "at_least"),
        (lambda: Demand(math.nan, 1), "day"),
        (lambda: Shift("E", math.nan), "minutes"),
        (lambda: person(min_run=1.5), "A: min_run"),
        (lambda: person(shift_limits={"E": 1.5}), "A: E"),
        (lambda: problem(days=7.5), "days"),
    ],
)
def test_what_is_counted_is_a_whole_number(make, named):
    with pytest.raises(NumbersMissing, match=named):
        make()


@pytest.mark.parametrize("price", [math.nan, math.inf])
def test_a_price_that_is_no_number_is_refused(price):
    with pytest.raises(NumbersMissing, match="day 0"):
        problem(demands=(need(0, under=price),))


def test_rest_of_more_than_a_whole_day_off_is_asked_for_otherwise():
    from qixin.planning.rosters.model import Model

    long = Shift("watch", 1440, start=12 * 60, end=36 * 60)
    with pytest.raises(ProblemError, match="min_off"):
        Model(problem(shifts=(long,), people=(person(min_rest=48 * 60),)))
