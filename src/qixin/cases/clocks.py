"""How long a department has, and when that is.

A clock starts with an allowance of hours, stands while the asker is waited for, and is yellow after
three quarters. What is kept with it (start, allowance, hours waited) is enough to work its due time
out again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from qixin.cases.enums import ClockBasis, Measure, Step
from qixin.core.calendar import (
    OFFICE_HOURS,
    WorkingCalendar,
    add_hours,
    deadline,
    working_hours_between,
)
from qixin.reports.enums import Urgency

_WORKING_DAY = sum(
    (
        timedelta(hours=closes.hour - opens.hour, minutes=closes.minute - opens.minute)
        for opens, closes in OFFICE_HOURS
    ),
    timedelta(),
)
# Hours of work in a working day, see core.calendar.OFFICE_HOURS.
WORKING_DAY_HOURS = _WORKING_DAY / timedelta(hours=1)
# A clock turns yellow when this part of it has run.
YELLOW = 0.75


@dataclass(frozen=True)
class Allowance:
    """`hours` of the day and night, or of working time."""

    hours: float
    is_working_time: bool = False

    @classmethod
    def of(cls, amount: float, measure: Measure) -> Allowance:
        """An amount as an administrator enters it."""
        if measure == Measure.HOURS:
            return cls(amount)
        days = measure == Measure.WORKING_DAYS
        return cls(amount * WORKING_DAY_HOURS if days else amount, is_working_time=True)

    @property
    def basis(self) -> ClockBasis:
        return ClockBasis.WORKING_TIME if self.is_working_time else ClockBasis.ROUND_THE_CLOCK


# For a case without a type, and where a type says nothing of an urgency.
ALLOWANCES: dict[Urgency, Allowance] = {
    Urgency.EMERGENCY: Allowance(2),
    Urgency.URGENT: Allowance(24),
    Urgency.NORMAL: Allowance.of(3, Measure.WORKING_DAYS),
}
# Until the lead unit must have said that it works on it: the rate of response counts by it.
RESPONSES: dict[Urgency, Allowance] = {
    Urgency.EMERGENCY: Allowance(0.5),
    Urgency.URGENT: Allowance(2),
    Urgency.NORMAL: Allowance(4, is_working_time=True),
}
# An answer that nobody confirms for so long ends the case as unconfirmed.
CONFIRMATION = Allowance.of(5, Measure.WORKING_DAYS)
# How long after the due time each step of the escalation is told.
ESCALATION: dict[Urgency, dict[Step, Allowance]] = {
    Urgency.EMERGENCY: {
        Step.OFFICER: Allowance(0), Step.HEAD: Allowance(0.5), Step.LEADER: Allowance(1),
    },
    Urgency.URGENT: {
        Step.OFFICER: Allowance(0), Step.HEAD: Allowance(4), Step.LEADER: Allowance(12),
    },
    Urgency.NORMAL: {
        Step.OFFICER: Allowance(0),
        Step.HEAD: Allowance.of(1, Measure.WORKING_DAYS),
        Step.LEADER: Allowance.of(2, Measure.WORKING_DAYS),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """A running clock; `soon_at` is when it turns yellow, `waited` the hours that it stood."""

    start: datetime
    allowance: Allowance
    waited: float
    soon_at: datetime
    due_at: datetime


def after(start: datetime, allowance: Allowance, calendar: WorkingCalendar) -> datetime:
    """The moment `allowance` after `start`. Raises CalendarGap where working time is counted and
    the calendar does not reach it."""
    if allowance.is_working_time:
        return deadline(start, allowance.hours, calendar)
    return add_hours(start, allowance.hours)


def start_clock(
    start: datetime, allowance: Allowance, calendar: WorkingCalendar, *, waited: float = 0
) -> Clock:
    """A clock that starts at `start` and has stood for `waited` hours of its own kind.

    Raises CalendarGap: a year without a calendar is an error, not a guess.
    """
    due_at = after(start, replace(allowance, hours=allowance.hours + waited), calendar)
    soon_at = after(start, replace(allowance, hours=allowance.hours * YELLOW + waited), calendar)
    return Clock(start, allowance, waited, soon_at, due_at)


def hours_between(
    start: datetime, end: datetime, allowance: Allowance, calendar: WorkingCalendar
) -> float:
    """How much of a clock of this kind runs between two moments; 0 if `end` is not later."""
    if allowance.is_working_time:
        return working_hours_between(start, end, calendar)
    return max((end - start) / timedelta(hours=1), 0)


def promised(until: datetime, start: datetime, calendar: WorkingCalendar) -> Allowance:
    """The working time from `start` to a promised moment, as an allowance. Raises CalendarGap."""
    return Allowance(working_hours_between(start, until, calendar), is_working_time=True)


def end_of_work() -> time:
    """When a working day ends, local time."""
    return OFFICE_HOURS[-1][1]
