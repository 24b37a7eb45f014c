"""The solver's own sums over tours, and what changed from earlier ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.routes.result import Kind, RoutesResult, Tour


def terms_of(problem: RoutesProblem, tours: tuple[Tour, ...]) -> dict[str, float]:
    """Cost by term in units of the problem's scale."""
    distance = duration = fixed = 0
    done: set[int] = set()
    for tour in tours:
        vehicle = problem.vehicles[tour.vehicle]
        rows = list(_rows(problem, tour))
        distance += vehicle.per_distance * sum(
            int(problem.distance[a, b]) for a, b in itertools.pairwise(rows)
        )
        duration += vehicle.per_second * (tour.back - tour.leaves)
        fixed += vehicle.fixed
        done.update(tour.places)
    missed = sum(
        problem.prize(place)
        for number, place in enumerate(problem.places)
        if number not in done and place.group is None and not place.must
    )
    told = {"distance": distance, "duration": duration, "fixed": fixed, "left out": missed}
    return {term: figure / problem.scale for term, figure in told.items()}


def _rows(problem: RoutesProblem, tour: Tour) -> Iterator[int]:
    vehicle = problem.vehicles[tour.vehicle]
    yield problem.depot_row(vehicle.start)
    for visit in tour.visits:
        if visit.kind is Kind.PLACE:
            yield problem.places[visit.number].at
        else:
            yield problem.depot_row(visit.number) if visit.kind is Kind.DEPOT else visit.number
    yield problem.depot_row(vehicle.end)


def changed_places(tours: tuple[Tour, ...] | None, start: RoutesResult | None) -> tuple[int, ...]:
    """Places that another kind of vehicle visits now, or that follow another place."""
    if tours is None or start is None or start.tours is None:
        return ()
    before, now = _before_each(start.tours), _before_each(tours)
    return tuple(sorted(place for place in now if before.get(place) != now[place]))


def _before_each(tours: tuple[Tour, ...]) -> dict[int, tuple[int, int | None]]:
    told = {}
    for tour in tours:
        previous: int | None = None
        for place in tour.places:
            told[place] = (tour.vehicle, previous)
            previous = place
    return told
