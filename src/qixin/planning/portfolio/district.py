"""A district's portfolio, made up from a seed: 100 projects, 36 months, money, land and energy.

What is drawn: 4 projects of the province, 28 more of the city, the rest of the district. A project
has twelve activities as key projects have them (approval, design, tender, clearing, site,
foundation, two structures side by side, networks, fitting out, equipment, acceptance). Energy (a
month) is given back, money arrives by quarter and is spent when an activity starts, and half of the
projects need land of their own, of which some parcels are ready only after months. Energy and money
suffice, `tightness` 1, for all work if it is spread evenly over two thirds of the months; with 1.5
the money comes in a third less time and there is half more energy. By earliest dates nearly all
would be at work in the first year and a half, so some due dates, which
lie up to five months after the earliest possible ends, are missed, and the weights decide whose.
Most of the larger works can be done faster for more energy and money. Some projects have begun. All
must end in the horizon.
"""

from __future__ import annotations

import random
from dataclasses import replace

from qixin.planning.portfolio.factors import Budget, Factor, Parcel, Step
from qixin.planning.portfolio.problem import (
    Activity,
    Level,
    Milestone,
    Mode,
    Prices,
    Problem,
    Project,
    Started,
)

PARTS = (  # name, forerunners, months, energy, money: least and most of each
    ("approval", (), (1, 2), (0, 0), (1, 3)),
    ("design", (0,), (1, 3), (0, 1), (2, 8)),
    ("tender", (1,), (1, 1), (0, 0), (0, 1)),
    ("clearing", (0,), (1, 2), (0, 2), (2, 10)),
    ("site", (2, 3), (1, 2), (1, 3), (3, 10)),
    ("foundation", (4,), (1, 3), (2, 6), (10, 40)),
    ("main structure", (5,), (2, 5), (4, 10), (20, 80)),
    ("annex", (5,), (1, 3), (2, 6), (5, 30)),
    ("networks", (4,), (1, 3), (1, 4), (5, 20)),
    ("fitting out", (6, 7), (1, 3), (2, 5), (10, 30)),
    ("equipment", (6, 8), (1, 2), (3, 8), (20, 60)),
    ("acceptance", (9, 10), (1, 1), (1, 2), (1, 2)),
)
ON_LAND = range(4, 12)
DISTRICT_PRICES = Prices(lateness=1000, makespan=100, idle=1)


def district(
    seed: int = 0, *, projects: int = 100, months: int = 36, tightness: float = 1.5,
    prices: Prices = DISTRICT_PRICES,
) -> Problem:  # fmt: skip
    """A portfolio of `projects` × 12 activities over `months` months, the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 (a made-up district must repeat itself)
    levels = [Level.PROVINCE] * (projects // 25) + [Level.CITY] * (28 * projects // 100)
    levels += [Level.DISTRICT] * (projects - len(levels))
    chance.shuffle(levels)
    made, activities, milestones = [], [], []
    for at, level in enumerate(levels):
        name = f"P{at + 1:03d}"
        release = chance.choice((0, 0, 0, 1, 2, 3, 4, 6, 8, 10))
        land = chance.randint(2, 12) if chance.random() < 0.5 else 0
        made.append(
            Project(name, level, release, land, chance.choice(("", "industry")) if land else "")
        )
        activities += _activities(name, land > 0, chance)
        milestones += [(name, part, chance.randint(0, 5)) for part in ("foundation", "acceptance")]
    parcels = _parcels(made, chance)
    earliest = _dates(activities, {p.name: p.release for p in made})
    begun = _begun(made, activities, chance)
    factors, budget = _capacities(activities, months, tightness)
    return Problem(
        activities=tuple(begun), factors=factors, projects=tuple(made),
        milestones=tuple(
            Milestone(f"{name} {part}", f"{name} {part}", earliest[f"{name} {part}"][1] + slack)
            for name, part, slack in milestones
        ),
        budgets=(budget,), parcels=parcels, prices=prices, horizon=months,
        name=f"district {seed}",
    )  # fmt: skip


def _activities(name: str, on_land: bool, chance: random.Random) -> list[Activity]:
    made = []
    for at, (part, before, months, energy, money) in enumerate(PARTS):
        duration = chance.randint(*months)
        uses = {"energy": chance.randint(*energy)}
        spends = {"funds": chance.randint(*money)}
        modes = [Mode(duration, uses, spends, "usual")]
        if duration > 2 and at in (5, 6, 7) and chance.random() < 0.75:
            faster = {"energy": -(-uses["energy"] * 3 // 2)}
            modes.append(Mode(duration - 1, faster, {"funds": spends["funds"] * 9 // 8}, "fast"))
        made.append(
            Activity(
                f"{name} {part}", tuple(modes),
                after=tuple(f"{name} {PARTS[b][0]}" for b in before), project=name,
                on_land=on_land and at in ON_LAND,
            )
        )  # fmt: skip
    return made


def _dates(activities: list[Activity], released: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Earliest (start, end) of each in its usual mode, without factors."""
    dates: dict[str, tuple[int, int]] = {}
    for activity in activities:  # forerunners stand before
        start = max([released[activity.project], *(dates[name][1] for name in activity.after)])
        dates[activity.name] = (start, start + activity.modes[0].duration)
    return dates


def _parcels(projects: list[Project], chance: random.Random) -> tuple[Parcel, ...]:
    """A parcel for each project that needs one, a little larger, and a tenth more of them."""
    wanting = [project for project in projects if project.land]
    parcels = [
        Parcel(
            f"lot {at + 1}", project.land + chance.randint(0, 3), project.land_kind or "housing",
            chance.choice((0, 0, 0, 2, 4, 6, 9)),
        )
        for at, project in enumerate(wanting)
    ]  # fmt: skip
    for at in range(len(parcels) // 10):
        kind, ready = chance.choice(("industry", "housing")), chance.randint(0, 6)
        parcels.append(Parcel(f"lot {len(wanting) + at + 1}", chance.randint(4, 14), kind, ready))
    return tuple(parcels)


def _begun(
    projects: list[Project], activities: list[Activity], chance: random.Random
) -> list[Activity]:
    """One project in five of those released at once has begun its approval in month 0."""
    begun = {p.name for p in projects if p.release == 0 and chance.random() < 0.4}
    return [
        replace(activity, started=Started(0))
        if activity.project in begun and activity.name.endswith(PARTS[0][0])
        else activity
        for activity in activities
    ]


def _capacities(
    activities: list[Activity], months: int, tightness: float
) -> tuple[tuple[Factor, ...], Budget]:
    """Energy that all work takes up over two thirds of the horizon; money by quarter alike."""
    span = max(1, round(months * 2 / 3))
    work = sum(a.modes[0].uses["energy"] * a.modes[0].duration for a in activities)
    energy = Factor("energy", max(15, round(work * tightness / span)))
    spent = sum(activity.modes[0].spends["funds"] for activity in activities)
    quarters = range(0, max(3, round(span / tightness)), 3)
    each = -(-spent * 9 // (8 * len(quarters)))
    arrivals = tuple(Step(at, round(each * (1.5 if at == 0 else 1.0))) for at in quarters)
    return (energy,), Budget("funds", arrivals)
