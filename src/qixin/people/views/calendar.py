"""The working calendar of a year."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qixin.core import clock
from qixin.core.calendar_days import days_of_year, own_days, working_calendar
from qixin.core.models import DayKind
from qixin.people import actions
from qixin.people.actions.calendar import EARLIEST, LATEST
from qixin.people.forms import CalendarDayForm
from qixin.people.permissions import check_permission
from qixin.people.policies import can_keep_calendar
from qixin.ui.http import go


@login_required
@require_safe
def year(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "people.manage")
    return render(request, "people/calendar.html", _page(request, CalendarDayForm()))


@login_required
@require_POST
def day(request: HttpRequest) -> HttpResponse:
    form = CalendarDayForm(request.POST)
    if not form.is_valid():
        return render(request, "people/calendar.html", _page(request, form), status=422)
    given = form.cleaned_data
    if given["kind"]:
        actions.set_day(day=given["day"], kind=given["kind"], note=given["note"], by=request.user)
    else:
        actions.clear_day(day=given["day"], by=request.user)
    said = _("Kept. Clocks that start from now on count with it.")
    return go(request, _address(given["day"].year), said=said)


@login_required
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    wanted = _year(request.POST.get("year", ""))
    actions.enter_year(year=wanted, by=request.user)
    said = _("Entered. Now set the holidays and the days that are worked instead.")
    return go(request, _address(wanted), said=said)


def _page(request: HttpRequest, form: CalendarDayForm) -> dict[str, Any]:
    wanted, calendar = _year(request.GET.get("year", "")), working_calendar()
    days = days_of_year(wanted, calendar)
    months = [
        (first, [None] * first.weekday() + part)
        for first, part in ((part[0][0], part) for part in _months(days))
    ]
    return {
        "year": wanted,
        "months": months,
        "unknown": any(worked is None for _day, worked in days),
        "own": own_days(wanted),
        "form": form,
        "can_keep": can_keep_calendar(request.user),
        "today": clock.today(),
        "kinds": DayKind.choices,
    }


def _address(year: int) -> str:
    return f"{reverse('people:calendar')}?year={year}"


def _months(days: list[tuple[date, bool | None]]) -> list[list[tuple[date, bool | None]]]:
    return [list(part) for _month, part in groupby(days, key=lambda one: one[0].month)]


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and EARLIEST <= int(text[:5]) <= LATEST:
        return int(text)
    return clock.today().year
