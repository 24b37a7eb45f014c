"""The clock of a letter that came in: it counts working days, as such letters are counted."""

from __future__ import annotations

from datetime import date, timedelta

from qixin.core.calendar import WorkingCalendar

USUAL_DAYS, MOST_DAYS = 5, 60


def nth_working_day(after: date, days: int, calendar: WorkingCalendar) -> date:
    """The `days`-th working day after a day, which does not count itself. Raises CalendarGap."""
    day = after
    while days > 0:
        day += timedelta(days=1)
        days -= calendar.is_working_day(day)
    return day
