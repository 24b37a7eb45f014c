"""Ruin by strings and recreate, compiled: the search for one depot and vehicles alike.

Slack Induction by String Removals of Christiaens & Vanden Berghe (2020), Transportation Science
54(2): remove short strings from neighbouring routes, put everybody back greedily with an
occasional blink, accept as simulated annealing does. Row 0 of every array is the depot.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from qixin.planning.compiled import compiled

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Seeds = npt.NDArray[np.uint64]

AVERAGE = 10.0  # places removed at a time (the paper's c̄)
LONGEST = 10.0  # of a string (L max)
KEPT = 0.01  # chance to end the gap within a split string (β)
BLINK = 0.01  # chance to overlook a position
BETWEEN_BLINKS = 1.0 / np.log(1.0 - BLINK)
FAR = np.int64(2) ** 60


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
    count: Small
    load: Ints
    early: Ints
    late: Ints
    cost: Ints


def empty_plan(rows: int) -> Plan:
    small = [np.zeros(rows, dtype=np.int32) for _ in range(6)]
    small[2][:] = -1
    wide = [np.zeros(rows, dtype=np.int64) for _ in range(3)]
    return Plan(*small, *wide, np.zeros(1, dtype=np.int64))


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
def copy_plan(source: Plan, target: Plan) -> None:
    target.following[:] = source.following
    target.before[:] = source.before
    target.route[:] = source.route
    target.first[:] = source.first
    target.last[:] = source.last
    target.count[:] = source.count
    target.load[:] = source.load
    target.early[:] = source.early
    target.late[:] = source.late
    target.cost[:] = source.cost


@compiled
def _copy_routes(source: Plan, target: Plan, touched: Small, size: int, timed: bool) -> None:
    """Copy routes among which places moved; all others are alike in both plans."""
    for index in range(size):
        route = touched[index]
        target.first[route], target.last[route] = source.first[route], source.last[route]
        target.count[route], target.load[route] = source.count[route], source.load[route]
        if source.count[route] == 0:
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
def _touch(touched: Small, size: int, marks: Small, route: int, mark: int) -> int:
    if marks[route] == mark:
        return size
    marks[route], touched[size] = mark, route
    return size + 1


@compiled
def _time(plan: Plan, ground: Ground, route: int) -> None:
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
def _unlink(plan: Plan, ground: Ground, place: int) -> None:
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
    plan.count[route] -= 1
    plan.route[place] = -1
    if plan.count[route] == 0:
        plan.cost[0] -= ground.fixed


@compiled
def link(plan: Plan, ground: Ground, place: int, before: int, route: int) -> None:
    """Put `place` behind `before` (0: at the front) of `route`."""
    after = plan.following[before] if before else plan.first[route]
    d = ground.distance
    plan.cost[0] += d[before, place] + d[place, after] - d[before, after]
    if plan.count[route] == 0:
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
    plan.count[route] += 1


@compiled
def _remove_string(
    plan: Plan, ground: Ground, seeds: Seeds, centre: int, length: int, removed: Small, size: int
) -> int:
    """Remove `length` places around `centre`, half of the time with a gap that stays."""
    route = plan.route[centre]
    gap, whole = 0, plan.count[route]
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
            _unlink(plan, ground, place)
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
        most = min(longest, plan.count[route])
        length = int(1 + _draw(seeds) * most)
        size = _remove_string(
            plan, ground, seeds, place, min(length, plan.count[route]), removed, size
        )
        ruined[route], touched[done] = mark, route
        if ground.timed:
            _time(plan, ground, route)
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
        if plan.load[route] + demand > ground.capacity or plan.count[route] == 0:
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
            if plan.count[route] == 0:
                chosen = route
                break
        routes = max(routes, chosen + 1)
        plan.first[chosen], plan.last[chosen], plan.load[chosen] = 0, 0, 0
    link(plan, ground, place, where, chosen)
    if ground.timed:
        _time(plan, ground, chosen)
    return routes, chosen


@compiled
def _routes(plan: Plan) -> int:
    highest = 0
    for route in range(plan.count.size):
        if plan.count[route] > 0:
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
            _copy_routes(trial, plan, touched, many, ground.timed)
            routes = after
            while routes and plan.count[routes - 1] == 0:
                routes -= 1
            if plan.cost[0] < best.cost[0]:
                copy_plan(plan, best)
        else:
            _copy_routes(plan, trial, touched, many, ground.timed)
        heat *= cooling


@compiled
def time_all(plan: Plan, ground: Ground) -> None:
    for route in range(plan.count.size):
        if plan.count[route] > 0:
            _time(plan, ground, route)


@compiled
def insert_all(ground: Ground, plan: Plan, seeds: Seeds, places: Small, close: int) -> None:
    """Put places that are nowhere yet into the plan, one after the other."""
    routes = 0
    for route in range(plan.count.size):
        if plan.count[route] > 0:
            routes = route + 1
    for place in places:
        routes, _ = _insert(plan, ground, seeds, place, routes, close)
