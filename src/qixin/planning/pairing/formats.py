"""Pairing problems and answers as text, one person or officer a line.

    QIXIN PAIRING 1
    SKILLS nursing sign_language
    PRICES missing=never bond=300 change=0 even=0 unpaired=never
    OFFICERS 2
    o1 1200.0 350.5 12 nursing           id, metres east, metres north, capacity, skills
    o2 900.0 80.0 8 -
    PEOPLE 2
    p1 1180.0 300.0 nursing,sign_language o1     id, metres east, north, needs, who knows them
    p2 40.0 77.0 - -

`-` stands for none; ids and skills have no blanks in them (spaces in a skill become `_`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines, finite, whole
from qixin.planning.pairing.announced import Row, after, no_more, once, prices_of, section
from qixin.planning.pairing.problem import (
    MOST_METRES,
    MOST_PEOPLE,
    Officers,
    PairingProblem,
    People,
    Prices,
)

HEAD = "QIXIN PAIRING 1"
PRICES = ("missing", "bond", "change", "even", "unpaired")


def read_problem(path: str | Path) -> PairingProblem:
    """Read a problem; ProblemError names the line."""
    return parse_problem(Lines.of(path, comment="#"))


def parse_problem(lines: Lines) -> PairingProblem:
    if lines.take(HEAD) != HEAD:
        raise ProblemError(f"{HEAD} expected", line=lines.number)
    skills = tuple(after("SKILLS", lines))
    bits = {name: bit for bit, name in enumerate(skills)}
    prices = _prices(after("PRICES", lines), lines.number)
    rows = _rows("OFFICERS", 5, lines)
    names = once(rows, "officer")
    officers = Officers(
        list(names), _places(rows),
        [_capacity(row, line) for line, row in rows],
        [_mask(row[4], bits, line) for line, row in rows],
    )  # fmt: skip
    rows = _rows("PEOPLE", 5, lines)
    no_more(lines)
    people = People(
        list(once(rows, "person")), _places(rows),
        [_mask(row[3], bits, line) for line, row in rows],
        [_officer(row[4], names, line) for line, row in rows],
    )  # fmt: skip
    return PairingProblem(people, officers, prices, skills)


def _prices(words: list[str], line: int) -> Prices:
    told = prices_of(words, PRICES, line)
    try:
        return Prices(**told)  # type: ignore[arg-type]
    except ProblemError as error:
        raise ProblemError(str(error), line=line) from error


def _rows(keyword: str, width: int, lines: Lines) -> list[Row]:
    rows = section(keyword, lines)
    for line, row in rows:
        if len(row) != width:
            raise ProblemError(f"{width} entries expected, {len(row)} found", line=line)
    return rows


def _places(rows: list[tuple[int, list[str]]]) -> np.ndarray:
    places = [[_metres(row[1], "x", line), _metres(row[2], "y", line)] for line, row in rows]
    return np.array(places, dtype=np.float64).reshape(-1, 2)


def _metres(word: str, what: str, line: int) -> float:
    metres = finite(word, what, line)
    if abs(metres) > MOST_METRES:
        raise ProblemError(f"{what} must lie within ±{MOST_METRES:.0f}, not {word}", line=line)
    return metres


def _capacity(row: list[str], line: int) -> int:
    capacity = whole(row[3], "capacity", line)
    if not 1 <= capacity <= MOST_PEOPLE:
        told = f"capacity must lie from 1 to {MOST_PEOPLE}, not {capacity}"
        raise ProblemError(told, item=f"officer {row[0]}", line=line)
    return capacity


def _mask(word: str, bits: dict[str, int], line: int) -> int:
    mask = 0
    for name in [] if word == "-" else word.split(","):
        if name not in bits:
            raise ProblemError(f"unknown skill {name!r}", line=line)
        mask |= 1 << bits[name]
    return mask


def _officer(word: str, names: dict[str, int], line: int) -> int:
    if word == "-":
        return -1
    if word not in names:
        raise ProblemError(f"unknown officer {word!r}", line=line)
    return names[word]


def write_problem(problem: PairingProblem, path: str | Path) -> Path:
    """Write a problem as `read_problem` reads it."""
    skills = [name.replace(" ", "_") for name in problem.skills]

    def named(mask: int) -> str:
        return ",".join(n for bit, n in enumerate(skills) if mask >> bit & 1) or "-"

    people, officers = problem.people, problem.officers
    prices = {name: getattr(problem.prices, name) for name in PRICES}
    told = [f"{name}={'never' if price is None else price}" for name, price in prices.items()]
    lines = [HEAD, " ".join(["SKILLS", *(skills or ["-"])]), " ".join(["PRICES", *told])]
    lines.append(f"OFFICERS {len(officers)}")
    for one, (x, y), room, mask in zip(
        officers.ids, officers.places.tolist(), officers.capacity, officers.skills, strict=True
    ):
        lines.append(f"{one} {x!r} {y!r} {room} {named(int(mask))}")
    lines.append(f"PEOPLE {len(people)}")
    for one, (x, y), mask, bond in zip(
        people.ids, people.places.tolist(), people.needs, people.bond, strict=True
    ):
        known = officers.ids[bond] if bond >= 0 else "-"
        lines.append(f"{one} {x!r} {y!r} {named(int(mask))} {known}")
    path = Path(path)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_answer(pairs: dict[object, object], path: str | Path) -> Path:
    """One line a person: their id and the officer's, `-` for nobody."""
    path = Path(path)
    lines = [f"{person} {'-' if officer is None else officer}" for person, officer in pairs.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
