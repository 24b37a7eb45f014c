"""A problem in PyVRP's terms, and PyVRP's routes as tours with a timetable."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyvrp import Activity, ActivityType, ProblemData, Route, Solution

from qixin.planning.routes.before import Before
from qixin.planning.routes.problem import RoutesProblem, Vehicle
from qixin.planning.routes.result import Kind, Tour, Visit

Rests = tuple[tuple[int, ...], ...]
Plain = list[tuple[int, list[tuple[bool, int]]]]  # (vehicle type, [(is a client, its number)])


@dataclass(frozen=True)
class Model:
    """`kind_of[t]`: number of the problem's vehicle behind PyVRP's type t; `rests[c]`: which of the
    vehicle's rests a client is, and its map row.

    `rests_of[t]`: for each vehicle of the type and each rest the clients of which one is that rest.
    `own[t]`: the places of the earlier tour that the type's vehicle goes on with. `before`: only if
    it is priced.
    """

    problem: RoutesProblem
    data: ProblemData
    kind_of: tuple[int, ...]
    rests: dict[int, tuple[int, int]] = field(default_factory=dict)
    rests_of: tuple[tuple[Rests, ...], ...] = ()
    own: tuple[frozenset[int], ...] = ()
    before: Before | None = None

    def solution(self, plain: Plain) -> Solution:
        return Solution(self.data, [route_of(self.data, kind, acts) for kind, acts in plain])

    def tours(self, plain: Plain) -> tuple[Tour, ...]:
        """Tours with a timetable: off as late as costs nothing, then as early as can be."""
        return tuple(_tour(self, kind, acts) for kind, acts in plain)

    def plain_of(self, tours: tuple[Tour, ...]) -> Plain:
        """Tours of an earlier answer as far as they can be said here."""
        types: dict[int, list[int]] = {}
        for number, kind in enumerate(self.kind_of):
            types.setdefault(kind, []).extend(
                [number] * self.data.vehicle_type(number).num_available
            )
        plain: Plain = []
        rests = [list(own) for own in self.rests_of]
        for tour in tours:
            if not types.get(tour.vehicle):
                continue
            kind = self._seat(types[tour.vehicle], tour)
            own = rests[kind][0] if rests[kind] else ()
            acts = [act for visit in tour.visits if (act := self._act(visit, own)) is not None]
            if acts:
                types[tour.vehicle].remove(kind)
                del rests[kind][:1]
                plain.append((kind, acts))
        return plain

    def _seat(self, types: list[int], tour: Tour) -> int:
        """The type whose places the tour has most of; the first where none has any."""
        places = set(tour.places)
        return max(types, key=lambda kind: (len(self.own[kind] & places), -len(self.own[kind])))

    def _act(self, visit: Visit, rests: Rests) -> tuple[bool, int] | None:
        if visit.kind is not Kind.REST:
            return visit.kind is Kind.PLACE, visit.number
        wanted = visit.which, visit.number
        clients = (client for rest in rests for client in rest)
        here = next((client for client in clients if self.rests[client] == wanted), None)
        return None if here is None else (True, here)


def route_of(data: ProblemData, kind: int, acts: list[tuple[bool, int]]) -> Route:
    if all(is_client for is_client, _ in acts):
        return Route(data, [number for _, number in acts], kind)
    told = [
        Activity(ActivityType.CLIENT if is_client else ActivityType.DEPOT, number)
        for is_client, number in acts
    ]
    return Route(data, told, kind)


def plain(solution: Solution) -> Plain:
    """A solution in numbers, without its first and last depots: to be sent or kept."""
    return [
        (route.vehicle_type(), [(act.is_client(), act.idx) for act in list(route)[1:-1]])
        for route in solution.routes()
    ]


def _tour(model: Model, kind: int, acts: list[tuple[bool, int]]) -> Tour:
    problem, number = model.problem, model.kind_of[kind]
    vehicle = problem.vehicles[number]
    now = leaves = int(route_of(model.data, kind, acts).start_time())
    row, visits = problem.depot_row(vehicle.start), []
    for index, (is_client, client) in enumerate(acts):
        what, where, opens, lasts = _stop(model, vehicle, is_client, client)
        begins = max(now + int(problem.duration[row, where]), opens)
        ends = begins + lasts
        if what is Kind.DEPOT:
            ends = max(ends, _released(problem, acts[index + 1 :]))
        if what is Kind.REST:
            visits.append(Visit(what, where, begins, ends, model.rests[client][0]))
        else:
            visits.append(Visit(what, client, begins, ends))
        row, now = where, ends
    back = now + int(problem.duration[row, problem.depot_row(vehicle.end)])
    return Tour(number, leaves, back, tuple(visits))


def _stop(
    model: Model, vehicle: Vehicle, is_client: bool, number: int
) -> tuple[Kind, int, int, int]:
    """What a stop is, its row, when it opens, and how long it lasts."""
    if not is_client:
        depot = model.problem.depots[number]
        return Kind.DEPOT, depot.at, depot.window[0], 0
    if number in model.rests:
        which, row = model.rests[number]
        return Kind.REST, row, vehicle.rests[which].window[0], vehicle.rests[which].seconds
    place = model.problem.places[number]
    return Kind.PLACE, place.at, place.window[0], place.service


def _released(problem: RoutesProblem, acts: list[tuple[bool, int]]) -> int:
    """When the goods of the trip that begins here are all there."""
    latest = 0
    for is_client, number in acts:
        if not is_client:
            break
        if number < len(problem.places):
            latest = max(latest, problem.places[number].release)
    return latest
