"""Ways by great circle and detour, and what is refused by name."""

import math

import numpy as np
import pytest

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.routes.problem import Depot, Place, Prices, RoutesProblem, Vehicle
from qixin.planning.routes.solve import solve
from qixin.planning.routes.ways import ways
from qixin.planning.stop import MaxWork
from tests.planning.routes.lines import ONE, sound

STORE, SCHOOL, FARM = (118.30, 36.80), (118.31, 36.80), (118.30, 36.82)


def on_the_ground(degrees=(STORE, SCHOOL, FARM), **told):
    return RoutesProblem.on_the_ground(
        (Depot("store", 0),), (Place("school", 1), Place("farm", 2)), (Vehicle("van"),), degrees,
        **told,
    )  # fmt: skip


def test_a_minute_of_latitude_is_a_nautical_mile():
    metres, seconds = ways([(0, 0), (0, 1 / 60)], detour=1.0, speed=10.0)
    assert abs(int(metres[0, 1]) - 1853) <= 1
    assert seconds[0, 1] == round(metres[0, 1] / 10)
    assert (metres == metres.T).all()
    assert not metres.diagonal().any()


def test_a_problem_from_coordinates_is_driven():
    problem = on_the_ground(detour=1.5, speed=5.0, prices=Prices(3))
    assert problem.distance[0, 2] == pytest.approx(1.5 * 2224, abs=3)
    assert problem.points[2, 1] - problem.points[0, 1] == pytest.approx(2224, abs=3)
    assert problem.prices.change == 3
    result = solve(problem, stop=MaxWork(50), params=ONE)
    sound(problem, result)
    assert len(result.tours) == 1


@pytest.mark.parametrize(
    ("degrees", "words"),
    [
        ([STORE, (118.31, math.nan), FARM], "place school: has no longitude and latitude"),
        ([STORE, SCHOOL, (118.3, None)], "place farm: has no longitude and latitude"),
        ([STORE, SCHOOL, ("east", 36)], "place farm: has no longitude and latitude"),
        ([STORE, SCHOOL, (118.3,)], "place farm: has no longitude and latitude"),
        ([(math.inf, 36.8), SCHOOL, FARM], "depot store: has no longitude and latitude"),
        (
            np.ma.masked_equal(np.array([STORE, SCHOOL, (118.3, -99.0)]), -99.0),
            "place farm: has no longitude and latitude",
        ),
    ],
)
def test_a_hole_is_told_by_the_name_of_what_stands_there(degrees, words):
    with pytest.raises(NumbersMissing, match=words):
        on_the_ground(degrees)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"degrees": [STORE, (36.8, 118.31), FARM]}, "place school: 36.8, 118.31 is no longitude"),
        ({"degrees": [STORE, SCHOOL]}, "place farm: stands on row 2 of a matrix of 2"),
        ({"degrees": []}, "degrees: there are none"),
        ({"detour": 0.9}, "detour: must be a number at least 1, not 0.9"),
        ({"detour": math.nan}, "detour: must be a number"),
        ({"speed": 0}, "speed: must be a number above 0, not 0"),
        ({"speed": math.inf}, "speed: must be a number above 0"),
    ],
)
def test_what_makes_no_sense_is_refused(told, words):
    with pytest.raises(ProblemError, match=words):
        on_the_ground(**told)


def test_a_figure_hidden_by_a_mask_is_a_hole_of_the_matrix():
    way = np.ma.masked_equal(np.array([[0, -1], [5, 0]]), -1)
    with pytest.raises(NumbersMissing, match="distance: from row 0 to 1 there is no figure"):
        RoutesProblem((Depot("store", 0),), (Place("p", 1),), (Vehicle("van"),), way, way)
