"""PyVRP's data of a problem.

What PyVRP has no word for is said by what it has: skills by ways that take too long for whoever
lacks them; rests by places that carry one unit of a load of which each vehicle holds one; goods on
board by a load that is delivered only, and room for it that is taken until the first return; the
price of a place that moves by ways that are so much dearer for whoever did not go there. Wouda,
Lan & Kool (2024), INFORMS Journal on Computing 36(4), describe PyVRP.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, VehicleType

from qixin.planning.routes.before import Before
from qixin.planning.routes.model import Model, Rests
from qixin.planning.routes.problem import ALWAYS, DAY, Place, Rest, RoutesProblem, Vehicle

TOO_LONG = 100 * DAY
# figures of matrices for vehicles that are told apart (PyVRP copies each: half a gigabyte)
MOST_FIGURES = 60_000_000
Ints = npt.NDArray[np.int64]


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
        self.rests: dict[int, tuple[int, int]] = {}
        self.kinds: list[tuple[int, int]] = []  # (vehicle's number, how many)
        self.own: list[frozenset[int]] = []  # places that each type had before
        self.rest_of: list[list[int]] = []  # loads that stand for the rests of a type
        self.shared: dict[tuple[Rest, int, int], int] = {}
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
            single = bool(vehicle.rests) and vehicle.trips > 1
            for own, count in self._seats(number, vehicle, single=single):
                self.kinds.append((number, count))
                self.own.append(own)
                self.rest_of.append(self._rest_dimensions(vehicle, single=single))

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

    def _rest_dimensions(self, vehicle: Vehicle, *, single: bool) -> list[int]:
        """The loads that stand for these rests; those who rest alike share them."""
        told = []
        for number, rest in enumerate(vehicle.rests):
            alike = (rest, vehicle.start, vehicle.rests[:number].count(rest))
            if single or alike not in self.shared:
                self.shared[alike] = self.dimensions
                self.dimensions += 1
            told.append(self.shared[alike])
        return told

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
        self.rests_of: list[list[Rests]] = []
        for (number, count), dimensions in zip(self.kinds, self.rest_of, strict=True):
            vehicle = self.problem.vehicles[number]
            told = list(zip(vehicle.rests, dimensions, strict=True))
            self.rests_of.append([
                tuple(self._rest(which, vehicle, rest, load) for which, (rest, load) in
                      enumerate(told))
                for _ in range(count if told else 0)
            ])  # fmt: skip

    def _rest(self, which: int, vehicle: Vehicle, rest: Rest, dimension: int) -> tuple[int, ...]:
        """A client for each spot of the rest, one of which is visited."""
        spots = rest.at or (self.problem.depot_row(vehicle.start),)
        load = [0] * self.dimensions
        load[dimension] = 1
        group = len(self.groups) if len(spots) > 1 else None
        members = []
        for row in spots:
            members.append(len(self.clients))
            self.rests[len(self.clients)] = which, row
            self.rows.append(row)
            self.clients.append(
                Client(
                    len(self.rows) - 1, load, [], rest.seconds, *rest.window,
                    required=group is None, group=group,
                )
            )  # fmt: skip
        if group is not None:
            self.groups.append(ClientGroup(members, required=True))
        return tuple(members)

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
        for dimension in self.rest_of[index]:
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
