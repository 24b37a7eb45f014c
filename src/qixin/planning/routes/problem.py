"""What is to be driven: depots, vehicles or squads, places, and the ways between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from qixin.planning.errors import NumbersMissing, ProblemError
from qixin.planning.places import plane
from qixin.planning.routes.ways import DETOUR, SPEED, ways
from qixin.planning.routes.ways import points as spots

Ints = npt.NDArray[np.int64]
Window = tuple[int, int]

DAY = 24 * 3600
MOST = 2**40  # larger figures would overflow sums of costs
ALWAYS: Window = (0, 7 * DAY)


def check_whole(figure: object, what: str, item: str, least: int = 0) -> None:
    """Refuse what is no whole number from `least` to `MOST`."""
    if isinstance(figure, bool) or not isinstance(figure, int | np.integer):
        raise NumbersMissing(f"{what} must be a whole number, not {figure!r}", item=item)
    if not least <= figure <= MOST:
        told = f"at least {least}" if figure < least else f"at most {MOST}"
        raise ProblemError(f"{what} must be {told}, not {figure}", item=item)


def _window(window: Window, what: str, item: str) -> None:
    if len(window) != 2:
        raise ProblemError(f"{what} must be two times, not {window}", item=item)
    for edge in window:
        check_whole(edge, what, item)
    if window[0] > window[1]:
        raise ProblemError(
            f"{what} closes at {window[1]}, before it opens at {window[0]}", item=item
        )


def _loads(loads: tuple[int, ...], what: str, item: str, least: int = 0) -> None:
    for load in loads:
        check_whole(load, what, item, least)


@dataclass(frozen=True)
class Depot:
    """Where vehicles start, end and load again. `at`: row of the matrices; window in seconds."""

    id: str
    at: int
    window: Window = ALWAYS

    def __post_init__(self) -> None:
        check_whole(self.at, "the place on the map", f"depot {self.id}")
        _window(self.window, "its window", f"depot {self.id}")


@dataclass(frozen=True)
class Place:
    """A stop. It must be made, or may be left out for the prize of its `priority`.

    delivery, pickup   one figure a kind of goods: brought from a depot, taken to one
    service, window    seconds; service begins within the window
    release            what goes there is not at the depot earlier
    needs              skills that the vehicle must have
    group              of the places with the same group exactly one is visited
    """

    id: str
    at: int
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    service: int = 0
    window: Window = ALWAYS
    release: int = 0
    must: bool = True
    priority: int = 0
    needs: frozenset[str] = frozenset()
    group: str | None = None

    def __post_init__(self) -> None:
        item = f"place {self.id}"
        check_whole(self.at, "the place on the map", item)
        _loads(self.delivery, "demand", item)
        _loads(self.pickup, "pickup", item)
        check_whole(self.service, "service time", item)
        check_whole(self.release, "release time", item)
        check_whole(self.priority, "priority", item)
        _window(self.window, "its window", item)
        if self.release > self.window[1]:
            raise ProblemError(
                f"its goods come at {self.release}, after its window closes", item=item
            )


@dataclass(frozen=True)
class Rest:
    """A break of `seconds` that begins within `window` at one of the rows `at` of the matrices.

    Without `at` at the depot where the vehicle starts. Who has rests is on shift: they are kept,
    and the fixed price paid, whether the vehicle drives or not.
    """

    seconds: int
    window: Window
    at: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check_whole(self.seconds, "its length", "rest", 1)
        _window(self.window, "its window", "rest")
        for row in self.at:
            check_whole(row, "its place on the map", "rest")


@dataclass(frozen=True)
class Vehicle:
    """`count` vehicles or squads alike. Depots by their number; prices whole units of cost.

    `reload`: depots where it may load again, at most `trips` trips; `on_board`: at the start of the
    first trip only so much may be delivered (a running day), full capacity without it; what it
    collects has the whole capacity. `rests`: each is taken once, in any order that their windows
    allow. `was`: its id in the problem that this one continues.
    """

    id: str
    capacity: tuple[int, ...] = ()
    count: int = 1
    start: int = 0
    end: int = 0
    window: Window = ALWAYS
    longest: int | None = None
    farthest: int | None = None
    fixed: int = 0
    per_distance: int = 1
    per_second: int = 0
    skills: frozenset[str] = frozenset()
    reload: tuple[int, ...] = ()
    trips: int = 1
    rests: tuple[Rest, ...] = ()
    on_board: tuple[int, ...] | None = None
    was: str | None = None

    def __post_init__(self) -> None:
        item = f"vehicle {self.id}"
        check_whole(self.count, "count", item, 1)
        _loads(self.capacity, "capacity", item, 1)
        _window(self.window, "its shift", item)
        for name in ("fixed", "per_distance", "per_second"):
            check_whole(getattr(self, name), f"the price {name}", item)
        for name in ("longest", "farthest"):
            if getattr(self, name) is not None:
                check_whole(getattr(self, name), name, item)
        check_whole(self.trips, "the number of trips", item, 1)
        if self.trips > 1 and not self.reload:
            raise ProblemError("may make several trips, but has no depot to load at", item=item)
        for number, rest in enumerate(self.rests, start=1):
            if rest.window[0] > self.window[1] or rest.window[1] < self.window[0]:
                raise ProblemError(f"its rest {number} lies outside its shift", item=item)
        if self.on_board is not None:
            if len(self.on_board) != len(self.capacity):
                raise ProblemError("on board must have a figure a kind of goods", item=item)
            _loads(self.on_board, "on board", item)
            if any(b > c for b, c in zip(self.on_board, self.capacity, strict=True)):
                raise ProblemError("has more on board than it holds", item=item)


@dataclass(frozen=True)
class Prices:
    """What changes weigh, in whole units of cost.

    change   a place that another vehicle visits than in `start`
    """

    change: int = 0

    def __post_init__(self) -> None:
        check_whole(self.change, "the price change", "prices")


@dataclass(frozen=True, eq=False)
class RoutesProblem:
    """Depots, places, vehicles; `distance` and `duration` (seconds) between rows of the map.

    `prizes[k]`: the price of leaving out a may-do place of priority k. `scale`: the matrices'
    figures are so many to a unit of cost (10 for one decimal, as the VRPTW sets want). `points`:
    x and y of each row, for pictures and for parting a large plan. Matrices become read-only.
    """

    depots: tuple[Depot, ...]
    places: tuple[Place, ...]
    vehicles: tuple[Vehicle, ...]
    distance: Ints
    duration: Ints
    prizes: tuple[int, ...] = (0,)
    scale: int = 1
    points: npt.NDArray[np.float64] | None = field(default=None, repr=False)
    prices: Prices = field(default_factory=Prices)

    def __post_init__(self) -> None:
        for kind in ("depots", "places", "vehicles"):
            if not getattr(self, kind):
                raise ProblemError("there are none", item=kind)
            _once(kind[:-1], (one.id for one in getattr(self, kind)))
        check_whole(self.scale, "scale", "the problem", 1)
        _loads(self.prizes, "a prize", "prizes")
        for name in ("distance", "duration"):
            object.__setattr__(self, name, _matrix(getattr(self, name), name))
        if self.distance.shape != self.duration.shape:
            raise ProblemError(
                f"{self.distance.shape} for distance, {self.duration.shape} for duration",
                item="matrices",
            )
        self._fits()

    def _fits(self) -> None:
        size, kinds = len(self.distance), self.kinds
        for one in chain[Depot | Place](self.depots, self.places):
            if one.at >= size:
                kind = "depot" if isinstance(one, Depot) else "place"
                raise ProblemError(
                    f"stands on row {one.at} of a matrix of {size}", item=f"{kind} {one.id}"
                )
        if self.points is not None:
            _points(self.points, size)
        for place in self.places:
            if max(len(place.delivery), len(place.pickup)) > kinds:
                raise ProblemError(
                    f"more kinds of goods than the {kinds} that vehicles hold",
                    item=f"place {place.id}",
                )
            if not place.must and place.priority >= len(self.prizes):
                raise ProblemError(
                    f"there is no prize for priority {place.priority}", item=f"place {place.id}"
                )
        for vehicle in self.vehicles:
            self._vehicle_fits(vehicle, size, kinds)

    def _vehicle_fits(self, vehicle: Vehicle, size: int, kinds: int) -> None:
        item = f"vehicle {vehicle.id}"
        for depot in (vehicle.start, vehicle.end, *vehicle.reload):
            check_whole(depot, "a depot's number", item)
            if not 0 <= depot < len(self.depots):
                raise ProblemError(f"there is no depot number {depot}", item=item)
        if len(vehicle.capacity) != kinds:
            raise ProblemError("every vehicle needs a capacity for each kind of goods", item=item)
        for number, rest in enumerate(vehicle.rests, start=1):
            if any(at >= size for at in rest.at):
                raise ProblemError(f"its rest {number} lies off the map", item=item)

    @classmethod
    def on_the_ground(
        cls, depots: tuple[Depot, ...], places: tuple[Place, ...], vehicles: tuple[Vehicle, ...],
        degrees: object, *, detour: float = DETOUR, speed: float = SPEED,
        prizes: tuple[int, ...] = (0,), prices: Prices | None = None,
    ) -> RoutesProblem:  # fmt: skip
        """Ways in metres by great circle × `detour`, in seconds at `speed` metres a second.

        `degrees`: longitude and latitude of each row of the map, shape (n, 2). Raises
        NumbersMissing or ProblemError, with the depot or place whose coordinates are missing or
        lie off the globe.
        """
        names: dict[int, str] = {}
        for kind, ones in (("depot", depots), ("place", places)):
            for one in ones:
                names.setdefault(one.at, f"{kind} {one.id}")
        told = [names.get(row, "") for row in range(max(names, default=-1) + 1)]
        metres, seconds = ways(degrees, detour=detour, speed=speed, names=told)
        return cls(
            depots, places, vehicles, metres, seconds, prizes,
            points=plane(spots(degrees, told)), prices=prices or Prices(),
        )  # fmt: skip

    @property
    def kinds(self) -> int:
        """How many kinds of goods there are."""
        return len(self.vehicles[0].capacity)

    def prize(self, place: Place) -> int:
        """What leaving the place out costs."""
        return self.prizes[place.priority]

    def depot_row(self, depot: int) -> int:
        return self.depots[depot].at


def _once(kind: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ProblemError("stands here twice", item=f"{kind} {one}")
        seen.add(one)


def _points(points: npt.NDArray[np.float64], size: int) -> None:
    if np.shape(points) != (size, 2):
        raise ProblemError(f"must have shape {(size, 2)}, not {np.shape(points)}", item="points")
    wrong = ~np.isfinite(np.asarray(points, dtype=np.float64)).all(axis=1)
    if wrong.any():
        raise NumbersMissing(f"row {int(wrong.argmax())} has no place", item="points")


def _matrix(matrix: object, name: str) -> Ints:
    if isinstance(matrix, np.ma.MaskedArray):
        # what a mask hides is a hole, not what lies below it
        matrix = np.ma.filled(matrix.astype(np.float64), np.nan)
    try:
        kept = np.asarray(matrix)
        kept = kept if np.issubdtype(kept.dtype, np.integer) else kept.astype(np.float64)
    except (TypeError, ValueError):
        raise NumbersMissing("must be a square of numbers, all of them there", item=name) from None
    if kept.ndim != 2 or kept.shape[0] != kept.shape[1]:
        raise ProblemError(f"must be square, not of shape {kept.shape}", item=name)
    if not np.issubdtype(kept.dtype, np.integer):
        holes = ~np.isfinite(kept)
        if holes.any():
            row, column = np.argwhere(holes)[0].tolist()
            raise NumbersMissing(f"from row {row} to {column} there is no figure", item=name)
        kept = np.rint(kept)
    wrong = (kept < 0) | (kept > MOST)
    if wrong.any():
        row, column = np.argwhere(wrong)[0].tolist()
        raise ProblemError(f"from row {row} to {column} stands {kept[row, column]}", item=name)
    frozen = kept.astype(np.int64)
    frozen.flags.writeable = False
    return frozen
