"""What no vehicles can do is named, with its places and figures; and what they can is done."""

from dataclasses import replace

import numpy as np
import pytest

from qixin.planning.outcome import Status
from qixin.planning.routes.problem import Place, RoutesProblem, Vehicle
from qixin.planning.routes.solve import solve
from qixin.planning.stop import MaxWork
from tests.planning.routes.lines import ONE, STORE, on_a_line, sound


@pytest.mark.parametrize(
    ("place", "van", "told"),
    [
        (Place("p", 3, (9,)), Vehicle("van", (5,)), "no vehicle can: capacity"),
        (Place("p", 3, needs=frozenset({"x"})), Vehicle("van"), "no vehicle can: needs x"),
        (Place("p", 9, window=(0, 5)), Vehicle("van"), "window closes before anybody is there"),
        (Place("p", 9), Vehicle("van", window=(0, 12)), "nobody would be back in time"),
    ],
)
def test_a_place_that_nobody_can_reach_is_named_with_the_reason(place, van, told):
    place = replace(place, delivery=place.delivery or (1,) * len(van.capacity))
    result = solve(on_a_line([place], [van]), stop=MaxWork(100), params=ONE)
    assert result.status is Status.INFEASIBLE
    assert told in result.explain()[0]
    assert result.conflicts[0].items == ("place p",)


def test_a_place_that_is_reached_in_time_by_a_detour_alone_is_no_conflict():
    way = np.array([[0, 1, 9], [1, 0, 1], [9, 1, 0]])
    places = (Place("p1", 1), Place("p2", 2, window=(0, 5)))
    problem = RoutesProblem(STORE, places, (Vehicle("van", window=(0, 11)),), way, way)
    result = solve(problem, stop=MaxWork(100), params=ONE)
    sound(problem, result)
    assert result.cost == 11


def test_a_group_of_which_nobody_can_visit_any_place_is_named():
    places = [Place("p1", 1, (9,), group="a"), Place("p2", 2, (8,), group="a"), Place("p3", 3)]
    result = solve(on_a_line(places, [Vehicle("van", (5,))]), stop=MaxWork(100), params=ONE)
    assert result.status is Status.INFEASIBLE
    assert result.conflicts[0].items == ("place p1", "place p2")
    assert "of group a one place must be visited, but no vehicle can: capacity" in result.explain()


def test_more_to_bring_back_than_all_trips_carry_is_told_with_the_figures():
    places = [Place(f"p{n}", n, pickup=(2,)) for n in (1, 2)]
    result = solve(on_a_line(places, [Vehicle("van", (2,))]), stop=MaxWork(100), params=ONE)
    assert result.explain() == ["must-do places give 4 of goods 1; all trips carry 2"]


def test_too_few_vehicles_are_told_with_the_figures():
    places = [Place(f"p{n}", n, (3,)) for n in range(1, 6)]
    result = solve(on_a_line(places, [Vehicle("van", (5,), 2)]), stop=MaxWork(100), params=ONE)
    assert "want 15 of goods 1; all trips carry 10" in result.explain()[0]


def test_more_than_the_vehicles_with_a_skill_carry_is_told_with_places_and_figures():
    able = frozenset({"s"})
    places = [Place("p1", 1, (3,), needs=able), Place("p2", 2, (3,), needs=able), Place("p3", 3)]
    vans = [Vehicle("plain", (5,), 3), Vehicle("skilled", (5,), skills=able)]
    result = solve(on_a_line(places, vans), stop=MaxWork(100), params=ONE)
    assert result.status is Status.INFEASIBLE
    assert result.conflicts[0].items == ("place p1", "place p2")
    assert result.explain() == [
        "must-do places that need s want 6 of goods 1; all trips of vehicles that have it carry 5"
    ]


def far_apart(window=(100, 104), **told):
    return [Place(f"p{n}", at, window=window, **told) for n, at in enumerate((0, 9), start=1)]


def test_places_at_one_time_that_are_too_far_apart_for_one_vehicle_are_named():
    result = solve(on_a_line(far_apart(), [Vehicle("van")]), stop=MaxWork(100), params=ONE)
    assert result.status is Status.INFEASIBLE
    assert result.conflicts[0].items == ("place p1", "place p2")
    assert "each needs a vehicle of its own; there are 1" in result.explain()[0]


def test_vehicles_without_the_skill_are_no_help_at_one_time():
    able = frozenset({"s"})
    vans = [Vehicle("plain", count=3), Vehicle("skilled", skills=able)]
    problem = on_a_line(far_apart(needs=able), vans)
    result = solve(problem, stop=MaxWork(100), params=ONE)
    assert "there are 1 that have s" in result.explain()[0]


@pytest.mark.parametrize(
    ("places", "count"),
    [
        (far_apart(), 2),
        (far_apart((100, 109)), 1),
        ([far_apart()[0], replace(far_apart()[1], must=False)], 1),
        ([replace(place, group="g") for place in far_apart()], 1),
    ],
)
def test_places_that_vehicles_can_divide_or_leave_do_not_clash(places, count):
    problem = on_a_line(places, [Vehicle("van", count=count)])
    result = solve(problem, stop=MaxWork(200), params=ONE)
    sound(problem, result)
    assert result.conflicts == ()


def test_places_that_a_detour_brings_together_in_time_do_not_clash():
    way = np.array([[0, 1, 1, 1], [1, 0, 9, 1], [1, 9, 0, 1], [1, 1, 1, 0]])
    places = (Place("p1", 1, window=(5, 7)), Place("p2", 2, window=(5, 7)), Place("by", 3))
    problem = RoutesProblem(STORE, places, (Vehicle("van"),), way, way)
    result = solve(problem, stop=MaxWork(200), params=ONE)
    sound(problem, result)
    assert result.conflicts == ()
