"""Routes as linked places in arrays, and compiled steps that change them. Row 0: the depot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from qixin.planning.compiled import compiled

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]


class Ground(NamedTuple):
    """Distances and times between rows, nearest first, demand; windows count where `timed`."""

    distance: Ints
    duration: Ints
    near: Small
    demand: Ints
    opens: Ints
    closes: Ints
    service: Ints
    capacity: int
    timed: bool
    fixed: int


class Plan(NamedTuple):
    """Linked routes: 0 ends one. `early`, `late`: service begins between these."""

    following: Small
    before: Small
    route: Small
    first: Small
    last: Small
    stops: Small
    load: Ints
    early: Ints
    late: Ints
    cost: Ints


def empty_plan(rows: int) -> Plan:
    small, wide = np.zeros((6, rows), dtype=np.int32), np.zeros((3, rows), dtype=np.int64)
    small[2] = -1
    return Plan(
        small[0], small[1], small[2], small[3], small[4], small[5],
        wide[0], wide[1], wide[2], np.zeros(1, dtype=np.int64),
    )  # fmt: skip


@compiled
def copy_plan(source: Plan, target: Plan) -> None:
    target.following[:] = source.following
    target.before[:] = source.before
    target.route[:] = source.route
    target.first[:] = source.first
    target.last[:] = source.last
    target.stops[:] = source.stops
    target.load[:] = source.load
    target.early[:] = source.early
    target.late[:] = source.late
    target.cost[:] = source.cost


@compiled
def copy_routes(source: Plan, target: Plan, touched: Small, size: int, timed: bool) -> None:
    """Copy routes among which places moved; all others are alike in both plans."""
    for index in range(size):
        route = touched[index]
        target.first[route], target.last[route] = source.first[route], source.last[route]
        target.stops[route], target.load[route] = source.stops[route], source.load[route]
        if source.stops[route] == 0:
            continue
        place = source.first[route]
        while place:
            after = source.following[place]
            target.following[place], target.before[place] = after, source.before[place]
            target.route[place] = route
            if timed:
                target.early[place], target.late[place] = source.early[place], source.late[place]
            place = after
    target.cost[0] = source.cost[0]


@compiled
def time_route(plan: Plan, ground: Ground, route: int) -> None:
    """Earliest and latest begin of service along a route."""
    here, now = 0, ground.opens[0]
    place = plan.first[route]
    while place:
        now = max(now + ground.duration[here, place], ground.opens[place])
        plan.early[place] = now
        now += ground.service[place]
        here = place
        place = plan.following[place]
    here, until = 0, ground.closes[0]
    place = plan.last[route]
    while place:
        until = min(
            until - ground.duration[place, here] - ground.service[place], ground.closes[place]
        )
        plan.late[place] = until
        here = place
        place = plan.before[place]


@compiled
def unlink(plan: Plan, ground: Ground, place: int) -> None:
    before, after, route = plan.before[place], plan.following[place], plan.route[place]
    d = ground.distance
    plan.cost[0] += d[before, after] - d[before, place] - d[place, after]
    if before:
        plan.following[before] = after
    else:
        plan.first[route] = after
    if after:
        plan.before[after] = before
    else:
        plan.last[route] = before
    plan.load[route] -= ground.demand[place]
    plan.stops[route] -= 1
    plan.route[place] = -1
    if plan.stops[route] == 0:
        plan.cost[0] -= ground.fixed


@compiled
def link(plan: Plan, ground: Ground, place: int, before: int, route: int) -> None:
    """Put `place` behind `before` (0: at the front) of `route`."""
    after = plan.following[before] if before else plan.first[route]
    d = ground.distance
    plan.cost[0] += d[before, place] + d[place, after] - d[before, after]
    if plan.stops[route] == 0:
        plan.cost[0] += ground.fixed
    plan.before[place], plan.following[place], plan.route[place] = before, after, route
    if before:
        plan.following[before] = place
    else:
        plan.first[route] = place
    if after:
        plan.before[after] = place
    else:
        plan.last[route] = place
    plan.load[route] += ground.demand[place]
    plan.stops[route] += 1


@compiled
def time_all(plan: Plan, ground: Ground) -> None:
    for route in range(plan.stops.size):
        if plan.stops[route] > 0:
            time_route(plan, ground, route)
