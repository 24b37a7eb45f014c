"""Draws docs/planning/rosters.svg: a small district's month, how its demands are met, the curve."""

from __future__ import annotations

from drawing import (
    DOCS,
    GREEN,
    GRID,
    ORANGE,
    PALE,
    RED,
    gap_curve,
    sheet,
    text,
)

from qixin.planning.rosters.district import Size, district
from qixin.planning.rosters.problem import Demand, Problem
from qixin.planning.rosters.result import Result, Roster
from qixin.planning.rosters.solve import solve, warm_up
from qixin.planning.stop import Gap, MaxRuntime

SIZE = Size(people=36, units=6, communities=2, days=28)
LEFT, TOP, CELL, ROW, UNIT_GAP = 150, 84, 22, 13, 5
COLOURS = {"day": "#f2c14e", "evening": "#e07a3f", "night": "#2c4a7c"}
LETTERS = {"day": "#4a3a08", "evening": "#ffffff", "night": "#ffffff"}


def drawn(problem: Problem, result: Result) -> str:
    """People by unit × days, coloured by shift; below what each demand got; below the search."""
    roster = result.roster
    if roster is None:
        raise ValueError("there is no roster to draw")
    wide = LEFT + CELL * problem.days
    parts = [*_legend(), *_days(problem)]
    rows, foot = _people(problem, roster)
    parts += rows
    covers, foot = _coverage(problem, roster, foot + 34)
    parts += covers
    parts.append(text(16, foot + 44, "the search"))
    parts += gap_curve(
        result.curve, result.seconds, left=LEFT, top=foot + 34, width=wide - LEFT, high=120
    )
    told = f"{len(problem.people)} people, {problem.days} days: gap {result.gap:.1%}"
    parts.append(text(wide, foot + 190, told, at="end", colour=PALE))
    return sheet(wide + 64, foot + 204, "A month of guard duty", parts)


def _legend() -> list[str]:
    parts, x = [], LEFT
    for shift, colour in COLOURS.items():
        parts.append(f'<rect x="{x}" y="40" width="14" height="12" rx="2" fill="{colour}"/>')
        parts.append(text(x + 20, 50, shift))
        x += 84
    parts.append(f'<rect x="{x}" y="40" width="14" height="12" rx="2" fill="#d9d9d9"/>')
    parts.append(text(x + 20, 50, "on leave"))
    parts.append(text(x + 92, 50, "number: at which community", colour=PALE))
    return parts


def _days(problem: Problem) -> list[str]:
    told = []
    for day in range(problem.days):
        weekend = (day + problem.first_weekday) % 7 >= 5
        colour = RED if weekend else PALE
        told.append(text(_x(day) + CELL / 2, TOP - 8, str(day + 1), at="middle", colour=colour))
    return told


def _x(day: int) -> float:
    return LEFT + CELL * day


def _people(problem: Problem, roster: Roster) -> tuple[list[str], float]:
    parts, y, unit = [], float(TOP), problem.people[0].unit
    for person in problem.people:
        if person.unit != unit:
            y, unit = y + UNIT_GAP, person.unit
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 10:.1f}" font-size="10" text-anchor="end">'
            f"{person.id} · {person.unit}</text>"
        )
        for day in range(problem.days):
            turn = roster.turn(person.id, day)
            fill = "#f4f4f4"
            if turn:
                fill = COLOURS[turn.shift]
            elif day in person.leave:
                fill = "#d9d9d9"
            parts.append(
                f'<rect x="{_x(day) + 1}" y="{y:.1f}" width="{CELL - 2}" height="{ROW - 2}" rx="2" '
                f'fill="{fill}"/>'
            )
            if turn:
                parts.append(
                    f'<text x="{_x(day) + CELL / 2}" y="{y + 9:.1f}" font-size="9" '
                    f'text-anchor="middle" fill="{LETTERS[turn.shift]}">'
                    f"{turn.post.removeprefix('community ')}</text>"
                )
        y += ROW
    return parts, y


def _coverage(problem: Problem, roster: Roster, top: float) -> tuple[list[str], float]:
    """A row a demand of the same shift, post and skill: how many stand there, of how many."""
    rows: dict[tuple[str, str, str], list[Demand]] = {}
    for demand in problem.demands:
        rows.setdefault((demand.posts[0], demand.shifts[0], demand.skill), []).append(demand)
    parts, y = [text(16, top - 8, "how the demands are met"), *_marks(top - 18)], top
    for (post, shift, skill), demands in sorted(rows.items(), key=lambda row: _order(row[0])):
        name = f"{post.removeprefix('community ')} · {skill + ', ' if skill else ''}{shift}"
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 12:.1f}" font-size="10" text-anchor="end">{name}</text>'
        )
        for demand in demands:
            there = _standing(problem, roster, demand)
            fill, ink = "#dcead9", GREEN
            if there < demand.at_least:
                fill, ink = "#f6d0cc", RED
            elif demand.at_most is not None and there > demand.at_most:
                fill, ink = "#f7d9c4", ORANGE
            parts.append(
                f'<rect x="{_x(demand.day) + 1}" y="{y:.1f}" width="{CELL - 2}" height="15" rx="2" '
                f'fill="{fill}"/><text x="{_x(demand.day) + CELL / 2}" y="{y + 11:.1f}" '
                f'font-size="9" text-anchor="middle" fill="{ink}">{there}/{demand.at_least}</text>'
            )
        y += 17
    parts.append(f'<path d="M{LEFT} {y + 4:.1f}H{_x(problem.days)}" stroke="{GRID}"/>')
    return parts, y


def _order(row: tuple[str, str, str]) -> tuple[str, bool, int]:
    post, shift, skill = row
    return post, bool(skill), list(COLOURS).index(shift)


def _marks(y: float) -> list[str]:
    parts, x = [], LEFT + 60
    for told, fill in (("met", "#dcead9"), ("short", "#f6d0cc"), ("over", "#f7d9c4")):
        parts.append(f'<rect x="{x}" y="{y}" width="14" height="12" rx="2" fill="{fill}"/>')
        parts.append(text(x + 20, y + 10, told))
        x += 70
    parts.append(text(x + 10, y + 10, "there / wanted", colour=PALE))
    return parts


def _standing(problem: Problem, roster: Roster, demand: Demand) -> int:
    return sum(
        turn is not None and turn.shift in demand.shifts and turn.post in demand.posts
        and (not demand.skill or demand.skill in person.skills)
        for person in problem.people
        for turn in (roster.turn(person.id, demand.day),)
    )  # fmt: skip


if __name__ == "__main__":
    warm_up()
    month = district(SIZE, seed=3)
    found = solve(month, stop=MaxRuntime(18) | Gap(0.0))
    (DOCS / "rosters.svg").write_text(drawn(month, found), encoding="utf-8")
