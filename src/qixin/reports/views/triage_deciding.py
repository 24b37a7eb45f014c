"""Decisions about one report or several; afterwards the next one opens by itself."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qixin.core.errors import Invalid
from qixin.people.permissions import check_permission
from qixin.reports import actions
from qixin.reports.enums import FilingReason, ReportState, Urgency
from qixin.reports.models import Report
from qixin.reports.selectors import queue as selectors
from qixin.reports.selectors import reports
from qixin.reports.views.triage import address, filter_of, show
from qixin.ui.http import add_toast, by_htmx, go

MOST_IN_BULK = 200


@login_required
@require_POST
def file(request: HttpRequest, number: str) -> HttpResponse:
    report = _report(request, number)
    actions.file(
        report=report,
        reason=_reason(request),
        note=request.POST.get("note", ""),
        by=request.user,
    )
    return _onward(request, report, _("Filed %(number)s.") % {"number": report.number})


@login_required
@require_POST
def merge(request: HttpRequest, number: str) -> HttpResponse:
    report = _report(request, number)
    into = _report(request, request.POST.get("into", ""))
    # A report that others were merged into stays; what waits as well becomes part of it.
    other_way = into.state == ReportState.RECEIVED and report.merged_reports.exists()
    part, whole = (into, report) if other_way else (report, into)
    actions.merge(report=part, into=whole, by=request.user)
    said = _("Merged %(number)s into %(into)s.") % {"number": part.number, "into": whole.number}
    if other_way:
        return _show(request, report, said, decided=part.number)
    return _onward(request, report, said)


@login_required
@require_POST
def urgency(request: HttpRequest, number: str) -> HttpResponse:
    """Stays with the report: the decision is still to come."""
    report = _report(request, number)
    actions.correct(report=report, urgency=_urgency(request), by=request.user)
    return _stay(request, report, _("Urgency changed."))


@login_required
@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Back into the queue; the report opens again."""
    report = _report(request, number)
    actions.undo(report=report, by=request.user)
    return _stay(request, report, _("Undone; the report is in the queue again."))


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same for every chosen report; the answer says which were refused, and why."""
    check_permission(request.user, "reports.triage")
    chosen = [_report(request, number) for number in _numbers(request)]
    act = request.POST.get("act")
    if act == "story":
        return _to_room(request, "newsroom:draft_from_reports", chosen)
    if act == "case":
        return _to_room(request, "cases:open_from_reports", chosen)
    if act == "file":
        reason, note = _reason(request), request.POST.get("note", "")
        result = actions.in_bulk(
            reports=chosen,
            act=lambda r: actions.file(report=r, reason=reason, note=note, by=request.user),
        )
    elif act == "merge":
        into = _target(request, chosen)
        result = actions.in_bulk(
            reports=[report for report in chosen if report.pk != into.pk],
            act=lambda r: actions.merge(report=r, into=into, by=request.user),
        )
    elif act == "urgency":
        level = _urgency(request)
        result = actions.in_bulk(
            reports=chosen,
            act=lambda r: actions.correct(report=r, urgency=level, by=request.user),
        )
    else:
        raise Invalid(_("Choose what to do with the reports."))
    if not result.refused:
        done = len(result.done)
        said = ngettext("%(n)d report done.", "%(n)d reports done.", done) % {"n": done}
        return go(request, address(request, None), said=said)
    context = {"result": result, "back": address(request, None)}
    return render(request, "reports/triage/bulk_result.html", context)


def _to_room(request: HttpRequest, page: str, chosen: list[Report]) -> HttpResponse:
    """The room above asks for the rest (column, department), and comes back to this list."""
    asked = {
        "reports": [report.number for report in chosen],
        "next": address(request, None),
        "shown_at": request.POST.get("shown_at", ""),
    }
    return go(request, f"{reverse(page)}?{urlencode(asked, doseq=True)}")


def _report(request: HttpRequest, number: str) -> Report:
    return reports.report_for(request.user, number, permission="reports.triage")


def _numbers(request: HttpRequest) -> list[str]:
    numbers = list(dict.fromkeys(request.POST.getlist("reports")))
    if not numbers:
        raise Invalid(_("Choose at least one report."))
    if len(numbers) > MOST_IN_BULK:
        raise Invalid(_("At most %(most)d reports at once.") % {"most": MOST_IN_BULK})
    return numbers


def _target(request: HttpRequest, chosen: list[Report]) -> Report:
    """The report named, or the earliest of those chosen."""
    named = request.POST.get("into", "").strip()
    if named:
        return _report(request, named)
    if len(chosen) < 2:
        raise Invalid(_("Choose at least two reports, or name the one to merge into."))
    return min(chosen, key=lambda report: (report.received_at, report.pk))


def _reason(request: HttpRequest) -> FilingReason:
    given = request.POST.get("reason", "")
    if given not in FilingReason.values:
        raise Invalid(_("Choose a reason; the sender reads it."))
    return FilingReason(given)


def _urgency(request: HttpRequest) -> Urgency:
    given = request.POST.get("urgency", "")
    if given not in {str(value) for value in Urgency.values}:
        raise Invalid(_("Choose how urgent it is."))
    return Urgency(int(given))


def _onward(request: HttpRequest, report: Report, said: str) -> HttpResponse:
    following = selectors.next_in_queue(request.user, filter_of(request).wanted(), report)
    return _show(request, following, said, decided=report.number)


def _stay(request: HttpRequest, report: Report, said: str) -> HttpResponse:
    return _show(request, report, said)


def _show(
    request: HttpRequest, report: Report | None, said: str, decided: str = ""
) -> HttpResponse:
    if not by_htmx(request):
        return go(request, address(request, report), said=said)
    return add_toast(show(request, report, decided=decided), said)
