"""The form that makes a case of a report; the triage page fetches it as a fragment."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qixin.cases import actions, selectors
from qixin.cases.actions.opening import LONGEST_TITLE
from qixin.cases.forms import OpenForm
from qixin.cases.models import Case
from qixin.cases.policies import check_can_open
from qixin.core import ids
from qixin.core.errors import NotFound
from qixin.core.personal_data import mask_text
from qixin.people.permissions import scope
from qixin.reports.models import Report, Suggestion
from qixin.reports.selectors.queue import units_often_chosen
from qixin.ui.http import add_toast, back_to, by_htmx, go


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_from_report(request: HttpRequest, number: str) -> HttpResponse:
    report = _report(request, number)
    check_can_open(request.user, report=report)
    suggestion = Suggestion.objects.filter(report=report).select_related("unit").first()
    form = OpenForm(_given(request), initial=_initial(report, suggestion))
    if request.method == "POST" and form.is_valid():
        case = actions.open_from_report(report=report, by=request.user, **form.cleaned_data)
        return _opened(request, case)
    context = {
        "report": report,
        "text": mask_text(report.text),
        "form": form,
        "often": units_often_chosen(request.user),
        "suggestion": suggestion,
        "standing": selectors.cases_of_report(request.user, report),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    template = "cases/_open_form.html" if by_htmx(request) else "cases/open.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, case: Case) -> HttpResponse:
    said = _("Case %(number)s opened for %(unit)s.") % {
        "number": case.number,
        "unit": case.lead_unit,
    }
    wanted = request.POST.get("next", "")
    if by_htmx(request) and not wanted:
        response = render(request, "cases/_opened.html", {"case": case})
        return add_toast(response, said)
    return go(request, back_to(request, "cases:inbox"), said=said)


def _given(request: HttpRequest) -> QueryDict | None:
    """What was sent; a department's own button, `chosen`, counts for more than the long list."""
    if request.method != "POST":
        return None
    given = request.POST.copy()
    if chosen := given.get("chosen"):
        given["unit"] = chosen
    return given


def _initial(report: Report, suggestion: Suggestion | None) -> dict[str, Any]:
    named = selectors.type_of_service(report.service_code)
    usual = named.lead_unit_id if named else None
    return {
        "case_type": named.pk if named else None,
        "unit": usual or (suggestion.unit_id if suggestion else None),
        "urgency": max(report.urgency, suggestion.urgency if suggestion else 0),
        "title": report.headline[:LONGEST_TITLE],
    }


def _report(request: HttpRequest, number: str) -> Report:
    report = (
        Report.objects.filter(scope(request.user, "reports.read", area_field="town"))
        .select_related("town")
        .filter(number=ids.normalise_number(number)[:20])
        .first()
    )
    if report is None:
        raise NotFound(_("There is no report with this number, or none that you may read."))
    return report
