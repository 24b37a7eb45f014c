"""The situation page, its fragment for live updates, and the ticket for the event stream."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.people.permissions import check_permission
from qixin.situation import selectors
from qixin.situation.events.address import events_url
from qixin.situation.events.tickets import ticket_for
from qixin.ui.http import by_htmx


@login_required
@require_safe
@never_cache
def situation(request: HttpRequest) -> HttpResponse:
    """Today, or `?day=2020-02-03`; htmx gets the figures alone."""
    check_permission(request.user, "situation.read")
    day = _day(request)
    context = {
        "picture": selectors.picture_of(request.user, day),
        "now": clock.now(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < clock.today() else None,
    }
    template = "situation/_picture.html" if by_htmx(request) else "situation/situation.html"
    return render(request, template, context)


@login_required
@require_safe
@never_cache
def live_ticket(request: HttpRequest) -> HttpResponse:
    """Where this user may listen for what happens, for the next few minutes."""
    return JsonResponse({"url": events_url(request), "ticket": ticket_for(request.user)})


def _day(request: HttpRequest) -> date:
    asked = request.GET.get("day", "")
    if not asked:
        return clock.today()
    try:
        day = parse_date(asked)
    except ValueError:
        day = None
    if day is None or day.year < 2000:
        raise Invalid(_("This is not a day. Write it as 2020-02-03."))
    return min(day, clock.today())
