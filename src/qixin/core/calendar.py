"""Working days and working hours: the state's holidays, and what the district decided besides.

`chinesecalendar` knows the State Council's notices up to the year it was released for; overrides
add later years and special orders (in February 2020 the holiday was prolonged by notice).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

import chinese_calendar
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.errors import Invalid

Hours = tuple[tuple[time, time], ...]
_SATURDAY = 5
_NEVER = datetime.max.replace(tzinfo=UTC)
OFFICE_HOURS: Hours = ((time(9), time(12)), (time(13, 30), time(17, 30)))


class CalendarGap(Invalid, LookupError):
    """The calendar says nothing of `day`."""

    def __init__(self, day: date) -> None:
        super().__init__(
            format_lazy(
                _(
                    "The working calendar does not reach {day}. "
                    "Ask an administrator to enter that year's holidays and working days."
                ),
                day=day.isoformat(),
            )
        )
        self.day = day


@dataclass(frozen=True)
class WorkingCalendar:
    """When a district works. `hours` are local wall-clock windows in `zone`, ascending, apart.

    `overrides` maps a date to whether it is worked, and outweighs the state's calendar. In `years`,
    which an administrator entered, the other days are worked from Monday to Friday.
    """

    zone: tzinfo
    overrides: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    hours: Hours = OFFICE_HOURS

    def __post_init__(self) -> None:
        edges = [edge for window in self.hours for edge in window]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("Working hours must be windows in ascending order that do not touch.")

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarGap when neither the district nor chinesecalendar speaks of the day."""
        if day in self.overrides:
            return self.overrides[day]
        if day.year in self.years:
            return day.weekday() < _SATURDAY
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            raise CalendarGap(day) from None

    def windows(
        self, moment: datetime, until: datetime = _NEVER
    ) -> Iterator[tuple[datetime, datetime]]:
        """Working windows (UTC) between the two moments, cut to begin and end with them.

        Raises CalendarGap on reaching a day of which the calendar says nothing.
        """
        start = moment.astimezone(UTC)
        day = moment.astimezone(self.zone).date()
        while self._utc(day, time.min) < until:
            if self.is_working_day(day):
                for opens, closes in self.hours:
                    a, b = self._utc(day, opens), self._utc(day, closes)
                    if b > start and a < until:
                        yield max(a, start), min(b, until)
            day += timedelta(days=1)

    def _utc(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)


def deadline(start: datetime, working_hours: float, calendar: WorkingCalendar) -> datetime:
    """The moment `working_hours` hours of working time after `start`, in the calendar's zone.

    It is the earliest such moment: four hours from nine o'clock end at 14:30 with a break from 12
    to 13:30, and three hours end at 12:00, not at 13:30. Time outside working hours does not count,
    so what starts on a holiday starts when work does. Zero hours give `start` itself.
    Raises CalendarGap if the calendar says nothing of a day on the way, ValueError for negative or
    infinite hours or a naive start.
    """
    left = _duration(start, working_hours)
    if left:
        for opens, closes in calendar.windows(start):
            if closes - opens >= left:
                return (opens + left).astimezone(calendar.zone)
            left -= closes - opens
    return start.astimezone(calendar.zone)


def working_hours_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> float:
    """Hours of working time from `start` to `end`; 0 if `end` is not later. Raises CalendarGap."""
    spans = (closes - opens for opens, closes in calendar.windows(start, end))
    return sum(spans, timedelta()) / timedelta(hours=1)


def add_hours(start: datetime, hours: float) -> datetime:
    """`hours` hours after `start` round the clock, in its own zone; real hours across DST."""
    return (start.astimezone(UTC) + _duration(start, hours)).astimezone(start.tzinfo)


def _duration(start: datetime, hours: float) -> timedelta:
    if start.tzinfo is None:
        raise ValueError("The start must be aware of its zone.")
    if not math.isfinite(hours) or hours < 0:
        raise ValueError("Hours must be finite and not negative.")
    return timedelta(hours=hours)
