"""What a problem of routes refuses, and what its checker finds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.routes.check import check
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.result import Kind, Tour, Visit

WAY = np.abs(np.arange(4)[:, None] - np.arange(4)[None])


def problem(**told):
    usual = {
        "depots": (Depot("store", 0),),
        "places": (Place("p1", 1, (1,)), Place("p2", 2, (1,), window=(3, 9))),
        "vehicles": (Vehicle("van", (1,), 2, window=(0, 20)),),
        "distance": WAY,
        "duration": WAY,
    }
    return RoutesProblem(**(usual | told))


def holed(value):
    matrix = WAY.astype(float)
    matrix[1, 2] = value
    return matrix


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: problem(places=()), "places: there are none"),
        (lambda: problem(vehicles=()), "vehicles: there are none"),
        (lambda: problem(depots=()), "depots: there are none"),
        (lambda: problem(places=(Place("a", 1), Place("a", 2))), "place a: stands here twice"),
        (lambda: problem(distance=holed(math.nan)), "distance: from row 1 to 2 there is no figure"),
        (lambda: problem(duration=holed(math.inf)), "duration: from row 1 to 2 there is no figure"),
        (lambda: problem(distance=holed(-4)), "distance: from row 1 to 2 stands -4"),
        (lambda: problem(distance=WAY[:3]), "distance: must be square"),
        (lambda: problem(distance=WAY[:3, :3]), "matrices"),
        (lambda: problem(places=(Place("a", 9),)), "place a: stands on row 9"),
        (lambda: problem(places=(Place("a", 1, (1, 2)),)), "place a: more kinds of goods"),
        (lambda: problem(places=(Place("a", 1, must=False, priority=3),)), "priority 3"),
        (lambda: problem(vehicles=(Vehicle("v", (1,), start=4),)), "there is no depot number 4"),
        (lambda: problem(depots=(Depot("store", 9),)), "depot store: stands on row 9"),
        (lambda: problem(distance=[[0, 1], [2]]), "distance: must be a square of numbers"),
        (lambda: problem(distance=[[0, "far"], [2, 0]]), "distance: must be a square of numbers"),
        (lambda: problem(points=np.zeros((2, 2))), "points: must have shape"),
        (lambda: problem(points=np.full((4, 2), math.nan)), "points: row 0 has no place"),
        (lambda: problem(vehicles=(Vehicle("v", (1,), start=0.5),)), "vehicle v: a depot's number"),
        (lambda: Rest(5, (0, 9), (0.5,)), "rest: its place on the map must be a whole number"),
        (lambda: Rest(5, (0, 9), (-1,)), "rest: its place on the map must be at least 0"),
        (lambda: Rest(10, (50, 10)), "rest: its window closes at 10, before it opens at 50"),
        (lambda: Rest(-5, (0, 1)), "rest: its length must be at least 1"),
        (lambda: Place("a", 1, window=(3,)), "place a: its window must be two times"),
        (lambda: Place("a", 1, (2**41,)), "place a: demand must be at most"),
        (lambda: Place("a", 1, (-1,)), "place a: demand must be at least 0"),
        (lambda: Place("a", 1, (1.5,)), "place a: demand must be a whole number"),
        (lambda: Place("a", 1, window=(9, 3)), "place a: its window closes at 3"),
        (lambda: Place("a", 1, window=(0, 9), release=10), "place a: its goods come at 10"),
        (lambda: Vehicle("v", (0,)), "vehicle v: capacity must be at least 1"),
        (lambda: Vehicle("v", (1,), 0), "vehicle v: count must be at least 1"),
        (lambda: Vehicle("v", (1,), trips=2), "vehicle v: may make several trips"),
        (lambda: Vehicle("v", (1,), on_board=(2,)), "vehicle v: has more on board"),
        (lambda: Vehicle("v", rests=(Rest(5, (50, 60)),), window=(0, 9)), "rest 1 lies outside"),
    ],
)
def test_a_wrong_part_is_refused_by_name(make, told):
    with pytest.raises(ProblemError, match=told):
        make()


def test_a_hole_in_a_matrix_is_a_missing_number():
    with pytest.raises(NumbersMissing):
        problem(distance=holed(math.nan))


def test_parameters_check_themselves():
    with pytest.raises(ValueError, match="workers"):
        Params(workers=0)
    with pytest.raises(ValueError, match="cold"):
        Params(cold=2.0)
    with pytest.raises(ValueError, match="polish"):
        Params(polish=0.7)


GOOD = (
    Tour(0, 0, 2, (Visit(Kind.PLACE, 0, 1, 1),)),
    Tour(0, 0, 5, (Visit(Kind.PLACE, 1, 3, 3),)),
)


def test_sound_tours_have_no_faults():
    checked = check(problem(), GOOD)
    assert checked.faults == ()
    assert checked.cost == 6


@pytest.mark.parametrize(
    ("tours", "told"),
    [
        (GOOD[:1], "place p2 is left out, but must be visited"),
        ((*GOOD, GOOD[0]), "place p1 is visited 2 times"),
        ((*GOOD, GOOD[0]), "vehicle van: 3 are out, there are 2"),
        ((replace(GOOD[0], back=1), GOOD[1]), "back at 1, cannot be before 2"),
        ((GOOD[0], replace(GOOD[1], visits=(Visit(Kind.PLACE, 1, 2, 2),))), "its window is"),
        ((GOOD[0], replace(GOOD[1], leaves=2)), "begins at 3, reached at 4"),
        ((replace(GOOD[0], back=21), GOOD[1]), "its shift is"),
        (
            (Tour(0, 0, 5, (Visit(Kind.PLACE, 0, 1, 1), Visit(Kind.PLACE, 1, 3, 3))),),
            "trip 1 carries 2, it holds 1",
        ),
        (
            (Tour(0, 0, 5, (Visit(Kind.PLACE, 0, 1, 1), Visit(Kind.DEPOT, 0, 2, 2))), GOOD[1]),
            "2 trips, at most 1",
        ),
        (
            (replace(GOOD[0], visits=(*GOOD[0].visits, Visit(Kind.REST, 0, 2, 3))), GOOD[1]),
            "nobody",
        ),
    ],
)
def test_the_checker_names_a_broken_rule(tours, told):
    assert any(told in fault for fault in check(problem(), tours).faults)


def test_goods_on_board_limit_what_is_delivered_on_the_first_trip_and_not_what_is_collected():
    def faults(on_board, *places):
        van = Vehicle("van", (5,), on_board=on_board)
        told = tuple(Place(f"p{n}", n, *load) for n, load in enumerate(places, start=1))
        visits = tuple(Visit(Kind.PLACE, n, n + 1, n + 1) for n in range(len(told)))
        tour = Tour(0, 0, 2 * len(told), visits)
        return check(problem(places=told, vehicles=(van,)), (tour,)).faults

    assert faults((0,), ((0,), (5,))) == ()
    assert faults((2,), ((2,), (0,)), ((0,), (5,))) == ()
    assert "carries 6, it holds 5" in faults((0,), ((0,), (6,)))[0]
    assert "trip 1 delivers 3, 2 are on board" in faults((2,), ((3,), (0,)))[0]


def test_a_rest_that_is_not_taken_is_a_fault():
    resting = Vehicle("van", (1,), 2, window=(0, 20), rests=(Rest(2, (0, 10)),))
    faults = check(problem(vehicles=(resting,)), GOOD).faults
    assert any("each of 2 must rest 1 times" in fault for fault in faults)
