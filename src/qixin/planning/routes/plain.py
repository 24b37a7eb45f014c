"""Problems with one depot and vehicles alike: in arrays for the compiled search, and back."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.routes.plan import Ground, Plan, empty_plan, link, time_all
from qixin.planning.routes.problem import RoutesProblem

Ints = npt.NDArray[np.int64]
NEAREST = 100


def is_plain(problem: RoutesProblem) -> bool:
    """Whether the compiled search says everything that the problem says."""
    vehicle, rest = problem.vehicles[0], problem.vehicles[1:]
    bare = (
        not rest and vehicle.start == vehicle.end and vehicle.trips == 1 and not vehicle.rests
        and vehicle.on_board is None and vehicle.longest is None and vehicle.farthest is None
        and vehicle.per_second == 0 and vehicle.per_distance > 0 and problem.kinds <= 1
    )  # fmt: skip
    return bare and all(
        place.must and place.group is None and not place.needs and not place.release
        and not any(place.pickup)
        for place in problem.places
    )  # fmt: skip


def ground_of(problem: RoutesProblem) -> Ground:
    """Row 0 is the depot, row k place number k − 1; distances in prices."""
    vehicle = problem.vehicles[0]
    depot = problem.depots[vehicle.start]
    rows = np.array([depot.at, *(place.at for place in problem.places)])
    distance = problem.distance[np.ix_(rows, rows)] * vehicle.per_distance
    duration = problem.duration[np.ix_(rows, rows)].copy()
    opens = max(depot.window[0], vehicle.window[0])
    closes = min(depot.window[1], vehicle.window[1])
    windows = [(opens, closes), *(place.window for place in problem.places)]
    demand = [0, *((place.delivery or (0,))[0] for place in problem.places)]
    service = [0, *(place.service for place in problem.places)]
    capacity = vehicle.capacity[0] if vehicle.capacity else 1
    if not vehicle.capacity:
        demand = [0] * len(demand)
    timed = bool(duration.any()) or any(service) or any(w[0] > 0 for w in windows)
    return Ground(
        distance, duration, nearest(distance), np.array(demand), np.array([w[0] for w in windows]),
        np.array([w[1] for w in windows]), np.array(service), capacity, timed, vehicle.fixed,
    )  # fmt: skip


def nearest(distance: Ints) -> npt.NDArray[np.int32]:
    """For each row the other rows but the depot, nearest first; both ways count."""
    ways = (distance + distance.T)[:, 1:].astype(np.float64)
    size = len(distance)
    if size > 1:
        ways[np.arange(1, size), np.arange(size - 1)] = np.inf
    near = np.argsort(ways, axis=1, kind="stable")[:, : max(1, min(NEAREST, size - 2))] + 1
    return near.astype(np.int32)


def part_of(ground: Ground, places: Ints) -> Ground:
    """The ground of some places only; `places` are rows without the depot."""
    rows = np.concatenate(([0], places))
    distance = np.ascontiguousarray(ground.distance[np.ix_(rows, rows)])
    duration = (
        np.ascontiguousarray(ground.duration[np.ix_(rows, rows)]) if ground.timed else distance
    )
    return Ground(
        distance, duration, nearest(distance), ground.demand[rows], ground.opens[rows],
        ground.closes[rows], ground.service[rows], ground.capacity, ground.timed, ground.fixed,
    )  # fmt: skip


def plan_of(ground: Ground, routes: list[list[int]]) -> Plan:
    """A plan with these routes of rows."""
    plan = empty_plan(len(ground.demand))
    for number, route in enumerate(routes):
        before = 0
        for place in route:
            link(plan, ground, place, before, number)
            before = place
    if ground.timed:
        time_all(plan, ground)
    return plan


def keeps_rules(ground: Ground, route: list[int]) -> bool:
    """Whether a route of rows carries no more than fits, and meets every window."""
    if ground.demand[route].sum() > ground.capacity:
        return False
    now, here = int(ground.opens[0]), 0
    for place in route if ground.timed else ():
        now = max(now + int(ground.duration[here, place]), int(ground.opens[place]))
        if now > ground.closes[place]:
            return False
        now, here = now + int(ground.service[place]), place
    return bool(now + ground.duration[here, 0] <= ground.closes[0])


def routes_of(plan: Plan) -> list[list[int]]:
    """The routes that visit anybody."""
    routes = []
    for number in np.flatnonzero(plan.stops):
        route, place = [], int(plan.first[number])
        while place:
            route.append(place)
            place = int(plan.following[place])
        routes.append(route)
    return routes
