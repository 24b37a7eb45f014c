"""A first plan where vehicles rest: planned without rests, then each tour gets its own ones.

PyVRP knows a rest as a place that only one vehicle may visit; from chance it does not find a plan
in which dozens of vehicles each have theirs. Shifts are shortened, planned, and lengthened again by
each rest at its cheapest place; what then comes too late is put elsewhere, or left where it may be.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from pyvrp import Route

from qixin.planning.routes.building import model_of
from qixin.planning.routes.model import Model, Plain, Rests, route_of
from qixin.planning.routes.problem import Rest, RoutesProblem, Vehicle
from qixin.planning.run import Run

Acts = list[tuple[bool, int]]
Search = Callable[[Model, Run], Plain | None]
# of the time or work that is left
SHARE = 0.35
# iterations without a better plan after which a part that nobody limits is left
PATIENCE = 1_000
# places of one tour that may give way to one that must be visited
MOST_GIVE_WAY = 5


def rested_plan(model: Model, run: Run, search: Search) -> Plain | None:
    """A plan in which every vehicle has its rests; None where there is none without rests either.

    `search` plans a problem without rests. The plan may still lack places that must be visited.
    """
    bare = model_of(_without_rests(model.problem))
    part = run.part(SHARE, PATIENCE)
    found = search(bare, part)
    run.worked(part.work)
    if found is None:
        return None
    tours: list[tuple[int, Acts]] = []
    left: list[int] = []
    waiting = _by_vehicle(bare, found)
    for kind, own in enumerate(model.rests_of):
        number = model.kind_of[kind]
        for rests in own:
            acts = waiting[number].pop() if waiting.get(number) else []
            tours.append((kind, with_rests(model, kind, acts, rests, left)))
        if not own:
            here = waiting.pop(number, [])
            tours += [(kind, acts) for acts in here]
    for place in left:
        # what may be left, the search takes up again by itself
        if model.problem.places[place].must and not run.over():
            any(put(model, tours, place) for put in (_put, _instead, _chain))
    return [(kind, acts) for kind, acts in tours if acts]


def _without_rests(problem: RoutesProblem) -> RoutesProblem:
    """Shifts are shorter by the rests and the ways to where they can be had.

    For one rest they end earlier. For several that would cut off the late places: so that much less
    time may be spent out, at whatever time of day.
    """
    vehicles = []
    for vehicle in problem.vehicles:
        (opens, closes), longest = vehicle.window, vehicle.longest
        spent = sum(_taken(problem, vehicle, rest) for rest in vehicle.rests)
        if len(vehicle.rests) > 1:
            left = max(0, closes - opens - spent)
            longest = left if longest is None else max(0, min(left, longest - spent))
        else:
            closes = max(opens, closes - spent)
        vehicles.append(replace(vehicle, rests=(), window=(opens, closes), longest=longest))
    return replace(problem, vehicles=tuple(vehicles))


def _taken(problem: RoutesProblem, vehicle: Vehicle, rest: Rest) -> int:
    """Seconds of a rest and of the mean way from any place to its nearest spot and back."""
    rows = [place.at for place in problem.places]
    detour = min(
        float((problem.duration[rows, spot] + problem.duration[spot, rows]).mean())
        for spot in rest.at or (problem.depot_row(vehicle.start),)
    )
    return rest.seconds + round(detour)


def _by_vehicle(bare: Model, plan: Plain) -> dict[int, list[Acts]]:
    found: dict[int, list[Acts]] = {}
    for kind, acts in plan:
        found.setdefault(bare.kind_of[kind], []).append(list(acts))
    return found


def with_rests(model: Model, kind: int, acts: Acts, rests: Rests, left: list[int]) -> Acts:
    """The tour with one client of each of `rests` in it, the earliest first; places given up for
    that are added to `left`.
    """
    for rest in sorted(rests, key=lambda rest: _begins(model, kind, rest[0])):
        acts = _with_rest(model, kind, acts, rest, left)
    return acts


def _begins(model: Model, kind: int, rest: int) -> tuple[int, int]:
    return model.problem.vehicles[model.kind_of[kind]].rests[model.rests[rest][0]].window


def _with_rest(
    model: Model, kind: int, acts: Acts, rest: tuple[int, ...], left: list[int]
) -> Acts:  # fmt: skip
    acts = list(acts)
    while True:
        tried = [
            [*acts[:at], (True, spot), *acts[at:]]
            for spot in rest
            for at in range(len(acts) + 1)
        ]  # fmt: skip
        best = _shortest(model, kind, tried)
        if best is not None:
            return best
        others = [act for act in acts if act[1] not in model.rests or not act[0]]
        if not others:
            alone = [*(number for _, number in acts), rest[0]]
            alone.sort(key=lambda number: _begins(model, kind, number))
            return [(True, number) for number in alone]
        acts.remove(gone := _least_missed(model, others))
        if gone[0]:
            left.append(gone[1])


def _least_missed(model: Model, acts: Acts) -> tuple[bool, int]:
    """The place of a tour that may be left at the least price; one that must not, last."""
    places = model.problem.places

    def price(act: tuple[bool, int]) -> float:
        if not act[0]:
            return math.inf
        place = places[act[1]]
        return 1e15 if place.must or place.group is not None else model.problem.prize(place)

    return min(acts, key=price)


def _put(model: Model, tours: list[tuple[int, Acts]], place: int) -> bool:
    """Put a place where it lengthens a tour least; False where it fits into none."""
    best: tuple[float, int, Acts] | None = None
    for number, (kind, acts) in enumerate(tours):
        found = _with_place(model, kind, acts, place)
        if found is None:
            continue
        before = _length(route_of(model.data, kind, acts)) if acts else 0.0
        more = _length(route_of(model.data, kind, found)) - before
        if best is None or more < best[0]:
            best = more, number, found
    if best is not None:
        tours[best[1]] = tours[best[1]][0], best[2]
    return best is not None


def _with_place(model: Model, kind: int, acts: Acts, place: int) -> Acts | None:
    """The shortest tour with one place more, None where it breaks a rule."""
    if not route_of(model.data, kind, [(True, place)]).is_feasible():
        return None
    tried = [[*acts[:at], (True, place), *acts[at:]] for at in range(len(acts) + 1)]
    return _shortest(model, kind, tried)


def _chain(model: Model, tours: list[tuple[int, Acts]], place: int) -> bool:
    """Put a place where another one is that fits into another tour, and what may be left is left;
    False where none does.
    """
    places = len(model.problem.places)
    for number, (kind, acts) in enumerate(tours):
        if not route_of(model.data, kind, [(True, place)]).is_feasible():
            continue
        may = {act for _, act in _optional(model, acts)}
        needed = [act for act in acts if act not in may]
        for act in [act for act in needed if act[0] and act[1] < places]:
            rest = [other for other in needed if other != act]
            found = _with_place(model, kind, rest, place)
            if found is None:
                continue
            tours[number] = kind, found
            if _put(model, tours, act[1]):
                return True
            tours[number] = kind, acts
    return False


def _instead(model: Model, tours: list[tuple[int, Acts]], place: int) -> bool:
    """Put a place where those that may be left give way at the least price; False: nowhere."""
    best: tuple[float, int, Acts] | None = None
    for number, (kind, acts) in enumerate(tours):
        lost, rest = 0.0, list(acts)
        for price, act in sorted(_optional(model, acts))[:MOST_GIVE_WAY]:
            lost += price
            rest.remove(act)
            if best is not None and lost >= best[0]:
                break
            if (found := _with_place(model, kind, rest, place)) is not None:
                best = lost, number, found
                break
    if best is not None:
        tours[best[1]] = tours[best[1]][0], best[2]
    return best is not None


def _optional(model: Model, acts: Acts) -> list[tuple[float, tuple[bool, int]]]:
    """The places of a tour that may be left, with their prices."""
    problem, places = model.problem, len(model.problem.places)
    return [
        (problem.prize(problem.places[act]), (is_client, act))
        for is_client, act in acts
        if is_client and act < places
        and not problem.places[act].must and problem.places[act].group is None
    ]  # fmt: skip


def _shortest(model: Model, kind: int, tried: list[Acts]) -> Acts | None:
    """The shortest of these that keeps every rule."""
    best: tuple[float, Acts] | None = None
    for acts in tried:
        route = route_of(model.data, kind, acts)
        if route.is_feasible() and (best is None or _length(route) < best[0]):
            best = _length(route), acts
    return None if best is None else best[1]


def _length(route: Route) -> float:
    return float(route.distance() + route.duration())
