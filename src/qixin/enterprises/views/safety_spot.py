"""The pages that are filled in on the spot, and one inspection or visit as it was recorded."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qixin.core import clock
from qixin.enterprises.actions.photos import MOST_PHOTOS
from qixin.enterprises.enums import (
    AskedKind,
    ChecklistUse,
    InspectionState,
    ItemVerdict,
    PromiseBy,
    Severity,
)
from qixin.enterprises.models import Enterprise, Inspection
from qixin.enterprises.policies.safety import can_inspect, check_can_inspect
from qixin.enterprises.selectors.checklists import applicable
from qixin.enterprises.selectors.inspections import (
    again_on_visit,
    findings_of,
    inspection_for,
    to_inspect_again,
)
from qixin.enterprises.selectors.risk import facts_of, score, terms_of_safety, weights
from qixin.enterprises.selectors.round import open_promises, own_enterprise, visit_for
from qixin.reports import media


@login_required
@never_cache
@require_safe
def inspect(request: HttpRequest, number: str) -> HttpResponse:
    """The checklists of one inspection; opens without a network once it was opened with one."""
    found = inspection_for(request.user, number)
    check_can_inspect(request.user, enterprise=found.enterprise)
    if found.state != InspectionState.SCHEDULED:
        return redirect("enterprises:inspection", found.number)
    context = _spot(found.enterprise, ChecklistUse.INSPECTION) | {
        "inspection": found,
        "kind": "inspection",
        "about": found.number,
        "again": to_inspect_again(found.enterprise),
    }
    return render(request, "enterprises/safety_spot.html", context)


@login_required
@never_cache
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A named officer's visit on one screen; opens without a network as well."""
    enterprise = own_enterprise(request.user, pk)
    context = _spot(enterprise, ChecklistUse.VISIT) | {
        "kind": "visit",
        "about": enterprise.pk,
        "again": again_on_visit(enterprise),
        "promises": open_promises(enterprise),
        "promise_by": PromiseBy.choices,
        "asked_kinds": AskedKind.choices,
    }
    return render(request, "enterprises/safety_spot.html", context)


@login_required
@require_safe
def inspection(request: HttpRequest, number: str) -> HttpResponse:
    """What an inspection found; one that is only scheduled, with why it is."""
    found = inspection_for(request.user, number)
    context = {
        "inspection": found,
        "findings": findings_of(found),
        "hazards": found.hazards.all(),
        "score": _score_of(found),
        "may_inspect": can_inspect(request.user, enterprise=found.enterprise),
        "today": clock.today(),
    }
    return render(request, "enterprises/safety_inspection.html", context)


@login_required
@require_safe
def visit_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a visit."""
    context = {"visit": visit_for(request.user, pk)}
    return render(request, "enterprises/safety_visit.html", context)


def _spot(enterprise: Enterprise, use: ChecklistUse) -> dict[str, Any]:
    terms, today = terms_of_safety(), clock.today()
    return {
        "enterprise": enterprise,
        "editions": applicable(enterprise, use),
        "verdicts": ItemVerdict.choices,
        "severities": Severity.choices,
        "days": {Severity.MINOR.value: terms.minor_days, Severity.MAJOR.value: terms.major_days},
        "today": today,
        "most_photos": MOST_PHOTOS,
        "image_bytes": media.DEFAULT_LIMITS.image_bytes,
    }


def _score_of(found: Inspection) -> Any:
    if found.state != InspectionState.SCHEDULED:
        return None
    return score(found.enterprise, facts_of([found.enterprise_id])[found.enterprise_id], weights())
