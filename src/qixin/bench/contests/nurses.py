"""Nurses' rosters of INRC-II's kind and size, made from a seed where no files are at hand.

Needs are counted off a roster that keeps every hard rule and most soft ones, some of them lowered
to a least and some raised to a wish: so an answer exists, and a good one is not plain to see.
"""

from __future__ import annotations

import random
from collections import Counter

from qixin.planning.rosters.formats.inrc2 import (
    Contract,
    Histories,
    Nurse,
    Record,
    Scenario,
    Week,
    next_history,
)
from qixin.planning.rosters.problem import Turn
from qixin.planning.rosters.result import Roster

SKILLS = ("HeadNurse", "Nurse", "Caretaker", "Trainee")
SHIFTS = {"Early": (2, 5), "Day": (2, 28), "Late": (2, 5), "Night": (4, 5)}
BARRED = {
    "Late": frozenset({"Early", "Day"}), "Night": frozenset({"Early", "Day", "Late"}),
}  # fmt: skip
CONTRACTS = {
    "FullTime": Contract("FullTime", (15, 22), (3, 5), (2, 3), 2, True),
    "PartTime": Contract("PartTime", (7, 15), (3, 5), (2, 5), 2, True),
    "HalfTime": Contract("HalfTime", (5, 11), (3, 5), (3, 5), 1, True),
}
# of all needs: those whose least is lower than the roster's, those whose wish is higher
LOWERED, RAISED = 0.4, 0.15
# requests for a free shift or day, by nurse and week
REQUESTS = 0.5
NOTHING = Record(0, 0, "", 0, 0, 1)

Made = tuple[Scenario, Histories, list[Week]]


def made(nurses: int, weeks: int, seed: int = 0) -> Made:
    """A scenario, how its nurses stood before it, and its weeks."""
    draw = random.Random(seed)  # noqa: S311 - made up, no secret
    people = tuple(_nurse(draw, at, nurses) for at in range(nurses))
    scenario = Scenario(
        f"made{nurses:03}w{weeks}", weeks, SKILLS, SHIFTS, BARRED, CONTRACTS, people
    )  # fmt: skip
    # a week before the first says how everybody stood
    rows = {nurse.id: _row(draw, nurse, 7 * (weeks + 1)) for nurse in people}
    before = Roster({name: row[:7] for name, row in rows.items()})
    stood = next_history(scenario, Histories(-1, {one.id: NOTHING for one in people}), before)
    history = Histories(
        0,
        {
            name: Record(0, 0, one.shift, one.in_shift, one.on, one.off)
            for name, one in stood.of.items()
        },
    )
    return scenario, history, [_week(draw, rows, 7 * (at + 1)) for at in range(weeks)]


def _nurse(draw: random.Random, at: int, nurses: int) -> Nurse:
    rank = at / nurses
    skills, name = SKILLS[3:], "TR"
    if rank < 0.13:
        skills, name = SKILLS[:3], "HN"
    elif rank < 0.5:
        skills, name = SKILLS[1:3], "NU"
    elif rank < 0.83:
        skills, name = SKILLS[2:3], "CT"
    return Nurse(f"{name}_{at}", draw.choice(list(CONTRACTS)), skills)


def _row(draw: random.Random, nurse: Nurse, days: int) -> tuple[Turn | None, ...]:
    """Days on in one shift and days off in turn, each as long as the contract likes."""
    contract = CONTRACTS[nurse.contract]
    row: list[Turn | None] = [None] * draw.randint(0, contract.off[1])
    while len(row) < days:
        shift = draw.choice(list(SHIFTS))
        least = max(contract.on[0], SHIFTS[shift][0])
        on = draw.randint(least, contract.on[1])
        row += [Turn(shift, draw.choice(nurse.skills)) for _ in range(on)]
        row += [None] * draw.randint(*contract.off)
    return tuple(row[:days])


def _week(draw: random.Random, rows: dict[str, tuple[Turn | None, ...]], first: int) -> Week:
    there = Counter(
        (turn.shift, turn.post, day)
        for row in rows.values()
        for day, turn in enumerate(row[first : first + 7])
        if turn
    )
    needs = {}
    for shift in SHIFTS:
        for skill in SKILLS:
            for day in range(7):
                count = there[shift, skill, day]
                lowered = count > 0 and draw.random() < LOWERED
                raised = count > 0 and draw.random() < RAISED
                needs[shift, skill, day] = (count - lowered, count + raised)
    names = list(rows)
    off = {
        (draw.choice(names), draw.choice(["", *SHIFTS]), draw.randrange(7))
        for _ in range(round(REQUESTS * len(names)))
    }
    return Week(needs, tuple(sorted(off)))
