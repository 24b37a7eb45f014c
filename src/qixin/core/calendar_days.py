"""The district's working calendar: the state's, the years and the days that it entered itself."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from qixin.core import clock
from qixin.core.calendar import CalendarGap, WorkingCalendar
from qixin.core.models import CalendarDay, CalendarYear, DayKind, default_district


@clock.kept_for(seconds=10)
def working_calendar() -> WorkingCalendar:
    """The calendar as it stands; a process asks again after some seconds, and where it was changed
    at once: every clock of a case needs it."""
    district = default_district()
    days = CalendarDay.objects.filter(district=district).values_list("day", "kind")
    years = CalendarYear.objects.filter(district=district).values_list("year", flat=True)
    return WorkingCalendar(
        zone=timezone.get_default_timezone(),
        overrides={day: kind == DayKind.WORKED for day, kind in days},
        years=frozenset(years),
    )


def reaches_to(day: date, calendar: WorkingCalendar) -> bool:
    """Whether the calendar says something of `day`."""
    try:
        calendar.is_working_day(day)
    except CalendarGap:
        return False
    return True


def days_of_year(year: int, calendar: WorkingCalendar) -> list[tuple[date, bool | None]]:
    """Every day of a year with whether it is worked; None where the calendar says nothing."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    days = (first + timedelta(n) for n in range((following - first).days))
    return [
        (day, calendar.is_working_day(day) if reaches_to(day, calendar) else None) for day in days
    ]


def own_days(year: int) -> QuerySet[CalendarDay]:
    """What the district decided about days of a year, in order."""
    return CalendarDay.objects.filter(district=default_district(), day__year=year)
