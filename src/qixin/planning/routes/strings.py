"""Ruin by strings and recreate, compiled: the search for one depot and vehicles alike.

Slack Induction by String Removals of Christiaens & Vanden Berghe (2020), Transportation Science
54(2): remove short strings from neighbouring routes, put everybody back greedily with an
occasional blink, accept as simulated annealing does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.compiled import compiled
from qixin.planning.routes.plan import (
    Ground,
    Plan,
    Small,
    copy_plan,
    copy_routes,
    link,
    time_route,
    unlink,
)

Floats = npt.NDArray[np.float64]
Seeds = npt.NDArray[np.uint64]

AVERAGE = 10.0  # places removed at a time (the paper's c̄)
LONGEST = 10.0  # of a string (L max)
KEPT = 0.01  # chance to end the gap within a split string (β)
BLINK = 0.01  # chance to overlook a position
BETWEEN_BLINKS = 1.0 / np.log(1.0 - BLINK)
FAR = 2**60


@compiled
def _draw(seeds: Seeds) -> float:
    """A number in [0, 1): xorshift64* (Vigna 2016)."""
    x = seeds[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seeds[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@compiled
def _touch(touched: Small, size: int, marks: Small, route: int, mark: int) -> int:
    if marks[route] == mark:
        return size
    marks[route], touched[size] = mark, route
    return size + 1


@compiled
def _remove_string(
    plan: Plan, ground: Ground, seeds: Seeds, centre: int, length: int, removed: Small, size: int
) -> int:
    """Remove `length` places around `centre`, half of the time with a gap that stays."""
    route = plan.route[centre]
    gap, whole = 0, plan.stops[route]
    if length > 1 and _draw(seeds) < 0.5:
        gap = 1
        while length + gap < whole and _draw(seeds) > KEPT:
            gap += 1
        gap = min(gap, whole - length)
    span = length + gap
    back = 0  # how many places of the span may stand before the centre
    place = plan.before[centre]
    while place and back < span - 1:
        back += 1
        place = plan.before[place]
    ahead = 0
    place = plan.following[centre]
    while place and ahead < span - 1:
        ahead += 1
        place = plan.following[place]
    least = max(0, span - 1 - ahead)
    offset = least + int(_draw(seeds) * (back - least + 1))
    place = centre
    for _ in range(offset):
        place = plan.before[place]
    kept_from = int(_draw(seeds) * (length - 1)) + 1 if gap else span
    for index in range(span):
        after = plan.following[place]
        if index < kept_from or index >= kept_from + gap:
            unlink(plan, ground, place)
            removed[size] = place
            size += 1
        place = after
    return size


@compiled
def _ruin(
    plan: Plan, ground: Ground, seeds: Seeds, routes: int, removed: Small, ruined: Small, mark: int,
    touched: Small,
) -> tuple[int, int]:  # fmt: skip
    """Remove strings; how many places were removed, and from how many routes."""
    rows = ground.demand.size
    longest = min(LONGEST, (rows - 1) / max(1, routes))
    strings = int(1 + _draw(seeds) * (4 * AVERAGE / (1 + longest) - 1))
    seed = 1 + int(_draw(seeds) * (rows - 1))
    size, done = 0, 0
    for index in range(-1, ground.near.shape[1]):
        place = seed if index < 0 else ground.near[seed, index]
        route = plan.route[place]
        if route < 0 or ruined[route] == mark:
            continue
        most = min(longest, plan.stops[route])
        length = int(1 + _draw(seeds) * most)
        size = _remove_string(
            plan, ground, seeds, place, min(length, plan.stops[route]), removed, size
        )
        ruined[route], touched[done] = mark, route
        if ground.timed:
            time_route(plan, ground, route)
        done += 1
        if done >= strings:
            break
    return size, done


@compiled
def _order(ground: Ground, seeds: Seeds, removed: Small, size: int, keys: Floats) -> None:
    """By chance, demand, distance or windows, with the paper's weights."""
    kind = _draw(seeds) * (17.0 if ground.timed else 11.0)
    for index in range(size):
        place = removed[index]
        if kind < 4:
            keys[index] = _draw(seeds)
        elif kind < 8:
            keys[index] = -ground.demand[place]
        elif kind < 10:
            keys[index] = -ground.distance[0, place]
        elif kind < 11:
            keys[index] = ground.distance[0, place]
        elif kind < 13:
            keys[index] = ground.closes[place] - ground.opens[place]
        elif kind < 15:
            keys[index] = ground.opens[place]
        else:
            keys[index] = -ground.closes[place]
    for index in range(1, size):
        key, place, at = keys[index], removed[index], index
        while at > 0 and keys[at - 1] > key:
            keys[at], removed[at] = keys[at - 1], removed[at - 1]
            at -= 1
        keys[at], removed[at] = key, place


@compiled
def _fits(plan: Plan, ground: Ground, place: int, before: int, after: int) -> bool:
    """Whether service at `place` between two others keeps every window of the route."""
    leaves = plan.early[before] + ground.service[before] if before else ground.opens[0]
    begins = max(leaves + ground.duration[before, place], ground.opens[place])
    if begins > ground.closes[place]:
        return False
    reaches = begins + ground.service[place] + ground.duration[place, after]
    return bool(reaches <= (plan.late[after] if after else ground.closes[0]))


