"""A lower bound of what any tours cost, by what each place costs at least.

Whoever is visited is reached by one way and left by another: half of the cheapest of each counts
for the place, and vehicles' halves are left out or counted by the least number of trips. It is far
from tight (a relaxation to degrees), but holds for every problem.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.routes.before import Before
from qixin.planning.routes.problem import RoutesProblem

Ints = npt.NDArray[np.int64]


def lower_bound(problem: RoutesProblem, before: Before | None = None) -> float:
    """A cost that no tours go below, in units of the problem's scale.

    Of changes only those count that nobody can avoid: of places whose vehicle is gone.
    """
    gone = frozenset[int]() if before is None else before.gone
    dearness = _cheapest_way(problem)
    places = np.array([place.at for place in problem.places])
    depots = np.array(sorted({depot.at for depot in problem.depots}))
    rests = _rest_rows(problem)
    rows = np.concatenate((places, depots, rests))
    into = dearness[np.ix_(rows, places)].astype(np.float64)
    out = dearness[np.ix_(places, rows)].astype(np.float64)
    itself = np.arange(len(places))
    into[itself, itself] = out[itself, itself] = np.inf
    least = (into.min(axis=0) + out.min(axis=1)) / 2
    total = 0.0
    groups: dict[str, float] = {}
    service = min(v.per_second for v in problem.vehicles)
    for number, place in enumerate(problem.places):
        cost = float(least[number]) + service * place.service
        cost += problem.prices.change if number in gone else 0
        if place.group is not None:
            groups[place.group] = min(cost, groups.get(place.group, np.inf))
        else:
            total += cost if place.must else min(cost, problem.prize(place))
    trips = _least_trips(problem)
    most = max(len(vehicle.rests) for vehicle in problem.vehicles)
    ends = _end(dearness, places, depots, rests, most)
    ends += _end(dearness.T, places, depots, rests, most)
    fixed = min(v.fixed for v in problem.vehicles) if all(
        v.trips == 1 for v in problem.vehicles
    ) else 0  # fmt: skip
    return (total + sum(groups.values()) + trips * (ends + fixed)) / problem.scale


def _cheapest_way(problem: RoutesProblem) -> Ints:
    prices = {(v.per_distance, v.per_second) for v in problem.vehicles}
    ways = [d * problem.distance + s * problem.duration for d, s in sorted(prices)]
    cheapest: Ints = np.minimum.reduce(ways)
    return cheapest


def _rest_rows(problem: RoutesProblem) -> Ints:
    """Every row on which somebody may rest: a stop between others, like a place."""
    rows = {
        at
        for vehicle in problem.vehicles for rest in vehicle.rests
        for at in rest.at or (problem.depot_row(vehicle.start),)
    }  # fmt: skip
    return np.array(sorted(rows), dtype=np.int64)


def _end(ways: Ints, places: Ints, depots: Ints, rests: Ints, most: int) -> float:
    """What an end of a trip that serves a place costs, beyond what counts for the place.

    Half of a way from a depot to a place; or whole ways over up to `most` rests, and half of one
    from there. In a matrix that is not metric that may be the shorter way.
    """
    straight = float(ways[np.ix_(depots, places)].min()) / 2
    if not rests.size:
        return straight
    there = ways[np.ix_(depots, rests)].min(axis=0)
    for _ in range(most - 1):
        there = np.minimum(there, (there[:, None] + ways[np.ix_(rests, rests)]).min(axis=0))
    by_rest = there + ways[np.ix_(rests, places)].min(axis=1) / 2
    return min(straight, float(by_rest.min()))


def _least_trips(problem: RoutesProblem) -> int:
    """Trips that must-do goods need at the largest capacity, 0 where nothing must be carried."""
    most = 0
    for kind in range(problem.kinds):
        wanted = sum(
            place.delivery[kind] for place in problem.places
            if place.must and place.group is None and kind < len(place.delivery)
        )  # fmt: skip
        room = max(v.capacity[kind] for v in problem.vehicles)
        most = max(most, -(-wanted // room))
    return most
