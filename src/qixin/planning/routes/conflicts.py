"""Why no tours can keep every rule, as far as counting shows it."""

from __future__ import annotations

from collections.abc import Iterator

from qixin.planning.outcome import Conflict
from qixin.planning.routes.clashes import clashes
from qixin.planning.routes.problem import Place, RoutesProblem, Vehicle
from qixin.planning.routes.soonest import Soonest


def plain_conflicts(problem: RoutesProblem) -> tuple[Conflict, ...]:
    """Places and groups that no vehicle can serve; more goods than all trips together carry, or
    places at one time than there are vehicles, also among those that need a skill.
    """
    found = []
    soonest = Soonest(problem)
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
    return tuple(found) + _too_much(problem) + clashes(problem, soonest)


def _nobody(problem: RoutesProblem, places: list[Place], soonest: Soonest) -> list[str]:
    """Why no vehicle can serve any of these places; empty where one can."""
    told = set()
    for place in places:
        for vehicle in problem.vehicles:
            reason = _why_not(problem, vehicle, place, soonest)
            if reason is None:
                return []
            told.add(reason)
    return sorted(told)


def _why_not(
    problem: RoutesProblem, vehicle: Vehicle, place: Place, soonest: Soonest
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
    must = [place for place in problem.places if place.must and place.group is None]
    skills = {frozenset[str](), *(place.needs for place in must)}
    found: list[Conflict] = []
    for needs in sorted(skills, key=lambda one: (len(one), sorted(one))):
        places = [place for place in must if needs <= place.needs]
        able = [vehicle for vehicle in problem.vehicles if needs <= vehicle.skills]
        if able:  # else each of these places is told of by itself
            found += _more_than_fits(problem.kinds, places, able, ", ".join(sorted(needs)))
    return tuple(found)


def _more_than_fits(
    kinds: int, places: list[Place], able: list[Vehicle], needs: str
) -> Iterator[Conflict]:
    """What all trips of these vehicles cannot carry for these places, by kind of goods."""
    for kind in range(kinds):
        most = sum(v.capacity[kind] * v.count * v.trips for v in able)
        aboard = sum(_deliverable(v, kind) * v.count for v in able)
        wanted = sum(_of(place.delivery, kind) for place in places)
        given = sum(_of(place.pickup, kind) for place in places)
        for does, figure, room in (("want", wanted, aboard), ("give", given, most)):
            if figure <= room:
                continue
            rules = ("must-do places are visited", "capacity", "number of vehicles")
            figures = f"{does} {figure} of goods {kind + 1}; all trips"
            if not needs:
                yield Conflict(rules, (), f"must-do places {figures} carry {room}")
                continue
            yield Conflict(
                (*rules, f"needs {needs}"), tuple(f"place {p.id}" for p in places),
                f"must-do places that need {needs} {figures} of vehicles that have it carry {room}",
            )  # fmt: skip


def _deliverable(vehicle: Vehicle, kind: int, *, most_of_one_trip: bool = False) -> int:
    """What one vehicle can deliver on all its trips, or on the trip that carries most."""
    room = vehicle.capacity[kind]
    first = room if vehicle.on_board is None else vehicle.on_board[kind]
    if most_of_one_trip:
        return room if vehicle.trips > 1 else first
    return first + room * (vehicle.trips - 1)


def _of(figures: tuple[int, ...], kind: int) -> int:
    return figures[kind] if kind < len(figures) else 0
