"""The JSON form: the same facts by name; what is wrong is told by its place in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from qixin.planning.errors import NumbersMissing, ProblemError
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


class Part:
    """A part of a JSON file that knows its place, such as `contracts[2].id`."""

    def __init__(self, value: Any, place: str) -> None:
        self.value = value
        self.place = place

    def of(self, name: str) -> Part:
        if not isinstance(self.value, dict):
            raise ProblemError("should be an object", item=self.place)
        if name not in self.value:
            raise ProblemError(f"{name!r} is missing", item=self.place)
        return Part(self.value[name], f"{self.place}.{name}".lstrip("."))

    def each(self) -> list[Part]:
        if not isinstance(self.value, list):
            raise ProblemError("should be a list", item=self.place)
        return [Part(value, f"{self.place}[{at}]") for at, value in enumerate(self.value)]

    def word(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise ProblemError(f"should be a name, not {self.value!r}", item=self.place)
        return self.value

    def number(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise NumbersMissing(f"must be a whole number, not {self.value!r}", item=self.place)
        return self.value

    def make(self, made: Callable[[], T]) -> T:
        """What is made of this part, or an error with its place."""
        try:
            return made()
        except ProblemError as error:
            if error.item.startswith(self.place):
                raise
            raise ProblemError(str(error), item=self.place) from error


def scenario(text: str) -> Scenario:
    whole = _whole(text)
    shifts = {
        part.of("id").word(): _range(part, "NumberOfConsecutiveAssignments")
        for part in whole.of("shiftTypes").each()
    }
    barred = {
        part.of("precedingShiftType").word(): frozenset(
            after.word() for after in part.of("succeedingShiftTypes").each()
        )
        for part in whole.of("forbiddenShiftTypeSuccessions").each()
    }
    contracts = [part.make(partial(_contract, part))
                 for part in whole.of("contracts").each()]  # fmt: skip
    nurses = tuple(
        Nurse(
            part.of("id").word(), part.of("contract").word(),
            tuple(skill.word() for skill in part.of("skills").each()),
        )
        for part in whole.of("nurses").each()
    )  # fmt: skip
    return Scenario(
        whole.of("id").word(), whole.of("numberOfWeeks").number(),
        tuple(skill.word() for skill in whole.of("skills").each()), shifts, barred,
        {contract.id: contract for contract in contracts}, nurses,
    )  # fmt: skip


def history(text: str, scenario: str) -> Histories:
    whole = _whole(text)
    _same(whole, scenario)
    records: dict[str, Record] = {}
    for part in whole.of("nurseHistory").each():
        name = part.of("nurse").word()
        if name in records:
            raise ProblemError(f"the nurse {name} is there twice", item=part.place)
        records[name] = part.make(partial(_record, part))
    return Histories(whole.of("week").number(), records)


def week(text: str, scenario: str) -> Week:
    whole = _whole(text)
    _same(whole, scenario)
    needs: dict[tuple[str, str, int], Range] = {}
    for part in whole.of("requirements").each():
        shift, skill = part.of("shiftType").word(), part.of("skill").word()
        for day, name in enumerate(DAYS):
            people = part.of(f"requirementOn{name}")
            needs[shift, skill, day] = (
                people.of("minimum").number(), people.of("optimal").number(),
            )  # fmt: skip
    off = []
    for part in whole.of("shiftOffRequests").each():
        shift = part.of("shiftType").word()
        off.append((part.of("nurse").word(), "" if shift == ANY else shift, _day(part.of("day"))))
    return Week(needs, tuple(off))


def _whole(text: str) -> Part:
    try:
        return Part(json.loads(text), "")
    except json.JSONDecodeError as error:
        raise ProblemError(f"is no JSON ({error.msg})", line=error.lineno) from error
    except RecursionError as error:
        raise ProblemError("is no JSON of this set: lists within lists without end") from error


def _same(whole: Part, scenario: str) -> None:
    name = whole.of("scenario").word()
    if name != scenario:
        raise ProblemError(f"belongs to {name!r}, not to {scenario!r}", item="scenario")


def _range(part: Part, what: str) -> Range:
    return part.of(f"minimum{what}").number(), part.of(f"maximum{what}").number()


def _contract(part: Part) -> Contract:
    return Contract(
        part.of("id").word(), _range(part, "NumberOfAssignments"),
        _range(part, "NumberOfConsecutiveWorkingDays"), _range(part, "NumberOfConsecutiveDaysOff"),
        part.of("maximumNumberOfWorkingWeekends").number(),
        part.of("completeWeekends").number() == 1,
    )  # fmt: skip


def _record(part: Part) -> Record:
    shift = part.of("lastAssignedShiftType").word()
    return Record(
        part.of("numberOfAssignments").number(), part.of("numberOfWorkingWeekends").number(),
        "" if shift == NONE else shift, part.of("numberOfConsecutiveAssignments").number(),
        part.of("numberOfConsecutiveWorkingDays").number(),
        part.of("numberOfConsecutiveDaysOff").number(),
    )  # fmt: skip


def _day(part: Part) -> int:
    name = part.word()
    for day, whole in enumerate(DAYS):
        if name in (whole, whole[:3]):
            return day
    raise ProblemError(f"there is no day {name!r}", item=part.place)
