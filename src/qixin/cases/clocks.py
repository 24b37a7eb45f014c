"""How long a department has, and when that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from qixin.cases.enums import ClockBasis
from qixin.core.calendar import CalendarGap, WorkingCalendar, add_hours, deadline
from qixin.reports.enums import Urgency

# Office hours of one working day, see core.calendar.OFFICE_HOURS.
_WORKING_DAY_HOURS = 7


@dataclass(frozen=True)
class Allowance:
    """`hours` round the clock, or `working_days` of the district's working calendar."""

    hours: float = 0
    working_days: int = 0


# The one table of clocks.
ALLOWANCES: dict[Urgency, Allowance] = {
    Urgency.EMERGENCY: Allowance(hours=2),
    Urgency.URGENT: Allowance(hours=24),
    Urgency.NORMAL: Allowance(working_days=3),
}

# An answer that nobody confirms for so long may be closed with a reason.
CONFIRMATION_WINDOW = timedelta(days=7)

# The clock turns amber when less than this is left.
SOON: dict[Urgency, timedelta] = {
    Urgency.EMERGENCY: timedelta(minutes=30),
    Urgency.URGENT: timedelta(hours=4),
    Urgency.NORMAL: timedelta(hours=8),
}


def due_after(start: datetime, urgency: Urgency) -> tuple[datetime, ClockBasis]:
    """When a case of this urgency that starts now must be answered, and how that was counted.

    Where the working calendar says nothing of a day on the way, calendar days are counted: a case
    is never refused for want of a calendar.
    """
    allowance = ALLOWANCES[Urgency(urgency)]
    if allowance.hours:
        return add_hours(start, allowance.hours), ClockBasis.ROUND_THE_CLOCK
    calendar = WorkingCalendar(zone=timezone.get_default_timezone())
    try:
        hours = allowance.working_days * _WORKING_DAY_HOURS
        return deadline(start, hours, calendar), ClockBasis.WORKING_TIME
    except CalendarGap:
        return start + timedelta(days=allowance.working_days), ClockBasis.CALENDAR_DAYS
