"""A problem in PyVRP's terms, and PyVRP's routes as tours with a timetable.

What PyVRP has no word for is said by what it has: skills by ways that take too long for whoever
lacks them; rests by places that carry one unit of a load of which each vehicle holds one; goods on
board by a load that is delivered only, and room for it that is taken until the first return; the
price of a place that moves by ways that are so much dearer for whoever did not go there. Wouda,
Lan & Kool (2024), INFORMS Journal on Computing 36(4), describe PyVRP.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from pyvrp import (
    Activity,
    ActivityType,
    Client,
    ClientGroup,
    Depot,
    Location,
    ProblemData,
    Route,
    Solution,
    VehicleType,
)

from qixin.planning.routes.before import Before
from qixin.planning.routes.problem import ALWAYS, DAY, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.result import Kind, Tour, Visit

TOO_LONG = 100 * DAY
# figures of matrices for vehicles that are told apart (PyVRP copies each: half a gigabyte)
MOST_FIGURES = 60_000_000
Ints = npt.NDArray[np.int64]
Plain = list[tuple[int, list[tuple[bool, int]]]]  # (vehicle type, [(is a client, its number)])


@dataclass(frozen=True)
class Model:
    """`kind_of[t]`: number of the problem's vehicle behind PyVRP's type t; `rests[c]`: map row.

    `rests_of[t]`: for each vehicle of the type the clients of which one is its rest. `own[t]`: the
    places of the earlier tour that the type's vehicle goes on with. `before`: only if it is priced.
    """

    problem: RoutesProblem
    data: ProblemData
    kind_of: tuple[int, ...]
    rests: dict[int, int] = field(default_factory=dict)
    rests_of: tuple[tuple[tuple[int, ...], ...], ...] = ()
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

    def _act(self, visit: Visit, rests: tuple[int, ...]) -> tuple[bool, int] | None:
        if visit.kind is not Kind.REST:
            return visit.kind is Kind.PLACE, visit.number
        here = next((client for client in rests if self.rests[client] == visit.number), None)
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


def model_of(problem: RoutesProblem, before: Before | None = None) -> Model:
    """Build PyVRP's data; every depot, place and rest gets a row of its own.

    Changes from `before` are priced where the problem has a price for them.
    """
    builder = _Builder(problem, before if problem.prices.change else None)
    return builder.model()


class _Builder:
    def __init__(self, problem: RoutesProblem, before: Before | None) -> None:
        self.problem, self.before = problem, before
        self.rows = [d.at for d in problem.depots] + [p.at for p in problem.places]
        self.clients: list[Client] = []
        self.groups: list[ClientGroup] = []
        self.rests: dict[int, int] = {}
        self.kinds: list[tuple[int, int]] = []  # (vehicle's number, how many)
        self.own: list[frozenset[int]] = []  # places that each type had before
        self.rest_of: list[int | None] = []  # load that stands for the rest of a type
        self.shared: dict[tuple[Rest, int], int] = {}
        self.dimensions = 2 * problem.kinds if self._some_on_board() else problem.kinds

    def model(self) -> Model:
        self._split_vehicles()
        self._places()
        self._rests()
        matrices, profiles = self._profiles()
        types = [self._type(index, profiles[index]) for index in range(len(self.kinds))]
        points = self.problem.points
        locations = [
            Location(*(points[row] if points is not None else (0.0, 0.0))) for row in self.rows
        ]
        depots = [
            Depot(number, *_pyvrp_window(depot.window))
            for number, depot in enumerate(self.problem.depots)
        ]
        data = ProblemData(
            locations, self.clients, depots, types,
            [one for one, _ in matrices], [one for _, one in matrices],  # type: ignore[misc]
            self.groups,
        )  # fmt: skip
        kinds = tuple(kind for kind, _ in self.kinds)
        return Model(
            self.problem, data, kinds, self.rests, tuple(map(tuple, self.rests_of)),
            tuple(self.own), self.before,
        )  # fmt: skip

    def _some_on_board(self) -> bool:
        """Then deliveries alone are a second load a kind: what is collected has the whole room."""
        return any(vehicle.on_board is not None for vehicle in self.problem.vehicles)

    def _split_vehicles(self) -> None:
        """Alike vehicles are one type; those that rest between trips must be told apart."""
        for number, vehicle in enumerate(self.problem.vehicles):
            single = vehicle.rest is not None and vehicle.trips > 1
            for own, count in self._seats(number, vehicle, single=single):
                self.kinds.append((number, count))
                self.own.append(own)
                self.rest_of.append(self._rest_dimension(vehicle, single=single))

    def _seats(
        self, number: int, vehicle: Vehicle, *, single: bool
    ) -> Iterator[tuple[frozenset[int], int]]:
        """Each earlier tour is one vehicle's own, as far as they can be told apart."""
        seats = [] if self.before is None else [s for v, s in self.before.seats if v == number]
        if not seats or not self._fit(len(self.before.seats) if self.before else 0):
            together: frozenset[int] = frozenset().union(*seats)
            yield from [(together, 1)] * vehicle.count if single else [(together, vehicle.count)]
            return
        yield from ((own, 1) for own in seats)
        left = vehicle.count - len(seats)
        yield from [(frozenset[int](), 1)] * left if single else [(frozenset[int](), left)][:left]

    def _fit(self, profiles: int) -> bool:
        """Whether so many sets of matrices are not too much memory."""
        return profiles * (len(self.problem.places) + len(self.problem.depots)) ** 2 <= MOST_FIGURES

    def _rest_dimension(self, vehicle: Vehicle, *, single: bool) -> int | None:
        """The load that stands for this rest; those who rest alike share it."""
        if vehicle.rest is None:
            return None
        alike = (vehicle.rest, vehicle.start)
        if single or alike not in self.shared:
            self.shared[alike] = self.dimensions
            self.dimensions += 1
        return self.shared[alike]

    def _places(self) -> None:
        groups: dict[str, list[int]] = {}
        for number, place in enumerate(self.problem.places):
            if place.group is not None:
                groups.setdefault(place.group, []).append(number)
        numbers = {name: index for index, name in enumerate(groups)}
        self.groups = [ClientGroup(members, required=True) for members in groups.values()]
        for number, place in enumerate(self.problem.places):
            group = None if place.group is None else numbers[place.group]
            self.clients.append(self._client(number, place, group))

    def _client(self, number: int, place: Place, group: int | None) -> Client:
        early, late = _pyvrp_window(place.window)
        optional = group is not None or not place.must
        prize = self.problem.prize(place) if group is None and not place.must else 0
        return Client(
            len(self.problem.depots) + number, self._twice(place.delivery),
            self._load(place.pickup),
            place.service, early, late, place.release, prize, not optional, group,
        )  # fmt: skip

    def _twice(self, figures: tuple[int, ...]) -> list[int]:
        """Deliveries, told again by themselves where goods are on board."""
        if not self._some_on_board():
            return self._load(figures)
        one = [*figures, *[0] * (self.problem.kinds - len(figures))]
        return self._load((*one, *one))

    def _load(self, figures: tuple[int, ...]) -> list[int]:
        return [*figures, *[0] * (self.dimensions - len(figures))]

    def _rests(self) -> None:
        self.rests_of: list[list[tuple[int, ...]]] = [[] for _ in self.kinds]
        for index, ((number, count), dimension) in enumerate(
            zip(self.kinds, self.rest_of, strict=True)
        ):
            rest = self.problem.vehicles[number].rest
            if rest is None or dimension is None:
                continue
            start = self.problem.vehicles[number].start
            spots = rest.at or (self.problem.depot_row(start),)
            load = [0] * self.dimensions
            load[dimension] = 1
            for _ in range(count):
                group = len(self.groups) if len(spots) > 1 else None
                members = []
                for row in spots:
                    members.append(len(self.clients))
                    self.rests[len(self.clients)] = row
                    self.rows.append(row)
                    self.clients.append(
                        Client(
                            len(self.rows) - 1,
                            load,
                            [],
                            rest.seconds,
                            *rest.window,
                            required=group is None,
                            group=group,
                        )
                    )
                self.rests_of[index].append(tuple(members))
                if group is not None:
                    self.groups.append(ClientGroup(members, required=True))

    def _profiles(self) -> tuple[list[tuple[Ints, Ints]], list[int]]:
        """Matrices, and which of them each type has.

        One a set of skills: whoever lacks one needs too long to where it is needed. Where changes
        have a price also one a type, with prices for distances.
        """
        rows = np.array(self.rows)
        distance = self.problem.distance[np.ix_(rows, rows)].copy()
        duration = self.problem.duration[np.ix_(rows, rows)].copy()
        np.fill_diagonal(distance, 0)
        np.fill_diagonal(duration, 0)
        wanted = {need for place in self.problem.places for need in place.needs}
        matrices: list[tuple[Ints, Ints]] = []
        profiles: dict[tuple[frozenset[str], int, frozenset[int]], int] = {}
        self.priced = self._priced()
        told = []
        for (number, _), own, priced in zip(self.kinds, self.own, self.priced, strict=True):
            vehicle = self.problem.vehicles[number]
            able = vehicle.skills & wanted
            key = (able, vehicle.per_distance, own) if priced else (able, -1, frozenset[int]())
            if key not in profiles:
                profiles[key] = len(matrices)
                ways = self._dearer(distance, vehicle, own) if priced else distance
                matrices.append((ways, self._reached(duration, able)))
            told.append(profiles[key])
        self.wanted = frozenset(wanted)
        return matrices, told

    def _priced(self) -> list[bool]:
        """Whether a type's matrix has the prices of changes in it; a limit of way leaves no room.

        What is left out of the matrices is counted all the same, see `iterating.cost_of`.
        """
        sets = {(self.problem.vehicles[v].skills, own) for (v, _), own in
                zip(self.kinds, self.own, strict=True)}  # fmt: skip
        room = self.before is not None and self._fit(len(sets))
        return [room and self.problem.vehicles[v].farthest is None for v, _ in self.kinds]

    def _dearer(self, distance: Ints, vehicle: Vehicle, own: frozenset[int]) -> Ints:
        """The price of each way, with that of a change where somebody else went before."""
        assert self.before is not None
        ways = distance * vehicle.per_distance
        changed = [len(self.problem.depots) + place for place in self.before.known - own]
        ways[:, changed] += self.problem.prices.change
        np.fill_diagonal(ways, 0)
        return ways

    def _reached(self, duration: Ints, able: frozenset[str]) -> Ints:
        barred = [
            len(self.problem.depots) + number
            for number, place in enumerate(self.problem.places)
            if not place.needs <= able
        ]
        mine = duration.copy() if barred else duration
        mine[:, barred] = TOO_LONG
        mine[barred, barred] = 0
        return mine

    def _type(self, index: int, profile: int) -> VehicleType:
        number, count = self.kinds[index]
        vehicle = self.problem.vehicles[number]
        early, late = vehicle.window if self.wanted else _pyvrp_window(vehicle.window)
        capacity = self._twice(vehicle.capacity)
        if (dimension := self.rest_of[index]) is not None:
            capacity[dimension] = 1
        return VehicleType(
            count, capacity, vehicle.start, vehicle.end, vehicle.fixed, early, late,
            _endless(vehicle.longest), _endless(vehicle.farthest),
            1 if self.priced[index] else vehicle.per_distance, vehicle.per_second, profile,
            initial_load=self._load(_taken(vehicle)),
            reload_depots=list(vehicle.reload),
            max_reloads=vehicle.trips - 1,
        )  # fmt: skip


def _taken(vehicle: Vehicle) -> tuple[int, ...]:
    """Of the load that is delivered only: what may not be delivered on the first trip."""
    if vehicle.on_board is None:
        return ()
    taken = (c - b for c, b in zip(vehicle.capacity, vehicle.on_board, strict=True))
    return (*[0] * len(vehicle.capacity), *taken)


def _endless(limit: int | None) -> int:
    return int(np.iinfo(np.int64).max) if limit is None else limit


def _pyvrp_window(window: tuple[int, int]) -> tuple[int, int]:
    # without a window PyVRP need not count time, which is faster
    return (window[0], int(np.iinfo(np.int64).max)) if window[1] >= ALWAYS[1] else window


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
        visits.append(Visit(what, where if what is Kind.REST else client, begins, ends))
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
    if number in model.rests and vehicle.rest is not None:
        return Kind.REST, model.rests[number], vehicle.rest.window[0], vehicle.rest.seconds
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
