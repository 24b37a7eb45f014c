"""The plan of inspections, and taking one on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.enterprises.actions.inspecting import call_off, reschedule, take_on
from qixin.enterprises.forms.safety import DayForm
from qixin.enterprises.policies.safety import check_sees_safety
from qixin.enterprises.selectors.inspections import (
    PlanFilter,
    enterprise_to_inspect,
    inspection_for,
    inspections,
    offices,
    ranked,
    taken_on,
    with_rows,
)
from qixin.people.permissions import check_permission, has_permission
from qixin.ui.http import go

PAGE = 30


@login_required
@require_safe
def safety_plan(request: HttpRequest) -> HttpResponse:
    """Whom to inspect first, and why."""
    check_permission(request.user, "enterprises.read")
    wanted = PlanFilter.from_query(request.GET)
    page = Paginator(ranked(request.user, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": with_rows(page.object_list),
        "wanted": wanted,
        "offices": offices(request.user),
        "taken_on": taken_on(request.user),
        "may_inspect": has_permission(request.user, "enterprises.inspect"),
        "today": clock.today(),
    }
    return render(request, "enterprises/safety_plan.html", context)


@login_required
@require_safe
def safety_inspections(request: HttpRequest) -> HttpResponse:
    """Inspections that were done."""
    check_sees_safety(request.user)
    found = Paginator(inspections(request.user), PAGE)
    context = {"page": found.get_page(request.GET.get("page"))}
    return render(request, "enterprises/safety_inspections.html", context)


@login_required
@require_POST
def inspection_take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """`now` in the form opens it at once."""
    enterprise = enterprise_to_inspect(request.user, pk)
    day = clock.today() if request.POST.get("now") else _day(request)
    made = take_on(enterprise=enterprise, day=day, by=request.user)
    if request.POST.get("now"):
        return go(request, "enterprises:inspect", made.number)
    said = _("Taken on. It stands at the top of the page on its day.")
    return go(request, "enterprises:plan", said=said)


@login_required
@require_POST
def inspection_reschedule(request: HttpRequest, number: str) -> HttpResponse:
    found = inspection_for(request.user, number)
    reschedule(inspection=found, day=_day(request), by=request.user)
    return go(request, "enterprises:inspection", found.number, said=_("Moved to that day."))


@login_required
@require_POST
def inspection_call_off(request: HttpRequest, number: str) -> HttpResponse:
    found = inspection_for(request.user, number)
    call_off(inspection=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "enterprises:plan", said=_("Called off, with your reason."))


def _day(request: HttpRequest):  # type: ignore[no-untyped-def]
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a day."))
    return form.cleaned_data["day"]
