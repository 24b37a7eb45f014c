"""The one place that asks what time it is, and what "today" means in the district."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def local(moment: datetime) -> datetime:
    """`moment` in the district's zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def today() -> date:
    """The district's calendar day."""
    return local(now()).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Start (inclusive) and end (exclusive) of a calendar day of the district."""
    zone = timezone.get_default_timezone()
    start = datetime.combine(day, time.min, tzinfo=zone)
    return start, datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
