"""The solver's own sums over tours, and which places have moved since an earlier answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from qixin.planning.routes.before import Before
from qixin.planning.routes.problem import RoutesProblem
from qixin.planning.routes.result import Kind, Tour


def terms_of(
    problem: RoutesProblem, tours: tuple[Tour, ...], before: Before | None
) -> dict[str, float]:
    """Cost by term in units of the problem's scale."""
    sums = sums_of(problem, tours, before)
    return {term: figure / problem.scale for term, figure in sums.items()}


def sums_of(
    problem: RoutesProblem, tours: tuple[Tour, ...], before: Before | None
) -> dict[str, int]:
    """Cost by term in whole figures."""
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
    return {
        "distance": distance, "duration": duration, "fixed": fixed, "left out": missed,
        "change": problem.prices.change * len(moved_places(tours, before)),
    }  # fmt: skip


def moved_places(tours: tuple[Tour, ...], before: Before | None) -> list[int]:
    """Places that another vehicle visits than before, in order.

    Of vehicles alike each goes on with the earlier tour with which most places stay where they
    were: an assignment of tours to tours.
    """
    if before is None:
        return []
    now: dict[str, list[frozenset[int]]] = {}
    for tour in tours:
        now.setdefault(before.names[tour.vehicle], []).append(before.known & set(tour.places))
    moved: set[int] = set().union(*itertools.chain.from_iterable(now.values()))
    for name, own in now.items():
        then = before.tours.get(name, ())
        common = np.array([[len(one & other) for other in then] for one in own])
        if common.size:
            rows, columns = linear_sum_assignment(common, maximize=True)
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
                moved -= own[row] & then[column]
    return sorted(moved)


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
