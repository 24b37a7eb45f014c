"""Tours with their timetable, the cost by term, and what they say to people."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from qixin.planning.outcome import Outcome
from qixin.planning.routes.problem import RoutesProblem


class Kind(StrEnum):
    PLACE = "place"  # `number`: of the place
    DEPOT = "depot"  # loads again; `number`: of the depot
    REST = "rest"  # `number`: row of the map


@dataclass(frozen=True)
class Visit:
    """One stop: what, and from when to when (seconds); `which` of the vehicle's rests it is."""

    kind: Kind
    number: int
    begins: int
    ends: int
    which: int = 0


@dataclass(frozen=True)
class Tour:
    """One vehicle's day. `vehicle`: number of its kind; `leaves` the start, `back` at the end."""

    vehicle: int
    leaves: int
    back: int
    visits: tuple[Visit, ...]

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(visit.number for visit in self.visits if visit.kind is Kind.PLACE)


@dataclass(frozen=True, kw_only=True, eq=False)
class RoutesResult(Outcome):
    """`tours` is None where no answer was found.

    `moved`: places that another vehicle visits than in `start`; `changed`: those that another kind
    of vehicle visits, or that follow another place.
    """

    problem: RoutesProblem
    tours: tuple[Tour, ...] | None
    changed: tuple[int, ...] = field(default=())
    moved: tuple[int, ...] = field(default=())

    def left_out(self) -> list[int]:
        """Numbers of the places that are not visited."""
        done = {place for tour in self.tours or () for place in tour.places}
        return [number for number in range(len(self.problem.places)) if number not in done]

    def explain(self, most: int = 20) -> list[str]:
        """Conflicts; which places are left out and for what price; which vehicles stay in."""
        if self.tours is None:
            return [conflict.reason for conflict in self.conflicts] or [
                "no tours were found that keep every rule; more time, or fewer must-do places"
            ]
        told = []
        for number in self.left_out()[:most]:
            place = self.problem.places[number]
            prize = self.problem.prize(place) / self.problem.scale if not place.must else 0
            if place.group is None and not place.must:
                told.append(
                    f"place {place.id} (priority {place.priority}) is left out: no way there was"
                    f" found that costs less than {prize:g}"
                )
        told += [
            f"place {self.problem.places[number].id} is visited by another vehicle than before"
            for number in self.moved[:most]
        ]
        used = [tour.vehicle for tour in self.tours]
        for number, vehicle in enumerate(self.problem.vehicles):
            idle = vehicle.count - used.count(number)
            if idle:
                told.append(f"vehicle {vehicle.id}: {idle} of {vehicle.count} stay in")
        return told
