"""The text format of schedulingbenchmarks.org (Curtois & Qu), read, and its answers written.

A file has sections (`SECTION_HORIZON`, `SECTION_SHIFTS`, …) of comma-separated lines. Answers are
written as one line a person with the shift of each day, separated by tabs, empty where off.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines, finite, whole
from qixin.planning.rosters.problem import Demand, Person, Problem, Shift, Wish
from qixin.planning.rosters.result import Roster

NEEDED = ("SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER")
SECTIONS = {
    *NEEDED, "SECTION_DAYS_OFF", "SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS",
}  # fmt: skip
# ten years: a longer period is a slip of the pen, and would fill the memory
LONGEST = 3660
T = TypeVar("T")
Row = tuple[int, list[str]]


def read(path: str | Path) -> Problem:
    """The problem of a file; ProblemError names the line that cannot be understood."""
    lines = Lines.of(path, comment="#")
    sections = _sections(lines)
    for name in NEEDED:
        if not sections.get(name):
            raise ProblemError(f"{name} is missing or empty", line=lines.number + 1)
    days = _horizon(sections["SECTION_HORIZON"][0])
    shifts = tuple(_shift(row) for row in sections["SECTION_SHIFTS"])
    ids = {shift.id for shift in shifts}
    _once(sections["SECTION_SHIFTS"], "shift", 1)
    _once(sections["SECTION_STAFF"], "person", 1)
    _once(sections["SECTION_COVER"], "cover of day, shift", 2)
    for row, shift in zip(sections["SECTION_SHIFTS"], shifts, strict=True):
        for after in sorted(shift.not_before):
            _known(after, ids, "shift", row)
    leave: dict[str, set[int]] = {}
    for row in sections.get("SECTION_DAYS_OFF", []):
        for at in range(1, len(row[1])):
            leave.setdefault(row[1][0], set()).add(_day(row, at, days))
    people = tuple(_person(row, days, leave, ids) for row in sections["SECTION_STAFF"])
    known = {person.id for person in people}
    for row in sections.get("SECTION_DAYS_OFF", []):
        _known(row[1][0], known, "person", row)
    return Problem(
        days=days,
        shifts=shifts,
        people=people,
        wishes=tuple(
            _wish(row, days, known, ids, wanted=wanted)
            for name, wanted in (("ON", True), ("OFF", False))
            for row in sections.get(f"SECTION_SHIFT_{name}_REQUESTS", [])
        ),
        demands=tuple(_demand(row, days, ids) for row in sections["SECTION_COVER"]),
    )


def _horizon(row: Row) -> int:
    days = _field(row, 0, whole)
    if not 1 <= days <= LONGEST:
        raise ProblemError(f"a period has 1 to {LONGEST} days, not {days}", line=row[0])
    return days


def _day(row: Row, at: int, days: int) -> int:
    day = _field(row, at, whole)
    if not 0 <= day < days:
        raise ProblemError(f"day {day} is outside the period of {days} days", line=row[0])
    return day


def _known(name: str, there: set[str], what: str, row: Row) -> str:
    if name not in there:
        raise ProblemError(f"there is no {what} {name!r}", line=row[0])
    return name


def _once(rows: list[Row], what: str, fields: int) -> None:
    """Lines are told apart by their first fields."""
    seen: dict[tuple[str, ...], int] = {}
    for line, words in rows:
        own = tuple(words[:fields])
        if own in seen:
            raise ProblemError(
                f"the {what} is in line {seen[own]} already", item=", ".join(own), line=line
            )
        seen[own] = line


def _sections(lines: Lines) -> dict[str, list[Row]]:
    sections: dict[str, list[Row]] = {}
    name = ""
    while lines.more():
        line = lines.take("a line")
        if line.startswith("SECTION_"):
            name = line
            if name not in SECTIONS:
                raise ProblemError(f"there is no section {name}", line=lines.number)
            if name in sections:
                raise ProblemError(f"{name} stands here twice", line=lines.number)
            sections[name] = []
        elif not name:
            raise ProblemError("a section's name should stand here", line=lines.number)
        else:
            sections[name].append((lines.number, [word.strip() for word in line.split(",")]))
    return sections


def _field(row: Row, at: int, read_as: Callable[[str, str, int | None], T]) -> T:
    return read_as(_word(row, at), f"field {at + 1}", row[0])


def _price(word: str, what: str, line: int | None = None) -> float:
    price = finite(word, what, line)
    if price < 0:
        raise ProblemError(f"{what}: a price cannot be negative ({word})", line=line)
    return price


def _word(row: Row, at: int) -> str:
    line, words = row
    if at >= len(words):
        raise ProblemError(f"{at + 1} fields expected, {len(words)} found", line=line)
    return words[at]


def _shift(row: Row) -> Shift:
    after = frozenset(filter(None, _word(row, 2).split("|"))) if len(row[1]) > 2 else frozenset()
    return _at_line(
        row[0], lambda: Shift(id=_word(row, 0), minutes=_field(row, 1, whole), not_before=after)
    )


def _person(row: Row, days: int, leave: dict[str, set[int]], shifts: set[str]) -> Person:
    limits = {}
    for part in filter(None, _word(row, 1).split("|")):
        shift, equals, most = part.partition("=")
        if not equals:
            raise ProblemError(f"SHIFT=MOST expected, not {part!r}", line=row[0])
        limit = whole(most, "a limit", row[0])
        _known(shift, shifts, "shift", row)
        if limit < days:
            limits[shift] = limit
    return _at_line(
        row[0],
        lambda: Person(
            id=_word(row, 0),
            shift_limits=limits,
            max_minutes=_field(row, 2, whole),
            min_minutes=_field(row, 3, whole),
            max_run=_field(row, 4, whole),
            min_run=_field(row, 5, whole),
            min_off=_field(row, 6, whole),
            max_weekends=_field(row, 7, whole),
            leave=frozenset(leave.get(_word(row, 0), ())),
        ),
    )


def _wish(row: Row, days: int, people: set[str], shifts: set[str], *, wanted: bool) -> Wish:
    return Wish(
        person=_known(_word(row, 0), people, "person", row), day=_day(row, 1, days),
        shift=_known(_word(row, 2), shifts, "shift", row), price=_field(row, 3, _price),
        wanted=wanted,
    )  # fmt: skip


def _demand(row: Row, days: int, shifts: set[str]) -> Demand:
    need = _field(row, 2, whole)
    return _at_line(
        row[0],
        lambda: Demand(
            day=_day(row, 0, days), shifts=(_known(_word(row, 1), shifts, "shift", row),),
            at_least=need, at_most=need, under=_field(row, 3, _price), over=_field(row, 4, _price),
        ),
    )  # fmt: skip


def _at_line(line: int, make: Callable[[], T]) -> T:
    try:
        return make()
    except ProblemError as error:
        if error.line is not None:
            raise
        raise ProblemError(str(error), line=line) from error


def write(roster: Roster, problem: Problem, path: str | Path) -> Path:
    """The roster as a table of shifts: people in the problem's order, a column a day."""
    written = Path(path).with_suffix(".roster.txt")
    with written.open("w", encoding="utf-8") as file:
        for person in problem.people:
            turns = [roster.turn(person.id, day) for day in range(problem.days)]
            file.write("\t".join(turn.shift if turn else "" for turn in turns) + "\n")
    return written
