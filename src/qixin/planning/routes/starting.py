"""Earlier tours in the numbers of another problem: what has the same id is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from qixin.planning.routes.before import Before
from qixin.planning.routes.model import Model, Plain
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.resting import with_rests
from qixin.planning.routes.result import Kind, RoutesResult, Tour, Visit
from qixin.planning.routes.terms import rows_of


def begun(model: Model, start: RoutesResult | None) -> Plain | None:
    """A plan to begin from, which may lack places; None where nothing of `start` is known here.

    Whoever must rest and did not has a rest put in, alone where there was no tour.
    """
    if start is None or not start.tours:
        return None
    tours = known_again(model.problem, start)
    if not any(tour.places for tour in tours):
        return None
    return _rested(model, model.plain_of(tours))


def known_again(problem: RoutesProblem, start: RoutesResult) -> tuple[Tour, ...]:
    """The tours of `start` as far as their vehicles and stops are in the problem, in its numbers.

    A vehicle under way goes on with a tour of its kind that comes by where it is, if there is one.
    """
    left: dict[str, list[Tour]] = {vehicle.id: [] for vehicle in start.problem.vehicles}
    for tour in start.tours or ():
        left[start.problem.vehicles[tour.vehicle].id].append(tour)
    renumber = _Renumber(problem, start.problem)
    told = []
    under_way_first = sorted(
        range(len(problem.vehicles)), key=lambda number: problem.vehicles[number].was is None
    )
    for number in under_way_first:
        vehicle = problem.vehicles[number]
        mine = left.get(earlier_id(vehicle, left), [])
        if vehicle.was is not None:
            here = problem.depot_row(vehicle.start)
            mine.sort(key=lambda tour: here not in set(rows_of(start.problem, tour)))
        told += [renumber.tour(number, tour) for tour in mine[: vehicle.count]]
        del mine[: vehicle.count]
    return tuple(told)


def before_of(problem: RoutesProblem, start: RoutesResult | None) -> Before | None:
    """Who went where in `start`; None where nobody went to a place of the problem."""
    if start is None or start.tours is None:
        return None
    here = _numbers(start.problem.places, problem.places)
    tours: dict[str, tuple[frozenset[int], ...]] = {}
    for tour in start.tours:
        name = start.problem.vehicles[tour.vehicle].id
        own = frozenset(here[number] for number in tour.places if number in here)
        tours[name] = (*tours.get(name, ()), own)
    known: frozenset[int] = frozenset().union(*(own for one in tours.values() for own in one))
    if not known:
        return None
    ids = {vehicle.id for vehicle in start.problem.vehicles}
    seats = tuple((one.vehicle, frozenset(one.places)) for one in known_again(problem, start))
    names = tuple(earlier_id(vehicle, ids) for vehicle in problem.vehicles)
    return Before(names, tours, seats, known)


def earlier_id(vehicle: Vehicle, known: Iterable[str]) -> str:
    """What the vehicle is called among `known`: its own name, or the one it had before."""
    return vehicle.id if vehicle.was is None or vehicle.id in known else vehicle.was


class _Renumber:
    def __init__(self, problem: RoutesProblem, earlier: RoutesProblem) -> None:
        self.problem, self.earlier = problem, earlier
        self.places = _numbers(earlier.places, problem.places)
        self.depots = _numbers(earlier.depots, problem.depots)
        self.groups: set[str] = set()

    def tour(self, number: int, tour: Tour) -> Tour:
        vehicle = self.problem.vehicles[number]
        then = self.earlier.vehicles[tour.vehicle]
        visits: list[Visit] = []
        for visit in tour.visits:
            if visit.kind is Kind.REST:
                visits += self._rest(vehicle, visit, then.rests[visit.which], visits)
            elif (known := self._visit(vehicle, visit, visits)) is not None:
                visits.append(Visit(visit.kind, known, visit.begins, visit.ends))
        return Tour(number, tour.leaves, tour.back, tuple(visits))

    def _rest(
        self, vehicle: Vehicle, visit: Visit, then: Rest, before: list[Visit]
    ) -> Iterator[Visit]:
        """The rest as one of the vehicle's: one as long at the same time, or else the next."""
        taken = {one.which for one in before if one.kind is Kind.REST}
        left = [which for which in range(len(vehicle.rests)) if which not in taken]
        left.sort(
            key=lambda which: (
                (vehicle.rests[which].seconds, vehicle.rests[which].window)
                != (then.seconds, then.window)
            )
        )
        for which in left[:1]:
            spots = vehicle.rests[which].at or (self.problem.depot_row(vehicle.start),)
            row = visit.number if visit.number in spots else spots[0]
            yield Visit(Kind.REST, row, visit.begins, visit.ends, which)

    def _visit(self, vehicle: Vehicle, visit: Visit, before: list[Visit]) -> int | None:
        """The stop's number here; None where it is unknown, or has no room among those before."""
        if visit.kind is Kind.DEPOT:
            alike = sum(one.kind is visit.kind for one in before)
            depot = self.depots.get(visit.number)
            return depot if depot in vehicle.reload and alike < vehicle.trips - 1 else None
        place = self.places.get(visit.number)
        group = None if place is None else self.problem.places[place].group
        if group is not None:
            place = None if group in self.groups else place
            self.groups.add(group)
        return place


def _numbers(then: Sequence[Depot | Place], now: Sequence[Depot | Place]) -> dict[int, int]:
    here = {one.id: number for number, one in enumerate(now)}
    return {number: here[one.id] for number, one in enumerate(then) if one.id in here}


def _rested(model: Model, plan: Plain) -> Plain:
    waiting = [list(own) for own in model.rests_of]
    told: Plain = []
    for kind, acts in plan:
        taken = {number for _, number in acts if number in model.rests}
        own = next((own for own in waiting[kind] if taken.intersection(chain(*own))), None)
        if own is None and waiting[kind]:
            own = waiting[kind][-1]
        if own is not None:
            waiting[kind].remove(own)
            missing = tuple(rest for rest in own if not taken.intersection(rest))
            acts = with_rests(model, kind, acts, missing, [])
        told.append((kind, acts))
    return told + [
        (kind, with_rests(model, kind, [], own, []))
        for kind, every in enumerate(waiting) for own in every
    ]  # fmt: skip


def changed_places(
    problem: RoutesProblem, tours: tuple[Tour, ...] | None, start: RoutesResult | None
) -> tuple[int, ...]:
    """Places that another kind of vehicle visits now, or that follow another place.

    Only places of both problems count, and stand behind each other.
    """
    if tours is None or start is None or start.tours is None:
        return ()
    known = {vehicle.id for vehicle in start.problem.vehicles}
    names = [earlier_id(vehicle, known) for vehicle in problem.vehicles]
    both = {place.id for place in problem.places} & {place.id for place in start.problem.places}
    now = _before_each(problem, tours, names, both)
    names = [vehicle.id for vehicle in start.problem.vehicles]
    before = _before_each(start.problem, start.tours, names, both)
    return tuple(
        number
        for number, place in enumerate(problem.places)
        if place.id in now and before.get(place.id) != now[place.id]
    )


def _before_each(
    problem: RoutesProblem, tours: tuple[Tour, ...], names: list[str], both: set[str]
) -> dict[str, tuple[str, str | None]]:
    told = {}
    for tour in tours:
        previous: str | None = None
        for number in tour.places:
            if (place := problem.places[number].id) in both:
                told[place] = (names[tour.vehicle], previous)
                previous = place
    return told
