"""Tours driven again, stop by stop, from their timetable; shares no code with the solver."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from qixin.planning.checked import Checked
from qixin.planning.routes.problem import RoutesProblem, Vehicle
from qixin.planning.routes.result import Kind, RoutesResult, Tour, Visit


def check(
    problem: RoutesProblem, tours: Iterable[Tour], before: RoutesResult | None = None
) -> Checked:
    """Count tours again: windows, loads, trips, rests, skills, who is visited, what it costs.

    `before`: the result that the solver had as `start`.
    """
    tours = tuple(tours)
    terms = dict.fromkeys(("distance", "duration", "fixed", "left out", "change"), 0)
    faults: list[str] = []
    for number, tour in enumerate(tours):
        vehicle = problem.vehicles[tour.vehicle]
        name = f"tour {number + 1} ({vehicle.id})"
        length = sum(_legs(problem, tour))
        spent = tour.back - tour.leaves
        terms["distance"] += vehicle.per_distance * length
        terms["duration"] += vehicle.per_second * spent
        terms["fixed"] += vehicle.fixed
        faults += [f"{name}: {fault}" for fault in _on_the_road(problem, tour, length, spent)]
        faults += [f"{name}: {fault}" for fault in _loads(problem, tour)]
    faults += _fleet(problem, tours)
    missed, wrong = _visited(problem, tours)
    terms["left out"] = missed
    if before is not None and before.tours is not None and problem.prices.change:
        terms["change"] = problem.prices.change * _moved(problem, tours, before)
    told = {term: figure / problem.scale for term, figure in terms.items()}
    return Checked(told, tuple(faults + wrong))


def _row(problem: RoutesProblem, visit: Visit) -> int:
    if visit.kind is Kind.PLACE:
        return problem.places[visit.number].at
    return problem.depots[visit.number].at if visit.kind is Kind.DEPOT else visit.number


def _stops(problem: RoutesProblem, tour: Tour) -> list[int]:
    vehicle = problem.vehicles[tour.vehicle]
    between = [_row(problem, visit) for visit in tour.visits]
    return [problem.depots[vehicle.start].at, *between, problem.depots[vehicle.end].at]


def _legs(problem: RoutesProblem, tour: Tour) -> Iterator[int]:
    rows = _stops(problem, tour)
    for here, there in itertools.pairwise(rows):
        yield int(problem.distance[here, there])


def _on_the_road(problem: RoutesProblem, tour: Tour, length: int, spent: int) -> Iterator[str]:
    vehicle = problem.vehicles[tour.vehicle]
    rows, now = _stops(problem, tour), tour.leaves
    if not vehicle.window[0] <= tour.leaves <= tour.back <= vehicle.window[1]:
        yield f"out from {tour.leaves} to {tour.back}, its shift is {vehicle.window}"
    for depot, time in ((vehicle.start, tour.leaves), (vehicle.end, tour.back)):
        opens, closes = problem.depots[depot].window
        if not opens <= time <= closes:
            yield f"at depot {problem.depots[depot].id} at {time}, when it is closed"
    for index, visit in enumerate(tour.visits):
        arrives = now + int(problem.duration[rows[index], rows[index + 1]])
        if visit.begins < arrives:
            yield f"{visit.kind} {visit.number} begins at {visit.begins}, reached at {arrives}"
        yield from _stop(problem, vehicle, visit)
        now = visit.ends
    arrives = now + int(problem.duration[rows[-2], rows[-1]])
    if tour.back < arrives:
        yield f"back at {tour.back}, cannot be before {arrives}"
    if vehicle.longest is not None and spent > vehicle.longest:
        yield f"{spent} s out, at most {vehicle.longest}"
    if vehicle.farthest is not None and length > vehicle.farthest:
        yield f"{length} long, at most {vehicle.farthest}"


def _stop(problem: RoutesProblem, vehicle: Vehicle, visit: Visit) -> Iterator[str]:
    if visit.kind is Kind.PLACE:
        place = problem.places[visit.number]
        (opens, closes), lasts, name = place.window, place.service, f"place {place.id}"
        if not place.needs <= vehicle.skills:
            yield f"{name} needs {', '.join(sorted(place.needs - vehicle.skills))}"
    elif visit.kind is Kind.DEPOT:
        depot = problem.depots[visit.number]
        (opens, closes), lasts, name = depot.window, 0, f"depot {depot.id}"
        if visit.number not in vehicle.reload:
            yield f"may not load at {name}"
    else:
        if not 0 <= visit.which < len(vehicle.rests):
            yield "has a rest that nobody asked for"
            return
        rest, name = vehicle.rests[visit.which], f"rest {visit.which + 1}"
        (opens, closes), lasts = rest.window, rest.seconds
        if visit.number not in (rest.at or (problem.depots[vehicle.start].at,)):
            yield f"rests on row {visit.number}, where it may not"
    if not opens <= visit.begins <= closes:
        yield f"{name} begins at {visit.begins}, its window is {(opens, closes)}"
    if visit.ends < visit.begins + lasts:
        yield f"{name} ends at {visit.ends}, it takes {lasts} s from {visit.begins}"


def _loads(problem: RoutesProblem, tour: Tour) -> Iterator[str]:
    """Deliveries are on board from the trip's start, pickups from their place to its end."""
    vehicle = problem.vehicles[tour.vehicle]
    trips: list[list[int]] = [[]]
    starts = [tour.leaves]
    for visit in tour.visits:
        if visit.kind is Kind.DEPOT:
            trips.append([])
            starts.append(visit.ends)
        elif visit.kind is Kind.PLACE:
            trips[-1].append(visit.number)
    if len(trips) > vehicle.trips:
        yield f"{len(trips)} trips, at most {vehicle.trips}"
    for number, (trip, leaves) in enumerate(zip(trips, starts, strict=True)):
        for kind, room in enumerate(vehicle.capacity):
            load = sum(_figure(problem.places[p].delivery, kind) for p in trip)
            if number == 0 and vehicle.on_board is not None and load > vehicle.on_board[kind]:
                yield f"trip 1 delivers {load}, {vehicle.on_board[kind]} are on board"
            most = load
            for p in trip:
                place = problem.places[p]
                load += _figure(place.pickup, kind) - _figure(place.delivery, kind)
                most = max(most, load)
            if most > room:
                yield f"trip {number + 1} carries {most}, it holds {room}"
        for p in trip:
            if problem.places[p].release > leaves:
                yield f"trip {number + 1} leaves before the goods of {problem.places[p].id} come"


