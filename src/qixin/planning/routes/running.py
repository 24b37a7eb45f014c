"""A day that has begun: what is done stays done, vehicles go on from where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qixin.planning.errors import ProblemError
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle, check_whole


@dataclass(frozen=True)
class Now:
    """One vehicle under way: on row `at` of the map at `time`, with so much on board to deliver.

    `at` is where it is, or the place to which it is driving, with the time when it will be free
    there. `rested`: numbers (from 0) of the rests that it has had. `length`, `out`: metres and
    seconds already spent.
    """

    vehicle: str
    at: int
    time: int
    on_board: tuple[int, ...]
    rested: tuple[int, ...] = ()
    trips: int = 1
    length: int = 0
    out: int = 0

    def __post_init__(self) -> None:
        for name in ("at", "time", "length", "out"):
            check_whole(getattr(self, name), name, f"vehicle {self.vehicle} now")
        check_whole(self.trips, "trips", f"vehicle {self.vehicle} now", 1)


def continued(
    problem: RoutesProblem, *, done: Sequence[str], under_way: Sequence[Now],
    still_in: Mapping[str, int], not_before: int,
) -> RoutesProblem:  # fmt: skip
    """The rest of the day as a problem of its own.

    `done`: ids of the places visited or left out for good; `still_in`: how many of each vehicle
    have not left and can, not before the time `not_before`. Every vehicle under way becomes one of
    its own, `<id> now <number>`, that starts at a depot of the same name; earlier tours may be told
    to the solver as `start`.

    Raises ProblemError where a place or vehicle is not in the problem, or more vehicles are told of
    than there are.
    """
    places = _left(problem, set(done))
    known = {vehicle.id: vehicle for vehicle in problem.vehicles}
    for one in (*(now.vehicle for now in under_way), *still_in):
        if one not in known:
            raise ProblemError("is not in the problem", item=f"vehicle {one}")
    _enough(known, under_way, still_in)
    depots = list(problem.depots)
    vehicles = [
        replace(known[one], count=count, window=_from(known[one].window, not_before, one))
        for one, count in still_in.items() if count
    ]  # fmt: skip
    for number, now in enumerate(under_way, start=1):
        name = f"{now.vehicle} now {number}"
        depots.append(Depot(name, now.at))
        _had(known[now.vehicle], now)
        vehicles.append(_going_on(known[now.vehicle], now, name, len(depots) - 1))
    return replace(problem, depots=tuple(depots), places=places, vehicles=tuple(vehicles))


def _enough(
    known: Mapping[str, Vehicle], under_way: Sequence[Now], still_in: Mapping[str, int]
) -> None:
    out = Counter(now.vehicle for now in under_way)
    for one, vehicle in known.items():
        if out[one] + still_in.get(one, 0) > vehicle.count:
            raise ProblemError(
                f"{out[one]} are under way and {still_in.get(one, 0)} still in, of {vehicle.count}",
                item=f"vehicle {one}",
            )


def _left(problem: RoutesProblem, done: set[str]) -> tuple[Place, ...]:
    unknown = done - {place.id for place in problem.places}
    if unknown:
        raise ProblemError("is done, but not in the problem", item=f"place {min(unknown)}")
    settled = {place.group for place in problem.places if place.id in done and place.group}
    return tuple(p for p in problem.places if p.id not in done and p.group not in settled)


def _from(window: tuple[int, int], time: int, vehicle: str) -> tuple[int, int]:
    if time > window[1]:
        raise ProblemError(f"its shift is over at {window[1]}", item=f"vehicle {vehicle}")
    return max(window[0], time), window[1]


def _going_on(vehicle: Vehicle, now: Now, name: str, depot: int) -> Vehicle:
    def left(limit: int | None, spent: int) -> int | None:
        return None if limit is None else max(0, limit - spent)

    return replace(
        vehicle, id=name, was=vehicle.id, count=1, start=depot,
        window=_from(vehicle.window, now.time, name),
        on_board=now.on_board, rests=_rests(vehicle, now),
        fixed=0, trips=max(1, vehicle.trips - now.trips + 1),
        farthest=left(vehicle.farthest, now.length), longest=left(vehicle.longest, now.out),
    )  # fmt: skip


def _had(vehicle: Vehicle, now: Now) -> None:
    for which in now.rested:
        if which not in range(len(vehicle.rests)):
            raise ProblemError(f"has no rest number {which}", item=f"vehicle {vehicle.id} now")


def _rests(vehicle: Vehicle, now: Now) -> tuple[Rest, ...]:
    """The rests still to come; without places of their own they may be taken where it is."""
    return tuple(
        replace(rest, at=rest.at or (now.at,))
        for which, rest in enumerate(vehicle.rests)
        if which not in now.rested
    )
