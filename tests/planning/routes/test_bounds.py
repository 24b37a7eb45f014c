"""The lower bound lies below the best tours, whatever the ways are like."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qixin.planning.routes.bounds import lower_bound
from qixin.planning.routes.check import check
from qixin.planning.routes.params import Params
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.solve import solve
from qixin.planning.stop import MaxWork

LONG = (0, 5000)


@pytest.mark.parametrize("back", [False, True])
def test_a_rest_that_shortens_the_way_from_or_to_the_depot_is_counted(back):
    way = np.full((3, 3), 100)
    way[0, 2] = way[2, 1] = 0
    way = way.T if back else way
    van = Vehicle("van", (5,), window=LONG, rests=(Rest(10, LONG, at=(2,)),))
    problem = RoutesProblem((Depot("store", 0),), (Place("p", 1, (1,)),), (van,), way, way)
    result = solve(problem, stop=MaxWork(100), params=Params(workers=1))
    assert check(problem, result.tours).faults == ()
    assert result.bound <= result.cost == 100


@st.composite
def crooked(draw):
    """Up to three places; ways drawn one by one, so that a detour may be the shorter way."""
    count = draw(st.integers(1, 3))
    size = count + 3  # two depots, the places, a row where nobody is but who rests
    row = st.lists(st.sampled_from([0, 1, 10, 50, 100]), min_size=size, max_size=size)
    way = np.array([draw(row) for _ in range(size)])
    places = tuple(
        Place(
            f"p{number}", number + 2, (draw(st.integers(0, 4)),), service=draw(st.integers(0, 9)),
            must=draw(st.booleans()), window=LONG,
        )
        for number in range(count)
    )  # fmt: skip
    vehicles = tuple(
        Vehicle(
            f"v{number}", (draw(st.integers(4, 8)),), start=draw(st.integers(0, 1)),
            end=draw(st.integers(0, 1)), fixed=draw(st.sampled_from([0, 30])), window=LONG,
            per_distance=draw(st.integers(0, 2)), per_second=draw(st.integers(0, 1)),
            reload=draw(st.sampled_from([(0,), (1,), (0, 1)])), trips=draw(st.integers(1, 2)),
            rests=tuple(
                Rest(7, LONG, at) for at in draw(st.sampled_from(
                    [(), ((),), ((size - 1,),), ((2, size - 1),), ((2,), (size - 1,)), ((), (2,))]
                ))
            ),
        )
        for number in range(draw(st.integers(1, 2)))
    )  # fmt: skip
    depots = (Depot("west", 0), Depot("east", 1))
    return RoutesProblem(depots, places, vehicles, way, way.T, prizes=(40,))


def stops_of(problem, vehicle, members):
    """Every order of places, with a depot and rests at every spot where they may stand."""
    for order in permutations(members):
        trips = [order]
        if vehicle.trips > 1:
            trips += [
                (*order[:at], ("depot", depot), *order[at:])
                for at in range(len(order) + 1) for depot in vehicle.reload
            ]  # fmt: skip
        for rest in vehicle.rests:
            spots = rest.at or (problem.depots[vehicle.start].at,)
            trips = [
                (*trip[:at], ("rest", spot, rest.seconds), *trip[at:])
                for trip in trips for at, spot in product(range(len(trip) + 1), spots)
            ]  # fmt: skip
        yield from trips


def price(problem, vehicle, stops):
    """What one tour costs; None where a trip carries too much."""
    load, now = 0, problem.depots[vehicle.start].at
    cost = vehicle.fixed
    for stop in (*stops, ("depot", vehicle.end)):
        lasts = 0
        if not isinstance(stop, tuple):
            place = problem.places[stop]
            row, lasts, load = place.at, place.service, load + place.delivery[0]
            if load > vehicle.capacity[0]:
                return None
        elif stop[0] == "rest":
            row, lasts = stop[1], stop[2]
        else:
            row, load = problem.depots[stop[1]].at, 0
        cost += vehicle.per_distance * int(problem.distance[now, row])
        cost += vehicle.per_second * (int(problem.duration[now, row]) + lasts)
        now = row
    return cost


def cheapest(problem):
    """The best of all tours; None where none keep the rules."""
    best = None
    nobody = len(problem.vehicles)
    for who in product(range(nobody + 1), repeat=len(problem.places)):
        left = [place for place, one in zip(problem.places, who, strict=True) if one == nobody]
        if any(place.must for place in left):
            continue
        cost = sum(problem.prize(place) for place in left)
        for number, vehicle in enumerate(problem.vehicles):
            members = [place for place, one in enumerate(who) if one == number]
            if not members and not vehicle.rests:
                continue
            told = [price(problem, vehicle, stops) for stops in stops_of(problem, vehicle, members)]
            told = [one for one in told if one is not None]
            if not told:
                break
            cost += min(told)
        else:
            best = cost if best is None else min(best, cost)
    return best


@settings(max_examples=150, deadline=None)
@given(problem=crooked())
def test_the_bound_lies_below_the_best_of_all_tours(problem):
    best = cheapest(problem)
    if best is not None:
        assert lower_bound(problem) <= best
