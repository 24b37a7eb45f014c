"""What projects share: factors, money, land, calendars; and the checks of a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from qixin.planning.errors import NumbersMissing, ProblemError


def whole(amount: Any, what: str, item: str, *, least: int = 0) -> None:
    """Refuse what is no whole number of at least `least`."""
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise NumbersMissing(f"{what} must be a whole number, not {amount!r}", item=item)
    if amount < least:
        raise ProblemError(f"{what} must be at least {least}, not {amount}", item=item)


def named(name: str, what: str) -> None:
    if not name or not isinstance(name, str):
        raise ProblemError("has no name", item=what)


class Named(Protocol):
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Step:
    """From period `at` on: so much of a factor; or, of a budget, so much arrives then."""

    at: int
    amount: int


def _steps(steps: Iterable[Step], item: str) -> None:
    last = -1
    for step in steps:
        whole(step.at, "a step's period", item)
        whole(step.amount, f"the amount from period {step.at}", item)
        if step.at <= last:
            raise ProblemError(f"step {step.at} does not stand after step {last}", item=item)
        last = step.at


@dataclass(frozen=True)
class Factor:
    """What is used and given back: crews, energy a month. `capacity` holds until the next step."""

    name: str
    capacity: int | tuple[Step, ...]

    def __post_init__(self) -> None:
        named(self.name, "a factor")
        item = f"factor {self.name}"
        if isinstance(self.capacity, tuple):
            _steps(self.capacity, item)
        else:
            whole(self.capacity, "its capacity", item)
        if self.most == 0:
            raise ProblemError("has no capacity at any time", item=item)

    @property
    def steps(self) -> tuple[Step, ...]:
        if isinstance(self.capacity, tuple):
            return self.capacity
        return (Step(0, self.capacity),)

    @property
    def most(self) -> int:
        return max((step.amount for step in self.steps), default=0)

    def at(self, period: int) -> int:
        """The capacity in a period."""
        return next((step.amount for step in reversed(self.steps) if step.at <= period), 0)


@dataclass(frozen=True)
class Budget:
    """Money that arrives over time and is spent when an activity starts."""

    name: str
    arrivals: tuple[Step, ...]

    def __post_init__(self) -> None:
        named(self.name, "a budget")
        item = f"budget {self.name}"
        _steps(self.arrivals, item)
        if self.total == 0:
            raise ProblemError("no money ever arrives", item=item)

    @property
    def total(self) -> int:
        return sum(step.amount for step in self.arrivals)

    def arrived(self, period: int) -> int:
        """What has arrived until the beginning of a period, that period's arrival included."""
        return sum(step.amount for step in self.arrivals if step.at <= period)


@dataclass(frozen=True)
class Parcel:
    """A piece of land: it takes one project for good, if that fits."""

    name: str
    area: int
    kind: str = ""
    ready: int = 0

    def __post_init__(self) -> None:
        named(self.name, "a parcel")
        whole(self.area, "its area", f"parcel {self.name}", least=1)
        whole(self.ready, "when it is ready", f"parcel {self.name}")


@dataclass(frozen=True)
class Calendar:
    """Periods in which nothing is worked, [from, until): winter, holidays.

    An activity begins in an open period, stands still while it is closed, and keeps its factors.
    """

    name: str
    closed: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        named(self.name, "a calendar")
        item, last = f"calendar {self.name}", -1
        for span in self.closed:
            if len(span) != 2:
                raise ProblemError(f"{span} is no span of two periods", item=item)
            whole(span[0], "a closing", item)
            whole(span[1], "an opening", item, least=span[0] + 1)
            if span[0] <= last:
                raise ProblemError(f"the closing at {span[0]} overlaps the last", item=item)
            last = span[1]

    def open(self, period: int) -> bool:
        return not any(from_ <= period < until for from_, until in self.closed)