@compiled
def _scan_near(
    plan: Plan, ground: Ground, seeds: Seeds, place: int, close: int
) -> tuple[int, int, int]:
    """The cheapest position beside one of the nearest places: its cost, before whom, the route."""
    d, demand = ground.distance, ground.demand[place]
    best, where, chosen = FAR, 0, -1
    unseen = int(np.log(1.0 - _draw(seeds)) * BETWEEN_BLINKS)
    for index in range(close):
        beside = ground.near[place, index]
        route = plan.route[beside]
        if route < 0 or plan.load[route] + demand > ground.capacity:
            continue
        for side in range(2):
            before = beside if side else plan.before[beside]
            after = plan.following[beside] if side else beside
            if unseen == 0:
                unseen = int(np.log(1.0 - _draw(seeds)) * BETWEEN_BLINKS)
                continue
            unseen -= 1
            more = d[before, place] + d[place, after] - d[before, after]
            if more < best and (not ground.timed or _fits(plan, ground, place, before, after)):
                best, where, chosen = more, before, route
    return best, where, chosen


@compiled
def _scan_all(plan: Plan, ground: Ground, place: int, routes: int) -> tuple[int, int, int]:
    """The cheapest position of all; chosen −1 where there is none."""
    d, demand = ground.distance, ground.demand[place]
    best, where, chosen = FAR, 0, -1
    for route in range(routes):
        if plan.load[route] + demand > ground.capacity or plan.stops[route] == 0:
            continue
        before = 0
        while True:
            after = plan.following[before] if before else plan.first[route]
            more = d[before, place] + d[place, after] - d[before, after]
            if more < best and (not ground.timed or _fits(plan, ground, place, before, after)):
                best, where, chosen = more, before, route
            if after == 0:
                break
            before = after
    return best, where, chosen


@compiled
def _insert(
    plan: Plan, ground: Ground, seeds: Seeds, place: int, routes: int, close: int
) -> tuple[int, int]:
    """Put a place where it costs least, blinking; the number of routes afterwards, and which."""
    best, where, chosen = _scan_near(plan, ground, seeds, place, close)
    if chosen < 0:
        best, where, chosen = _scan_all(plan, ground, place, routes)
    alone = ground.distance[0, place] + ground.distance[place, 0] + ground.fixed
    if chosen < 0 or alone < best:
        chosen, where = routes, 0
        for route in range(routes):
            if plan.stops[route] == 0:
                chosen = route
                break
        routes = max(routes, chosen + 1)
        plan.first[chosen], plan.last[chosen], plan.load[chosen] = 0, 0, 0
    link(plan, ground, place, where, chosen)
    if ground.timed:
        time_route(plan, ground, chosen)
    return routes, chosen


@compiled
def _routes(plan: Plan) -> int:
    highest = 0
    for route in range(plan.stops.size):
        if plan.stops[route] > 0:
            highest = route + 1
    return highest


@compiled
def anneal(
    ground: Ground, plan: Plan, trial: Plan, best: Plan, seeds: Seeds, steps: int, hot: float,
    cold: float, close: int,
) -> None:  # fmt: skip
    """`steps` rounds of ruin and recreate on `plan` from temperature `hot` to `cold`.

    `trial` has room for a plan; `best` keeps the cheapest one met.
    """
    rows = ground.demand.size
    removed, marks = np.zeros(rows, dtype=np.int32), np.full(rows, -1, dtype=np.int32)
    touched = np.zeros(rows, dtype=np.int32)
    keys = np.zeros(rows, dtype=np.float64)
    copy_plan(plan, trial)
    routes = _routes(plan)
    heat, cooling = hot, (cold / hot) ** (1.0 / max(1, steps))
    for step in range(steps):
        size, many = _ruin(trial, ground, seeds, routes, removed, marks, step, touched)
        _order(ground, seeds, removed, size, keys)
        after = routes
        for index in range(size):
            after, route = _insert(trial, ground, seeds, removed[index], after, close)
            many = _touch(touched, many, marks, route, step)
        if trial.cost[0] < plan.cost[0] - heat * np.log(max(1e-12, _draw(seeds))):
            copy_routes(trial, plan, touched, many, ground.timed)
            routes = after
            while routes and plan.stops[routes - 1] == 0:
                routes -= 1
            if plan.cost[0] < best.cost[0]:
                copy_plan(plan, best)
        else:
            copy_routes(plan, trial, touched, many, ground.timed)
        heat *= cooling


@compiled
def insert_all(ground: Ground, plan: Plan, seeds: Seeds, places: Small, close: int) -> None:
    """Put places that are nowhere yet into the plan, one after the other."""
    routes = 0
    for route in range(plan.stops.size):
        if plan.stops[route] > 0:
            routes = route + 1
    for place in places:
        routes, _ = _insert(plan, ground, seeds, place, routes, close)
