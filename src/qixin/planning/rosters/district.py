"""A district's month of guard duty, made from a seed: units stand by communities round the clock.

Each unit stands by two to four communities near it, and its members may stand at those. A community
needs people in proportion to those who stand by it. People travel, wish, go on leave; a third have
a first-aid certificate, and every post wants one of them at night. All is invented.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from qixin.planning.rosters.fairness import with_shares
from qixin.planning.rosters.problem import Demand, Fairness, Person, Problem, Shift, Wish
from qixin.planning.rosters.tables import Floats, Ints

SHIFTS = (
    Shift("day", 480, start=8 * 60, end=16 * 60),
    Shift("evening", 480, start=16 * 60, end=24 * 60),
    Shift("night", 480, start=0, end=8 * 60, night=True),
)
REST = 11 * 60
FIRST_AID = "first aid"


@dataclass(frozen=True)
class Size:
    """How large the district is, and how many turns a person is needed for in 28 days."""

    people: int = 1200
    units: int = 122
    communities: int = 39
    days: int = 28
    load: float = 9.0


def district(size: Size | None = None, seed: int = 0) -> Problem:
    """The duty problem of a district; the same for the same size and seed."""
    size = size or Size()
    random = np.random.default_rng(seed)
    side = 10.0 * math.sqrt(size.communities / 39)  # km
    communities = random.uniform(0, side, (size.communities, 2))
    units = random.uniform(0, side, (size.units, 2))
    posts = tuple(f"community {at + 1}" for at in range(size.communities))
    stands_by = _links(random, units, communities)
    people, travel, wishes = [], {}, []
    unit_of = np.sort(random.integers(0, size.units, size.people))
    for at, unit in enumerate(unit_of):
        name = f"member {at + 1}"
        home = units[unit] + random.normal(0, 2.0, 2)
        own = [int(place) for place in stands_by[unit]]
        for place in own:
            kilometres = float(np.hypot(*(home - communities[place])))
            travel[name, posts[place]] = round(kilometres)
        leave = _leave(random, size.days)
        people.append(
            Person(
                id=name, unit=f"unit {unit + 1}", max_minutes=12 * 480, min_minutes=4 * 480,
                max_run=5, min_run=1, min_off=1, max_weekends=3, min_rest=REST,
                posts=frozenset(posts[place] for place in own), leave=leave,
                skills=frozenset([FIRST_AID] if random.random() < 1 / 3 else []),
                shift_limits={"night": 0} if random.random() < 0.1 else {"night": 5},
            )
        )  # fmt: skip
        wishes += [_wish(random, name, size.days) for _ in range(int(random.integers(0, 4)))]
    demands = _demands(random, size, posts, people, stands_by, unit_of)
    problem = Problem(
        days=size.days, shifts=SHIFTS, people=tuple(people), demands=tuple(demands),
        wishes=tuple(wishes), posts=posts, travel=travel,
        fairness=Fairness(nights=3.0, weekends=2.0),
    )  # fmt: skip
    return with_shares(problem)


def fall_ill(problem: Problem, count: int = 20, seed: int = 0, days: int = 5) -> Problem:
    """The problem after `count` people fall ill for `days` days, from a day of the second week."""
    random = np.random.default_rng(seed)
    ill = set(random.choice(len(problem.people), count, replace=False).tolist())
    first = min(7, max(0, problem.days - days))
    away = frozenset(range(first, min(problem.days, first + days)))
    return replace(
        problem,
        people=tuple(
            replace(person, leave=person.leave | away, min_minutes=0) if at in ill else person
            for at, person in enumerate(problem.people)
        ),
    )


def _links(random: np.random.Generator, units: Floats, communities: Floats) -> list[Ints]:
    """The communities that each unit stands by: two to four near ones, three units at each."""
    distance = np.hypot(*(units[:, None, :] - communities[None, :, :]).transpose(2, 0, 1))
    links: list[set[int]] = [
        set(np.argsort(row)[: int(random.integers(2, 5))].tolist()) for row in distance
    ]
    for place in range(len(communities)):
        standing = [at for at, places in enumerate(links) if place in places]
        for unit in np.argsort(distance[:, place])[: max(0, 3 - len(standing))]:
            links[int(unit)].add(place)
    return [np.array(sorted(places)) for places in links]


def _wish(random: np.random.Generator, name: str, days: int) -> Wish:
    return Wish(
        name,
        int(random.integers(days)),
        str(random.choice([shift.id for shift in SHIFTS])),
        price=float(random.integers(1, 4)),
        wanted=bool(random.random() < 0.4),
    )


def _leave(random: np.random.Generator, days: int) -> frozenset[int]:
    if random.random() < 0.3:
        first = int(random.integers(days))
        return frozenset(range(first, min(days, first + int(random.integers(1, 4)))))
    return frozenset()


def _demands(
    random: np.random.Generator, size: Size, posts: tuple[str, ...], people: list[Person],
    stands_by: list[Ints], unit_of: np.ndarray,
) -> list[Demand]:  # fmt: skip
    """Needs in proportion to those who stand by a community, fewer in the evening and at night."""
    strength = np.zeros(size.communities)
    for unit in unit_of:
        strength[stands_by[unit]] += 1 / len(stands_by[unit])
    demands = []
    for place, post in enumerate(posts):
        daily = strength[place] * size.load / 28
        for day in range(size.days):
            for shift, share in zip(SHIFTS, (0.45, 0.32, 0.23), strict=True):
                need = max(1, round(daily * share * random.uniform(0.85, 1.15)))
                demands.append(Demand(day, need, need, (shift.id,), (post,), under=100.0, over=1.0))
            demands.append(Demand(day, 1, None, ("night",), (post,), skill=FIRST_AID, under=30.0))
    return demands
