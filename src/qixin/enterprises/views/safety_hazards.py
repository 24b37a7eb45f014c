"""The list of hazards, one hazard with its course, and its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.enterprises.actions.exporting_hazards import export_hazards
from qixin.enterprises.actions.hazards import clear, drop, extend, not_clear, report_mended
from qixin.enterprises.actions.photos import MOST_PHOTOS
from qixin.enterprises.forms.safety import CLEARED, AgainForm, ExtendForm, MendedForm
from qixin.enterprises.models import Hazard
from qixin.enterprises.policies.safety import can_step, check_sees_safety
from qixin.enterprises.selectors.photos import before_and_after
from qixin.enterprises.selectors.safety import (
    HazardFilter,
    by_unit,
    hazard_for,
    hazard_tallies,
    listed_hazards,
)
from qixin.enterprises.selectors.timeline import course
from qixin.people.permissions import check_permission, has_permission
from qixin.reports import media
from qixin.reports.views.uploads import forms_up_to
from qixin.ui.http import go, made_file

PAGE = 50
VERBS = ("report_mended", "clear", "not_clear", "extend", "drop")
_small_forms = forms_up_to(MOST_PHOTOS * media.DEFAULT_LIMITS.image_bytes)


@login_required
@require_safe
def hazards(request: HttpRequest) -> HttpResponse:
    check_sees_safety(request.user)
    wanted = HazardFilter.from_query(request.GET)
    found = Paginator(listed_hazards(request.user, wanted), PAGE)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "wanted": wanted,
        "tallies": hazard_tallies(request.user, wanted),
        "units": by_unit(request.user),
        "may_export": has_permission(request.user, "enterprises.read"),
    }
    return render(request, "enterprises/safety_hazards.html", context)


@login_required
@require_POST
def hazards_export(request: HttpRequest) -> HttpResponse:
    """The list under the page's filter as a workbook; a POST, for it writes in the journal."""
    check_permission(request.user, "enterprises.read")
    found = listed_hazards(request.user, HazardFilter.from_query(request.GET))
    return made_file(
        f"hazards-{clock.today()}.xlsx",
        lambda path: export_hazards(hazards=found, path=path, by=request.user),
    )


@login_required
@require_safe
def hazard(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, hazard_for(request.user, number))


@_small_forms
@login_required
@require_POST
def hazard_mended(request: HttpRequest, number: str) -> HttpResponse:
    found = hazard_for(request.user, number)
    form = MendedForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, mended=form, status=422)
    report_mended(hazard=found, **form.cleaned_data, by=request.user)
    said = _("Reported. An inspector looks again and clears it.")
    return go(request, "enterprises:hazard", found.number, said=said)


@_small_forms
@login_required
@require_POST
def hazard_again(request: HttpRequest, number: str) -> HttpResponse:
    """Inspected again at a desk or on the spot with a network: cleared, or not."""
    found = hazard_for(request.user, number)
    form = AgainForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, again=form, status=422)
    given = form.cleaned_data
    shared = {"hazard": found, "note": given["note"], "files": given["photos"], "by": request.user}
    if given["verdict"] == CLEARED:
        clear(**shared)
        return go(request, "enterprises:hazard", found.number, said=_("Cleared."))
    not_clear(due_on=given["due_on"], **shared)
    said = _("Not cleared; the enterprise has the new deadline.")
    return go(request, "enterprises:hazard", found.number, said=said)


@login_required
@require_POST
def hazard_extend(request: HttpRequest, number: str) -> HttpResponse:
    found = hazard_for(request.user, number)
    given = _checked(ExtendForm(request.POST))
    extend(hazard=found, due_on=given["due_on"], reason=given["reason"], by=request.user)
    return go(request, "enterprises:hazard", found.number, said=_("The deadline is later now."))


@login_required
@require_POST
def hazard_drop(request: HttpRequest, number: str) -> HttpResponse:
    found = hazard_for(request.user, number)
    drop(hazard=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "enterprises:hazard", found.number, said=_("Dropped, with your reason."))


def _page(
    request: HttpRequest,
    found: Hazard,
    *,
    mended: MendedForm | None = None,
    again: AgainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    before, after = before_and_after(found)
    context = {
        "hazard": found,
        "can": {verb: can_step(request.user, verb, hazard=found) for verb in VERBS},
        "before": before,
        "after": after,
        "course": course(found),
        "mended": mended or MendedForm(),
        "again": again or AgainForm(),
        "extend": ExtendForm(),
    }
    return render(request, "enterprises/safety_hazard.html", context, status=status)


def _checked(form: forms.Form) -> dict[str, Any]:
    """Of a dialog, which cannot show its errors: the first one as a sentence."""
    if not form.is_valid():
        raise Invalid(next(iter(form.errors.values()))[0])
    return form.cleaned_data
