"""Seeded problems of a district's shape: deliveries from a depot, and a round of disinfection."""

from __future__ import annotations

import numpy as np

from qixin.planning.places import plane
from qixin.planning.routes.problem import Depot, Place, Rest, RoutesProblem, Vehicle
from qixin.planning.routes.ways import ways

HOUR = 3600
RESTS = (
    Rest(HOUR // 2, (HOUR * 23 // 2, 13 * HOUR)),
    Rest(HOUR // 4, (HOUR * 29 // 2, HOUR * 31 // 2)),
    Rest(HOUR // 4, (HOUR * 19 // 2, HOUR * 21 // 2)),
)
MIDDLE = (118.3, 36.8)  # degrees east and north


def _around(chance: np.random.Generator, count: int, width: float) -> np.ndarray:
    return np.array(MIDDLE) + chance.normal(0, width, (count, 2))


def town(*, places: int, vehicles: int, seed: int, timed: bool = False) -> RoutesProblem:
    """Deliveries from one depot by vehicles alike, with windows of two hours where `timed`."""
    chance = np.random.default_rng(seed)
    degrees = _around(chance, places + 1, 0.06)
    metres, seconds = ways(degrees)
    demand = chance.integers(1, 10, places)
    capacity = max(9, int(np.ceil(demand.sum() / vehicles * 1.25)))
    opens = chance.integers(8, 15, places) * HOUR
    stops = tuple(
        Place(
            f"p{i + 1}",
            i + 1,
            (int(demand[i]),),
            service=300 if timed else 0,
            window=(int(opens[i]), int(opens[i]) + 2 * HOUR) if timed else (0, 7 * 24 * HOUR),
        )
        for i in range(places)
    )
    shift = (7 * HOUR, 20 * HOUR) if timed else (0, 7 * 24 * HOUR)
    fleet = Vehicle("van", (capacity,), vehicles + places, window=shift)
    times = seconds if timed else np.zeros_like(seconds)
    return RoutesProblem(
        (Depot("store", 0),), stops, (fleet,), metres, times, points=plane(degrees)
    )


def disinfection(
    *, places: int = 2000, squads: int = 50, depots: int = 4, seed: int = 0, rests: int = 1
) -> RoutesProblem:
    """Squads of two kinds from several depots: must-do places, may-do ones of three priorities.

    A shift from 8 to 17 o'clock, up to three rests at the squad's depot (half an hour around noon,
    a quarter in the afternoon, a quarter in the morning), disinfectant for so many places, some
    places that only squads with a sprayer can do, three in ten with a window of two hours.
    """
    chance = np.random.default_rng(seed)
    degrees = _around(chance, depots + places, 0.08)
    metres, seconds = ways(degrees)
    stores = tuple(Depot(f"store {d + 1}", d) for d in range(depots))
    stops = tuple(_stop(chance, i, depots + i) for i in range(places))
    kinds = []
    for d in range(depots):
        mine = squads // depots + (d < squads % depots)
        strong = max(1, mine // 3)
        for name, count, skills in (
            ("foot", mine - strong, frozenset[str]()), ("sprayer", strong, frozenset({"sprayer"})),
        ):  # fmt: skip
            if count:
                kinds.append(
                    Vehicle(
                        f"{name} {d + 1}",
                        (100,),
                        count,
                        d,
                        d,
                        (8 * HOUR, 17 * HOUR),
                        skills=skills,
                        rests=RESTS[:rests],
                    )
                )
    return RoutesProblem(
        stores, stops, tuple(kinds), metres, seconds, prizes=(1_500, 4_000, 10_000),
        points=plane(degrees),
    )  # fmt: skip


def _stop(chance: np.random.Generator, number: int, at: int) -> Place:
    window = (8 * HOUR, 17 * HOUR)
    if chance.random() < 0.3:
        opens = int(chance.integers(8, 15)) * HOUR
        window = (opens, opens + 2 * HOUR)
    needs = frozenset({"sprayer"}) if chance.random() < 0.1 else frozenset[str]()
    return Place(
        f"p{number + 1}", at, (int(chance.integers(1, 4)),),
        service=int(chance.integers(3, 10)) * 60, window=window, must=chance.random() < 0.5,
        priority=int(chance.integers(0, 3)), needs=needs,
    )  # fmt: skip
