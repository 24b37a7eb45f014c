"""Why no tours can keep every rule, as far as counting shows it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from qixin.planning.outcome import Conflict
from qixin.planning.routes.problem import Place, RoutesProblem, Vehicle

Ints = npt.NDArray[np.int64]


def plain_conflicts(problem: RoutesProblem) -> tuple[Conflict, ...]:
    """Places and groups that no vehicle can serve, and more goods than all trips together carry."""
    found = []
    soonest = _Soonest(problem)
    groups: dict[str, list[Place]] = {}
    for place in problem.places:
        if place.group is not None:
            groups.setdefault(place.group, []).append(place)
        elif place.must:
            told = _nobody(problem, [place], soonest)
            if told:
                reason = f"place {place.id} must be visited, but no vehicle can: {'; '.join(told)}"
                rules = ("must-do places are visited", *told)
                found.append(Conflict(rules, (f"place {place.id}",), reason))
    for name, places in groups.items():
        told = _nobody(problem, places, soonest)
        if told:
            reason = (
                f"of group {name} one place must be visited, but no vehicle can: {'; '.join(told)}"
            )
            rules = ("of a group one place is visited", *told)
            found.append(Conflict(rules, tuple(f"place {p.id}" for p in places), reason))
    return tuple(found) + _too_much(problem)


def _nobody(problem: RoutesProblem, places: list[Place], soonest: _Soonest) -> list[str]:
    """Why no vehicle can serve any of these places; empty where one can."""
    told = set()
    for place in places:
        for vehicle in problem.vehicles:
            reason = _why_not(problem, vehicle, place, soonest)
            if reason is None:
                return []
            told.add(reason)
    return sorted(told)


class _Soonest:
    """Least seconds between depots and rows of the map, by way of any others.

    In some matrices a detour is shorter than the straight way, so this alone proves anything; it is
    reckoned only for those who cannot make it straight.
    """

    def __init__(self, problem: RoutesProblem) -> None:
        self._duration = problem.duration
        self._known: dict[tuple[frozenset[int], bool], Ints] = {}

    def from_any(self, rows: set[int]) -> Ints:
        return self._ways(frozenset(rows), self._duration, back=False)

    def to(self, row: int) -> Ints:
        return self._ways(frozenset({row}), self._duration.T, back=True)

    def _ways(self, rows: frozenset[int], duration: Ints, *, back: bool) -> Ints:
        if (rows, back) not in self._known:
            ways = duration[sorted(rows)].min(axis=0)
            ways[sorted(rows)] = 0
            while True:
                shorter = np.minimum(ways, (ways[:, None] + duration).min(axis=0))
                if (shorter == ways).all():
                    break
                ways = shorter
            self._known[rows, back] = ways
        return self._known[rows, back]


def _why_not(
    problem: RoutesProblem, vehicle: Vehicle, place: Place, soonest: _Soonest
) -> str | None:
    if not place.needs <= vehicle.skills:
        return f"needs {', '.join(sorted(place.needs))}"
    for kind, room in enumerate(vehicle.capacity):
        if max(_of(place.delivery, kind), _of(place.pickup, kind)) > room:
            return "capacity"
        if _of(place.delivery, kind) > _deliverable(vehicle, kind, most_of_one_trip=True):
            return "goods on board"
    starts = {problem.depot_row(depot) for depot in (vehicle.start, *vehicle.reload)}
    end = problem.depot_row(vehicle.end)
    there = min(int(problem.duration[row, place.at]) for row in starts)
    home = int(problem.duration[place.at, end])
    if _too_late(problem, vehicle, place, there, home) is None:
        return None
    there, home = int(soonest.from_any(starts)[place.at]), int(soonest.to(end)[place.at])
    return _too_late(problem, vehicle, place, there, home)


def _too_late(
    problem: RoutesProblem, vehicle: Vehicle, place: Place, there: int, home: int
) -> str | None:
    begins = max(vehicle.window[0], problem.depots[vehicle.start].window[0], place.release)
    begins = max(begins + there, place.window[0])
    back = begins + place.service + home
    if begins > place.window[1]:
        return "its window closes before anybody is there"
    if back > min(vehicle.window[1], problem.depots[vehicle.end].window[1]):
        return "nobody would be back in time"
    return None


def _too_much(problem: RoutesProblem) -> tuple[Conflict, ...]:
    found = []
    must = [place for place in problem.places if place.must and place.group is None]
    for kind in range(problem.kinds):
        most = sum(v.capacity[kind] * v.count * v.trips for v in problem.vehicles)
        aboard = sum(_deliverable(v, kind) * v.count for v in problem.vehicles)
        wanted = sum(_of(place.delivery, kind) for place in must)
        given = sum(_of(place.pickup, kind) for place in must)
        for does, figure, room in (("want", wanted, aboard), ("give", given, most)):
            if figure > room:
                found.append(
                    Conflict(
                        ("must-do places are visited", "capacity", "number of vehicles"),
                        (),
                        f"must-do places {does} {figure} of goods {kind + 1};"
                        f" all trips carry {room}",
                    )
                )
    return tuple(found)


def _deliverable(vehicle: Vehicle, kind: int, *, most_of_one_trip: bool = False) -> int:
    """What one vehicle can deliver on all its trips, or on the trip that carries most."""
    room = vehicle.capacity[kind]
    first = room if vehicle.on_board is None else vehicle.on_board[kind]
    if most_of_one_trip:
        return room if vehicle.trips > 1 else first
    return first + room * (vehicle.trips - 1)


def _of(figures: tuple[int, ...], kind: int) -> int:
    return figures[kind] if kind < len(figures) else 0
