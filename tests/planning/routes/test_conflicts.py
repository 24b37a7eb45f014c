"""What is called impossible is so: tours that can be driven have no conflict."""

from itertools import permutations, product

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from qixin.planning.routes.conflicts import plain_conflicts
from qixin.planning.routes.problem import Depot, Place, RoutesProblem, Vehicle

SKILLED = frozenset({"s"})


@st.composite
def tight(draw):
    """Few vehicles, short windows, goods on board, skills; a detour may be the shorter way."""
    count = draw(st.integers(1, 4))
    row = st.lists(st.sampled_from([1, 2, 9]), min_size=count + 1, max_size=count + 1)
    way = np.array([draw(row) for _ in range(count + 1)])
    needs = st.sampled_from([frozenset[str](), SKILLED])
    places = []
    for number in range(1, count + 1):
        opens = draw(st.integers(0, 12))
        places.append(
            Place(
                f"p{number}", number, (draw(st.integers(0, 2)),), (draw(st.integers(0, 2)),),
                service=draw(st.integers(0, 3)), window=(opens, opens + draw(st.integers(0, 6))),
                must=draw(st.booleans()), needs=draw(needs),
            )
        )  # fmt: skip
    vehicles = [
        Vehicle(
            f"v{number}", (4,), window=(draw(st.integers(0, 3)), draw(st.integers(12, 40))),
            skills=draw(needs), on_board=draw(st.sampled_from([None, (2,), (4,)])),
        )
        for number in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    return RoutesProblem((Depot("store", 0),), tuple(places), tuple(vehicles), way, way)


def can_drive(problem, vehicle, order):
    stops = [problem.places[number] for number in order]
    load = sum(place.delivery[0] for place in stops)
    if load > (vehicle.capacity if vehicle.on_board is None else vehicle.on_board)[0]:
        return False
    now, here = vehicle.window[0], 0
    for place in stops:
        load += place.pickup[0] - place.delivery[0]
        now = max(now + problem.duration[here, place.at], place.window[0])
        if now > place.window[1] or load > vehicle.capacity[0] or not place.needs <= vehicle.skills:
            return False
        now, here = now + place.service, place.at
    return now + problem.duration[here, 0] <= vehicle.window[1]


def can_be_done(problem):
    nobody = len(problem.vehicles)
    for who in product(range(nobody + 1), repeat=len(problem.places)):
        left = (place for place, one in zip(problem.places, who, strict=True) if one == nobody)
        if any(place.must for place in left):
            continue
        if all(
            any(
                can_drive(problem, vehicle, order)
                for order in permutations([n for n, one in enumerate(who) if one == number])
            )
            for number, vehicle in enumerate(problem.vehicles)
        ):
            return True
    return False


@settings(max_examples=200, deadline=None)
@given(problem=tight())
def test_tours_that_can_be_driven_have_no_conflict(problem):
    if can_be_done(problem):
        event("can be done")
        assert plain_conflicts(problem) == ()
