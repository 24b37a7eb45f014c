"""The working calendar, kept by administrators."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.core.models import CalendarDay, CalendarYear, DayKind, default_district
from qixin.people.models import User
from qixin.people.policies import check_can_keep_calendar
from qixin.people.workflow import JOURNAL

EARLIEST, LATEST = 2004, 2100


@transaction.atomic
def set_day(*, day: date, kind: DayKind, note: str, by: User) -> CalendarDay:
    """Say that a day is worked, or not, whatever the state's calendar says.

    Clocks that already run keep their due time; clocks that start later, or start again after
    waiting, count with it. Raises Refused, Invalid for a day out of range.
    """
    check_can_keep_calendar(by)
    _check_year(day.year)
    held, _created = CalendarDay.objects.update_or_create(
        district=default_district(),
        day=day,
        defaults={"kind": kind, "note": note.replace("\0", "").strip()[:80]},
    )
    detail = {"day": day.isoformat(), "kind": str(kind)}
    journal.write(verb=JOURNAL["set_day"], subject=held, by=by, detail=detail)
    transaction.on_commit(clock.forget_kept)
    return held


@transaction.atomic
def clear_day(*, day: date, by: User) -> None:
    """The state's calendar, or the year's rule, holds for the day again. Raises Refused."""
    check_can_keep_calendar(by)
    held = (
        CalendarDay.objects.select_for_update().filter(district=default_district(), day=day).first()
    )
    if held is None:
        return
    journal.write(verb=JOURNAL["clear_day"], subject=held, by=by, detail={"day": day.isoformat()})
    held.delete()
    transaction.on_commit(clock.forget_kept)


@transaction.atomic
def enter_year(*, year: int, by: User) -> CalendarYear:
    """Answer for a year: Monday to Friday are worked unless a day says otherwise.

    Raises Refused, Invalid for a year out of range.
    """
    check_can_keep_calendar(by)
    _check_year(year)
    held, created = CalendarYear.objects.get_or_create(district=default_district(), year=year)
    if created:
        journal.write(verb=JOURNAL["enter_year"], subject=held, by=by, detail={"year": year})
        transaction.on_commit(clock.forget_kept)
    return held


def _check_year(year: int) -> None:
    if not EARLIEST <= year <= LATEST:
        raise Invalid(
            _("The calendar holds the years %(first)d to %(last)d.")
            % {"first": EARLIEST, "last": LATEST}
        )
