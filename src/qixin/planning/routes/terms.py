"""The solver's own sums over tours."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.routes.result import Kind, Tour


def terms_of(problem: RoutesProblem, tours: tuple[Tour, ...]) -> dict[str, float]:
    """Cost by term in units of the problem's scale."""
    distance = duration = fixed = 0
    done: set[int] = set()
    for tour in tours:
        vehicle = problem.vehicles[tour.vehicle]
        rows = list(rows_of(problem, tour))
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


def rows_of(problem: RoutesProblem, tour: Tour) -> Iterator[int]:
    """Rows of the map where a tour stops, from its first depot to its last."""
    vehicle = problem.vehicles[tour.vehicle]
    yield problem.depot_row(vehicle.start)
    for visit in tour.visits:
        if visit.kind is Kind.PLACE:
            yield problem.places[visit.number].at
        else:
            yield problem.depot_row(visit.number) if visit.kind is Kind.DEPOT else visit.number
    yield problem.depot_row(vehicle.end)
