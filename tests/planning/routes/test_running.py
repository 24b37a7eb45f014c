"""A day that has begun."""

import numpy as np
import pytest

from qixin.planning.errors import ProblemError
from qixin.planning.routes.check import check
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.running import Now, continued
from qixin.planning.routes.solve import solve
from qixin.planning.stop import MaxWork

WAY = np.abs(np.arange(10)[:, None] - np.arange(10)[None])


def day(**told):
    van = Vehicle("van", (3,), 2, window=(0, 100), **told)
    places = tuple(Place(f"p{n}", n, (1,)) for n in range(1, 7))
    return RoutesProblem((Depot("store", 0),), places, (van,), WAY, WAY)


def test_what_is_done_is_gone_and_the_van_goes_on_from_where_it_is():
    rest = continued(
        day(), done=["p1", "p2"], under_way=[Now("van", 2, 30, (1,))], still_in={"van": 1},
        not_before=30,
    )  # fmt: skip
    result = solve(rest, stop=MaxWork(400), params=Params(workers=1))
    checked = check(rest, result.tours)
    assert checked.faults == ()
    assert [place.id for place in rest.places] == ["p3", "p4", "p5", "p6"]
    onward = next(t for t in result.tours if rest.vehicles[t.vehicle].id == "van now 1")
    assert onward.leaves >= 30
    # one parcel on board: the other three come with the van that is still in
    assert len(onward.places) == 1
    # 2 → 3 → 0 for the one; 0 → 6 → 0 for the other
    assert result.cost == 16


def test_an_empty_van_collects():
    van = Vehicle("van", (5,), on_board=(0,))
    places = (Place("p1", 1, pickup=(1,)), Place("p2", 2, pickup=(4,)))
    problem = RoutesProblem((Depot("store", 0),), places, (van,), WAY, WAY)
    result = solve(problem, stop=MaxWork(100), params=Params(workers=1))
    assert check(problem, result.tours).faults == ()
    assert result.cost == 4


def test_an_empty_van_loads_before_it_delivers():
    van = Vehicle("van", (5,), on_board=(0,), reload=(0,), trips=2)
    places = (Place("p1", 1, (1,)), Place("p2", 2, pickup=(5,)))
    problem = RoutesProblem((Depot("store", 0),), places, (van,), WAY, WAY)
    result = solve(problem, stop=MaxWork(200), params=Params(workers=1))
    assert check(problem, result.tours).faults == ()
    assert [visit.kind for visit in result.tours[0].visits] == ["depot", "place", "place"]
    assert result.cost == 4


def test_goods_that_are_not_on_board_are_told():
    van = Vehicle("van", (5,), 2, on_board=(1,))
    big, many = (Place("p1", 1, (2,)),), tuple(Place(f"p{n}", n, (1,)) for n in (1, 2, 3))
    one, two = (
        solve(RoutesProblem((Depot("store", 0),), places, (van,), WAY, WAY), stop=MaxWork(50))
        for places in (big, many)
    )
    assert "no vehicle can: goods on board" in one.explain()[0]
    assert "want 3 of goods 1; all trips carry 2" in two.explain()[0]


def test_a_rest_already_taken_is_not_taken_again():
    resting = day(rests=(Rest(5, (40, 60)),))
    now = [Now("van", 2, 30, (2,), rested=(0,)), Now("van", 4, 30, (2,))]
    after = continued(resting, done=["p1", "p2"], under_way=now, still_in={}, not_before=30)
    result = solve(after, stop=MaxWork(400), params=Params(workers=1))
    checked = check(after, result.tours)
    assert checked.faults == ()
    assert after.vehicles[0].rests == ()
    assert after.vehicles[1].rests == (Rest(5, (40, 60), (4,)),)


@pytest.mark.parametrize(
    ("done", "now", "told"),
    [
        (["p9"], [], "place p9: is done, but not in the problem"),
        ([], [Now("lorry", 1, 5, (1,))], "vehicle lorry: is not in the problem"),
        ([], [Now("van", 1, 500, (1,))], "vehicle van now 1: its shift is over at 100"),
        ([], [Now("van", 99, 5, (1,))], "depot van now 1: stands on row 99"),
        ([], [Now("van", 1, 5, (1,))] * 2, "vehicle van: 2 are under way and 1 still in, of 2"),
        (["p1", "p2", "p3", "p4", "p5", "p6"], [], "places: there are none"),
    ],
)
def test_a_wrong_state_is_refused_by_name(done, now, told):
    with pytest.raises(ProblemError, match=told):
        continued(day(), done=done, under_way=now, still_in={"van": 1}, not_before=5)


@pytest.mark.parametrize("wrong", [{"time": float("nan")}, {"length": -1}, {"trips": 0}])
def test_a_state_that_is_no_number_is_refused(wrong):
    with pytest.raises(ProblemError, match="vehicle van now"):
        Now(**({"vehicle": "van", "at": 1, "time": 5, "on_board": (1,)} | wrong))
