"""What the files say, in the competition's own terms; each checks itself by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qixin.planning.errors import ProblemError

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NONE, ANY = "None", "Any"
Range = tuple[int, int]


@dataclass(frozen=True)
class Contract:
    """Least and most assignments, days on and days off in a row; most weekends, whole ones."""

    id: str
    assignments: Range
    on: Range
    off: Range
    weekends: int
    whole_weekends: bool

    def __post_init__(self) -> None:
        for name in ("assignments", "on", "off"):
            check_range(getattr(self, name), self.id)
        if self.weekends < 0:
            raise ProblemError(f"weekends cannot be negative ({self.weekends})", item=self.id)


@dataclass(frozen=True)
class Nurse:
    id: str
    contract: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """`shifts`: the least and most days in a row in each; `barred`: what may not follow it."""

    id: str
    weeks: int
    skills: tuple[str, ...]
    shifts: Mapping[str, Range]
    barred: Mapping[str, frozenset[str]]
    contracts: Mapping[str, Contract]
    nurses: tuple[Nurse, ...]

    def __post_init__(self) -> None:
        if self.weeks < 1:
            raise ProblemError(f"a scenario has at least one week, not {self.weeks}", item=self.id)
        for shift, days in self.shifts.items():
            check_range(days, shift)
        for shift, after in self.barred.items():
            known("shift type", [shift, *after], self.shifts)
        twice("nurse", (nurse.id for nurse in self.nurses))
        for nurse in self.nurses:
            known("contract", [nurse.contract], self.contracts, nurse.id)
            known("skill", nurse.skills, self.skills, nurse.id)


@dataclass(frozen=True)
class Record:
    """How it stands with a nurse: assignments and weekends so far; the last shift ("": off), days
    in a row in it, on, and off.
    """

    assignments: int
    weekends: int
    shift: str
    in_shift: int
    on: int
    off: int

    def __post_init__(self) -> None:
        numbers = (self.assignments, self.weekends, self.in_shift, self.on, self.off)
        if min(numbers) < 0:
            raise ProblemError(f"{min(numbers)} is less than nothing")
        if self.shift and (not 1 <= self.in_shift <= self.on or self.off):
            raise ProblemError(
                f"after {self.shift} so many days in a row ({self.in_shift}, {self.on}, {self.off})"
                " cannot be"
            )
        if not self.shift and (self.in_shift or self.on):
            raise ProblemError("nobody off the last day was on duty for days in a row")


@dataclass(frozen=True)
class Histories:
    """Every nurse's record before a week (from 0)."""

    week: int
    of: Mapping[str, Record]

    def check(self, scenario: Scenario) -> None:
        for nurse in scenario.nurses:
            if nurse.id not in self.of:
                raise ProblemError("has no history", item=nurse.id)
        known("nurse", self.of, {nurse.id for nurse in scenario.nurses})
        for name, record in self.of.items():
            known("shift type", [record.shift] if record.shift else [], scenario.shifts, name)


@dataclass(frozen=True)
class Week:
    """`needs`: least and wanted people by shift, skill and day; `off`: nurse, shift or "", day."""

    needs: Mapping[tuple[str, str, int], Range]
    off: tuple[tuple[str, str, int], ...]

    def check(self, scenario: Scenario) -> None:
        for (shift, skill, _), people in self.needs.items():
            known("shift type", [shift], scenario.shifts)
            known("skill", [skill], scenario.skills)
            check_range(people, f"{shift} {skill}")
        nurses = {nurse.id for nurse in scenario.nurses}
        for nurse, shift, _ in self.off:
            known("nurse", [nurse], nurses)
            known("shift type", [shift] if shift else [], scenario.shifts, nurse)


def check_range(of: Range, item: str) -> None:
    if not 0 <= of[0] <= of[1]:
        raise ProblemError(f"from {of[0]} to {of[1]} is no range", item=item)


def known(what: str, names: Iterable[str], there: Iterable[str], item: str = "") -> None:
    inside = set(there)
    for name in names:
        if name not in inside:
            raise ProblemError(f"there is no {what} {name!r}", item=item)


def twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ProblemError(f"the {what} is there twice", item=name)
        seen.add(name)
