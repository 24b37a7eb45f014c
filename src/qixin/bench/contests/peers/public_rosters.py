"""What the plain models of rosters know: the rules of schedulingbenchmarks.org, and no more."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from qixin.planning.errors import ProblemError
from qixin.planning.rosters.problem import Problem

# what has no effect without the rest is let through: a shift's times, a unit, skills
SHIFT = {"id", "minutes", "start", "end", "not_before", "night"}
PERSON = {
    "id", "min_minutes", "max_minutes", "min_run", "max_run", "min_off", "max_weekends",
    "shift_limits", "leave", "unit", "skills",
}  # fmt: skip
DEMAND = {"day", "at_least", "at_most", "shifts", "under", "over"}
PROBLEM = {"days", "shifts", "people", "demands", "wishes", "first_weekday"}


def whole(price: float) -> int:
    """A price as the plain models count it; ProblemError where it is broken."""
    if price != int(price):
        raise ProblemError(f"the plain models count whole prices, not {price}")
    return int(price)


def only_public(problem: Problem) -> None:
    """ProblemError that names what a problem has beyond the public format."""
    for thing, known in (
        (problem, PROBLEM),
        *((shift, SHIFT) for shift in problem.shifts),
        *((person, PERSON) for person in problem.people),
        *((demand, DEMAND) for demand in problem.demands),
    ):
        for name, value, usual in _beyond(thing, known):
            if value != usual:
                raise ProblemError(f"the plain models know nothing of {name}")
    for demand in problem.demands:
        if len(demand.shifts) != 1:
            raise ProblemError("the plain models know demands of one shift", item=demand.name)


def _beyond(thing: Any, known: set[str]) -> list[tuple[str, Any, Any]]:
    """(name, value, its default) of the fields that are not among the known."""
    told = []
    for field in fields(thing):
        if field.name not in known:
            made = field.default_factory
            usual = field.default if made is MISSING else made()
            told.append((field.name, getattr(thing, field.name), usual))
    return told
