"""Several reports to a department at once; the triage list fetches the form into its dialog."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qixin.cases import actions, selectors
from qixin.cases.forms import TOGETHER, OpenSeveralForm
from qixin.cases.policies import why_left_alone
from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.people.permissions import check_permission
from qixin.reports.models import Report
from qixin.reports.selectors.duplicates import alike
from qixin.ui.http import back_to, by_htmx, go

MOST = 200


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_from_reports(request: HttpRequest) -> HttpResponse:
    """`?reports=R…&reports=R…&shown_at=…&next=…`; what somebody else decided meanwhile is told."""
    check_permission(request.user, "cases.open")
    reports = _reports(request)
    if request.method != "POST":
        return _ask(request, reports, _form(reports, _moment(request.GET.get("shown_at", ""))))
    form = OpenSeveralForm(request.POST)
    if not form.is_valid():
        return _ask(request, reports, form, status=422)
    return _show(request, _open(request, reports, form.cleaned_data))


@login_required
@require_POST
def undo_several(request: HttpRequest) -> HttpResponse:
    """Take back what was opened together."""
    check_permission(request.user, "cases.open")
    cases = selectors.cases_by_number(request.user, request.POST.getlist("cases"))
    undone = actions.undo_open_of_each(cases=cases, by=request.user)
    if undone.refused:
        context = {"undone": undone, "back": back_to(request, "cases:inbox")}
        return render(request, "cases/undone_several.html", context)
    count = len(undone.cases)
    said = ngettext(
        "%(n)d case undone; its reports are in the queue again.",
        "%(n)d cases undone; their reports are in the queue again.",
        count,
    ) % {"n": count}
    return go(request, back_to(request, "cases:inbox"), said=said)


def _open(request: HttpRequest, reports: list[Report], given: dict[str, Any]) -> actions.Opened:
    common = {
        "reports": reports,
        "unit": given["unit"],
        "urgency": given["urgency"],
        "shown_at": given["shown_at"],
        "by": request.user,
    }
    if given["how"] == TOGETHER:
        return actions.open_together(title=given["title"], **common)
    return actions.open_for_each(**common)


def _show(request: HttpRequest, opened: actions.Opened) -> HttpResponse:
    """One case that took them all needs no page of its own: the queue goes on, with its undo."""
    if len(opened.cases) == 1 and not opened.refused:
        [case] = opened.cases
        said = _("Case %(number)s opened for %(unit)s.") % {
            "number": case.number,
            "unit": case.lead_unit,
        }
        return go(request, back_to(request, "cases:inbox"), said=said)
    context = {"opened": opened, "back": back_to(request, "cases:inbox")}
    return render(request, "cases/opened_several.html", context)


def _ask(
    request: HttpRequest, reports: list[Report], form: OpenSeveralForm, status: int = 200
) -> HttpResponse:
    shown_at = form["shown_at"].value()
    seen = shown_at if isinstance(shown_at, datetime) else _moment(shown_at or "")
    rows = [(r, why_left_alone(request.user, report=r, shown_at=seen)) for r in reports]
    suggested = _suggested(reports)
    context = {
        "form": form,
        "rows": rows,
        "ready": sum(not why for _report, why in rows),
        "suggested": suggested,
        "alike": alike(reports),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    template = "cases/_open_several.html" if by_htmx(request) else "cases/open_several.html"
    return render(request, template, context, status=status)


def _form(reports: list[Report], shown_at: datetime) -> OpenSeveralForm:
    suggested = _suggested(reports)
    mostly_alike = 3 * alike(reports) >= 2 * len(reports)
    return OpenSeveralForm(
        initial={
            "unit": suggested[0].pk if suggested and 2 * suggested[1] > len(reports) else None,
            "how": TOGETHER if mostly_alike else None,
            "shown_at": shown_at.isoformat(),
        }
    )


def _suggested(reports: list[Report]) -> tuple[Any, int] | None:
    """The department that is suggested for most of them, and for how many."""
    units = Counter(
        report.suggestion.unit
        for report in reports
        if getattr(report, "suggestion", None) and report.suggestion.unit_id
    )
    return units.most_common(1)[0] if units else None


def _reports(request: HttpRequest) -> list[Report]:
    given = request.POST if request.method == "POST" else request.GET
    numbers = {n for value in given.getlist("reports") for n in value.replace(",", " ").split()}
    if len(numbers) > MOST:
        raise Invalid(_("At most %(most)d reports at once.") % {"most": MOST})
    reports = selectors.reports_to_open(request.user, numbers)
    if not reports:
        raise Invalid(_("Choose at least one report."))
    return reports


def _moment(text: str) -> datetime:
    """When the list was shown; now for a page that does not say."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    return moment if moment is not None and moment.tzinfo is not None else clock.now()
