"""The named officer's round, and what became of promises."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qixin.enterprises.selectors.round import todays_round
from qixin.people.permissions import check_permission


@login_required
@never_cache
@require_safe
def round_(request: HttpRequest) -> HttpResponse:
    """Today's round; opens without a network once it was opened with one."""
    check_permission(request.user, "enterprises.visit")
    return render(request, "enterprises/safety_round.html", {"stops": todays_round(request.user)})
