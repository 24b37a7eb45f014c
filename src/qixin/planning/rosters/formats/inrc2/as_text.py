"""The text form: sections with a title, counts behind a sign of equality, ranges in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from qixin.planning.errors import ProblemError
from qixin.planning.lines import Lines, whole
from qixin.planning.rosters.formats.inrc2.scenario import (
    ANY,
    DAYS,
    NONE,
    Contract,
    Histories,
    Nurse,
    Range,
    Record,
    Scenario,
    Week,
)

T = TypeVar("T")
RANGE = re.compile(r"\(\s*(-?\d+)\s*,\s*(-?\d+)\s*\)")


def scenario(text: str) -> Scenario:
    lines = Lines(text)
    name = _titled(lines, "SCENARIO")
    weeks = _count(lines, "WEEKS")
    skills = tuple(words[0] for words in _rows(lines, "SKILLS", 1))
    shifts = {words[0]: _range(lines, words[1]) for words in _rows(lines, "SHIFT_TYPES", 2)}
    _title(lines, "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS")
    barred = dict(_barred(lines) for _ in shifts)
    contracts = {}
    for words in _rows(lines, "CONTRACTS", 6):
        contracts[words[0]] = _at(lines, partial(_contract, lines, words))
    nurses = []
    for words in _rows(lines, "NURSES", 3):
        skilled = whole(words[2], "the number of skills", lines.number)
        _exactly(lines, words, 3 + skilled)
        nurses.append(Nurse(words[0], words[1], tuple(words[3:])))
    return _at(
        lines,
        lambda: Scenario(name, weeks, skills, shifts, barred, contracts, tuple(nurses)),
    )


def history(text: str, scenario: str) -> Histories:
    lines = Lines(text)
    _title(lines, "HISTORY")
    words = lines.take("the week and the scenario").split()
    _exactly(lines, words, 2)
    _same(lines, words[1], scenario)
    week = whole(words[0], "the week", lines.number)
    _title(lines, "NURSE_HISTORY")
    records = {}
    while lines.more():
        words = lines.take("a nurse's history").split()
        _exactly(lines, words, 7)
        if words[0] in records:
            raise ProblemError("the nurse is there twice", item=words[0], line=lines.number)
        shift = "" if words[3] == NONE else words[3]
        done, weekends, *days = (
            whole(word, "a count", lines.number) for word in (*words[1:3], *words[4:])
        )
        records[words[0]] = _at(
            lines, partial(Record, done, weekends, shift, days[0], days[1], days[2])
        )
    return Histories(week, records)


def week(text: str, scenario: str) -> Week:
    lines = Lines(text)
    _title(lines, "WEEK_DATA")
    _same(lines, lines.take("the scenario"), scenario)
    _title(lines, "REQUIREMENTS")
    needs: dict[tuple[str, str, int], Range] = {}
    while lines.more() and not lines.peek().startswith("SHIFT_OFF_REQUESTS"):
        words = _words(lines.take("a requirement"))
        _exactly(lines, words, 2 + len(DAYS))
        for day, word in enumerate(words[2:]):
            needs[words[0], words[1], day] = _range(lines, word)
    off = tuple(
        (words[0], "" if words[1] == ANY else words[1], _day(lines, words[2]))
        for words in _rows(lines, "SHIFT_OFF_REQUESTS", 3)
    )
    return Week(needs, off)


def _titled(lines: Lines, title: str) -> str:
    """What stands behind `title` and the sign of equality."""
    line = lines.take(title)
    name, equals, value = (part.strip() for part in line.partition("="))
    if name != title or not equals or not value:
        raise ProblemError(f"{title} = … should stand here, not {line!r}", line=lines.number)
    return value


def _count(lines: Lines, title: str) -> int:
    count = whole(_titled(lines, title), title, lines.number)
    if count < 0:
        raise ProblemError(f"{title} cannot be negative ({count})", line=lines.number)
    return count


def _title(lines: Lines, title: str) -> None:
    line = lines.take(title)
    if line != title:
        raise ProblemError(f"{title} should stand here, not {line!r}", line=lines.number)


def _rows(lines: Lines, title: str, least: int) -> Iterator[list[str]]:
    """As many rows as the title says, each of `least` words or more."""
    for _ in range(_count(lines, title)):
        words = _words(lines.take(f"a row of {title}"))
        if len(words) < least:
            raise ProblemError(f"{least} words expected, {len(words)} found", line=lines.number)
        yield words


def _words(line: str) -> list[str]:
    """Words; a range in brackets is one, with spaces or without."""
    return RANGE.sub(r" (\1,\2) ", line).split()


def _exactly(lines: Lines, words: list[str], count: int) -> None:
    if len(words) != count:
        raise ProblemError(f"{count} words expected, {len(words)} found", line=lines.number)


def _range(lines: Lines, word: str) -> Range:
    found = RANGE.fullmatch(word)
    if found is None:
        raise ProblemError(f"(least,most) expected, not {word!r}", line=lines.number)
    return int(found[1]), int(found[2])


def _day(lines: Lines, word: str) -> int:
    for day, name in enumerate(DAYS):
        if word in (name, name[:3]):
            return day
    raise ProblemError(f"there is no day {word!r}", line=lines.number)


def _barred(lines: Lines) -> tuple[str, frozenset[str]]:
    words = lines.take("a shift type and what may not follow it").split()
    if len(words) < 2:
        raise ProblemError(f"2 words expected, {len(words)} found", line=lines.number)
    _exactly(lines, words, 2 + whole(words[1], "the number of shift types", lines.number))
    return words[0], frozenset(words[2:])


def _contract(lines: Lines, words: list[str]) -> Contract:
    _exactly(lines, words, 6)
    assignments, on, off = (_range(lines, word) for word in words[1:4])
    weekends = whole(words[4], "weekends", lines.number)
    return Contract(words[0], assignments, on, off, weekends, words[5] == "1")


def _same(lines: Lines, name: str, scenario: str) -> None:
    if name != scenario:
        raise ProblemError(f"belongs to {name!r}, not to {scenario!r}", line=lines.number)


def _at(lines: Lines, make: Callable[[], T]) -> T:
    """What is made of a line, or an error with its number."""
    try:
        return make()
    except ProblemError as error:
        if error.line is not None:
            raise
        raise ProblemError(str(error), line=lines.number) from error
