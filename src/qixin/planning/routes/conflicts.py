"""Why no tours can keep every rule, as far as counting shows it."""

from __future__ import annotations

from qixin.planning.outcome import Conflict
from qixin.planning.routes.problem import Place, RoutesProblem, Vehicle


def plain_conflicts(problem: RoutesProblem) -> tuple[Conflict, ...]:
    """Must-do places that no vehicle can serve, and more goods than all trips together carry."""
    found = []
    for place in problem.places:
        if place.must and place.group is None:
            reasons = [_why_not(problem, vehicle, place) for vehicle in problem.vehicles]
            if all(reasons):
                told = sorted({reason for reason in reasons if reason})
                found.append(
                    Conflict(
                        ("must-do places are visited", *told),
                        (f"place {place.id}",),
                        f"place {place.id} must be visited, but no vehicle can: {'; '.join(told)}",
                    )
                )
    return tuple(found) + _too_much(problem)


def _why_not(problem: RoutesProblem, vehicle: Vehicle, place: Place) -> str | None:
    if not place.needs <= vehicle.skills:
        return f"needs {', '.join(sorted(place.needs))}"
    for kind, room in enumerate(vehicle.capacity):
        load = max(_of(place.delivery, kind), _of(place.pickup, kind))
        if load > room and (vehicle.on_board is None or load > vehicle.on_board[kind]):
            return "capacity"
    starts = {vehicle.start, *vehicle.reload}
    ways = [int(problem.duration[problem.depot_row(depot), place.at]) for depot in starts]
    begins = max(vehicle.window[0], problem.depots[vehicle.start].window[0], place.release)
    begins = max(begins + min(ways), place.window[0])
    home = int(problem.duration[place.at, problem.depot_row(vehicle.end)])
    back = begins + place.service + home
    if begins > place.window[1]:
        return "its window closes before anybody is there"
    if back > min(vehicle.window[1], problem.depots[vehicle.end].window[1]):
        return "nobody would be back in time"
    return None


def _too_much(problem: RoutesProblem) -> tuple[Conflict, ...]:
    found = []
    for kind in range(problem.kinds):
        wanted = sum(
            _of(place.delivery, kind) for place in problem.places
            if place.must and place.group is None
        )  # fmt: skip
        room = sum(v.capacity[kind] * v.count * v.trips for v in problem.vehicles)
        if wanted > room:
            found.append(
                Conflict(
                    ("must-do places are visited", "capacity", "number of vehicles"),
                    (),
                    f"must-do places want {wanted} of goods {kind + 1}; all trips carry {room}",
                )
            )
    return tuple(found)


def _of(figures: tuple[int, ...], kind: int) -> int:
    return figures[kind] if kind < len(figures) else 0