def _figure(figures: tuple[int, ...], kind: int) -> int:
    return figures[kind] if kind < len(figures) else 0


def _fleet(problem: RoutesProblem, tours: tuple[Tour, ...]) -> list[str]:
    faults = []
    used = Counter(tour.vehicle for tour in tours)
    for number, vehicle in enumerate(problem.vehicles):
        if used[number] > vehicle.count:
            faults.append(
                f"vehicle {vehicle.id}: {used[number]} are out, there are {vehicle.count}"
            )
        if not vehicle.rests:
            continue
        rested = [
            sorted(visit.which for visit in tour.visits if visit.kind is Kind.REST)
            for tour in tours if tour.vehicle == number
        ]  # fmt: skip
        if rested != [list(range(len(vehicle.rests)))] * vehicle.count:
            faults.append(
                f"vehicle {vehicle.id}: each of {vehicle.count} must rest {len(vehicle.rests)}"
                " times, once each rest"
            )
    return faults


def _moved(problem: RoutesProblem, tours: tuple[Tour, ...], before: RoutesResult) -> int:
    """Places that neither their earlier vehicle visits nor one alike that goes on in its place."""
    then: dict[str, tuple[str, int]] = {}
    for number, tour in enumerate(before.tours or ()):
        name = before.problem.vehicles[tour.vehicle].id
        then |= {before.problem.places[place].id: (name, number) for place in tour.places}
    called = {vehicle.id for vehicle in before.problem.vehicles}
    visited, stays = 0, np.zeros((len(tours), len(before.tours or ())))
    for number, tour in enumerate(tours):
        vehicle = problem.vehicles[tour.vehicle]
        name = vehicle.id if vehicle.id in called or vehicle.was is None else vehicle.was
        for place in tour.places:
            if (was := then.get(problem.places[place].id)) is None:
                continue
            visited += 1
            stays[number, was[1]] += was[0] == name
    return visited - int(stays[linear_sum_assignment(-stays)].sum())


def _visited(problem: RoutesProblem, tours: tuple[Tour, ...]) -> tuple[int, list[str]]:
    """The price of what is left out, and what is visited twice or must not be left out."""
    times = Counter(place for tour in tours for place in tour.places)
    faults, missed = [], 0
    groups: Counter[str] = Counter()
    for number, place in enumerate(problem.places):
        if times[number] > 1:
            faults.append(f"place {place.id} is visited {times[number]} times")
        if place.group is not None:
            groups[place.group] += times[number]
        elif not times[number]:
            if place.must:
                faults.append(f"place {place.id} is left out, but must be visited")
            else:
                missed += problem.prizes[place.priority]
    faults += [
        f"group {group}: {count} places are visited, exactly one must be"
        for group, count in groups.items() if count != 1
    ]  # fmt: skip
    return missed, faults
