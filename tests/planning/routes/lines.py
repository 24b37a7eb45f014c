"""Small problems along a line, and what any answer must be."""

import numpy as np
import pytest

from qixin.planning.routes.check import check
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Depot, RoutesProblem

ONE = Params(workers=1)


STORE = (Depot("store", 0),)


def on_a_line(places, vehicles, depots=STORE, size=10, **told):
    """Rows stand one metre and one second apart on a line."""
    spot = np.arange(size)
    way = np.abs(spot[:, None] - spot[None])
    return RoutesProblem(tuple(depots), tuple(places), tuple(vehicles), way, way, **told)


def sound(problem, result):
    checked = check(problem, result.tours)
    assert checked.faults == ()
    assert checked.cost == pytest.approx(result.cost)
    assert result.bound <= result.cost
    assert result.terms == checked.terms
    return checked
