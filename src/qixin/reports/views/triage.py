"""The queue, and everything about one report on one screen."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core import clock, journal
from qixin.core.errors import Conflict
from qixin.core.personal_data import find_personal_data, mask_name, mask_phone, mask_text
from qixin.people.permissions import check_permission
from qixin.people.selectors import journal as journal_selectors
from qixin.people.selectors.places import district_area
from qixin.reports import actions
from qixin.reports.enums import AttachmentKind, Decision, FilingReason, ReportState, Urgency
from qixin.reports.forms.triage import ReportFilterForm
from qixin.reports.models import Report, Triage
from qixin.reports.selectors import queue as selectors
from qixin.reports.selectors import reports
from qixin.reports.selectors.requests import service_named
from qixin.reports.selectors.segments import masked_and_marked, personal_marked
from qixin.ui.http import add_toast, by_htmx, fragment, go


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits; `?state=` shows what was decided."""
    check_permission(request.user, "reports.triage")
    context = list_context(request) | {"last": last_decision(request)}
    return render(request, "reports/triage/page.html", context)


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One report; beside the list where the screen is wide, and alone as a fragment for htmx."""
    check_permission(request.user, "reports.triage")
    report = reports.report_for(request.user, number, permission="reports.triage")
    context = pane_context(request, report)
    if by_htmx(request):
        return render(request, "reports/triage/_pane.html", context)
    return render(request, "reports/triage/page.html", list_context(request) | context)


@login_required
@never_cache
@require_safe
def arrived(request: HttpRequest) -> HttpResponse:
    """The quiet button that says how many came in since the list was shown."""
    check_permission(request.user, "reports.triage")
    given = request.GET.get("mark", "")
    mark = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
    count = selectors.arrived_since(request.user, filter_of(request).wanted(), mark)
    return render(
        request, "reports/triage/_arrived.html", {"count": count, "query": query_of(request)}
    )


@login_required
@require_safe
def following(request: HttpRequest, number: str) -> HttpResponse:
    """To the report that comes after this one, which was decided in another room."""
    report = reports.report_for(request.user, number, permission="reports.triage")
    following = selectors.next_in_queue(request.user, filter_of(request).wanted(), report)
    if not by_htmx(request):
        return go(request, address(request, following))
    response = show(request, following, decided=report.number)
    for told in get_messages(request):
        add_toast(response, told.message, tone="success")
    return response


@login_required
@require_POST
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Hold the report while its page is open, and again every few minutes."""
    report = reports.report_for(request.user, number, permission="reports.triage")
    try:
        report = actions.claim(report=report, by=request.user)
        refused = ""
    except Conflict as conflict:
        refused = str(conflict)
    context = {"report": report, "refused": refused}
    return render(request, "reports/triage/_claim.html", context)


@login_required
@require_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    report = reports.report_for(request.user, number, permission="reports.triage")
    actions.release(report=report, by=request.user)
    if request.POST.get("leaving"):
        return HttpResponse(status=204)
    return go(request, address(request, None))


@login_required
@require_POST
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """The sender's name and number in clear; the journal keeps who asked, and why."""
    report = reports.report_for(request.user, number, permission="reports.triage")
    shown = actions.unmask_contact(
        report=report, reason=request.POST.get("reason", ""), by=request.user
    )
    if by_htmx(request):
        return fragment(request, "ui/components/unmasked.html", {"value": shown})
    return render(request, "reports/triage/contact.html", {"report": report, "value": shown})


@login_required
@require_POST
def text(request: HttpRequest, number: str) -> HttpResponse:
    """What was written, with its numbers; the journal keeps who looked."""
    report = reports.report_for(request.user, number, permission="reports.triage")
    context = {
        "report": report,
        "segments": personal_marked(actions.unmask_text(report=report, by=request.user)),
        "address": report.address if mask_text(report.address) != report.address else "",
    }
    template = "_text.html" if by_htmx(request) else "text.html"
    return render(request, f"reports/triage/{template}", context)


def filter_of(request: HttpRequest) -> ReportFilterForm:
    return ReportFilterForm(request.GET, state=ReportState.RECEIVED)


def query_of(request: HttpRequest) -> str:
    """The list's filter as it stands in the address, with its "?"; where in the list, left out."""
    kept = request.GET.copy()
    for name in ("after", "before", "mark"):
        kept.pop(name, None)
    for name in [name for name in kept if not any(kept.getlist(name))]:
        kept.pop(name)
    return f"?{kept.urlencode()}" if kept else ""


def address(request: HttpRequest, report: Report | None) -> str:
    """Where to go on: a report within the same list, or the list."""
    where = (
        reverse("reports:triage_report", args=[report.number])
        if report
        else reverse("reports:triage")
    )
    return where + query_of(request)


def list_context(request: HttpRequest) -> dict[str, Any]:
    form = filter_of(request)
    wanted = form.wanted()
    found = selectors.count_up_to(selectors.queue(request.user, wanted))
    page = selectors.queue_page(
        request.user,
        wanted,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return {
        "form": form,
        "page": page,
        "count": found,
        "most_counted": selectors.MOST_COUNTED,
        "query": query_of(request),
        "narrowed": bool(set(form.changed_data) - {"state", "q"}),
        "columns": reports.columns(),
        "mark": selectors.newest_id(),
        "now": clock.now(),
        "filing_reasons": FilingReason.choices,
        "urgencies": Urgency.choices,
        "waiting": wanted.state == ReportState.RECEIVED,
    }


def pane_context(request: HttpRequest, report: Report | None) -> dict[str, Any]:
    """Everything about one report; for None the note that nothing waits."""
    context: dict[str, Any] = {
        "report": report,
        "query": query_of(request),
        "last": last_decision(request),
        "now": clock.now(),
    }
    if report is None:
        return context
    wanted = filter_of(request).wanted()
    sides = reports.duplicates_side_by_side(request.user, report)
    lines = journal_selectors.lines(list(journal.timeline(report)))
    return context | {
        "segments": masked_and_marked(report.text),
        "address": mask_text(report.address),
        "has_numbers": bool(find_personal_data(f"{report.text}\n{report.address}")),
        "gallery": gallery(report),
        "contact_masked": " ".join(
            part
            for part in (mask_name(report.contact_name), mask_phone(report.contact_phone))
            if part
        ),
        "map": map_of(report),
        "service": service_named(report),
        "record": reports.sender_record(request.user, report),
        "sides": sides,
        "around": reports.around(request.user, report),
        "timeline": [
            {
                "at": line.entry.at,
                "who": line.who,
                "text": line.what,
                # why a department handed it back
                "note": line.entry.detail.get("reason", ""),
            }
            for line in lines
        ],
        "columns": reports.columns(),
        "decisions": [t for t in report.triages.all() if t.undone_at is None],
        "filing_reasons": FilingReason.choices,
        "urgencies": Urgency.choices,
        "next": selectors.next_in_queue(request.user, wanted, report),
        "previous": selectors.previous_in_queue(request.user, wanted, report),
        "next_url": reverse("reports:triage_next", args=[report.number]) + query_of(request),
    }


def gallery(report: Report) -> list[dict[str, Any]]:
    """Photos and clips as the gallery component takes them; what is not ready says so."""
    return [
        {
            "kind": "video" if one.kind == AttachmentKind.CLIP else "image",
            "full": reverse("reports:attachment", args=[one.pk, "web"]),
            "thumb": reverse("reports:attachment", args=[one.pk, "thumb"]),
            "alt": _("Photo or clip %(number)d") % {"number": number},
        }
        for number, one in enumerate(report.attachments.all(), 1)
        if one.web
    ]


def map_of(report: Report) -> dict[str, Any] | None:
    if report.lng is None or report.lat is None:
        return None
    tones = {Urgency.EMERGENCY: "danger", Urgency.URGENT: "warning"}
    point = {
        "lat": report.lat,
        "lng": report.lng,
        "label": report.get_precision_display(),
        "tone": tones.get(Urgency(report.urgency), "accent"),
    }
    return {"boundary": district_area().boundary, "points": [point]}


def show(request: HttpRequest, report: Report | None, *, decided: str) -> HttpResponse:
    """The pane for htmx; the page hears which report left the list, and which is shown."""
    number = report.number if report else ""
    if report:
        report = reports.report_for(request.user, number, permission="reports.triage")
    response = render(request, "reports/triage/_pane.html", pane_context(request, report))
    where = address(request, report)
    response.headers["HX-Push-Url"] = where
    response.headers["HX-Trigger"] = json.dumps(
        {"qixin:triaged": {"decided": decided, "shown": number, "address": where}}
    )
    return response


def last_decision(request: HttpRequest) -> dict[str, Any] | None:
    """The user's last decision and where undoing it goes to."""
    triage = selectors.last_decision(request.user)
    if triage is None:
        return None
    url = _undo_address(triage)
    back = reverse("reports:triage_report", args=[triage.report.number]) + query_of(request)
    return {"triage": triage, "undo_url": url, "back": back} if url else None


def _undo_address(triage: Triage) -> str:
    """What became a story or a case is taken back by the room that made it."""
    if triage.decision in (Decision.FILE, Decision.MERGE):
        return reverse("reports:triage_undo", args=[triage.report.number])
    if triage.decision == Decision.RUMOUR:
        return reverse("newsroom:rumour_leave_report", args=[triage.report.number])
    room = {Decision.STORY: "newsroom.story:", Decision.CASE: "cases."}[Decision(triage.decision)]
    told = triage.report.settlements.filter(thing__startswith=room).order_by("-at").first()
    if told is None:
        return ""
    if triage.decision == Decision.STORY:
        return reverse("newsroom:withdraw", args=[int(told.thing.partition(":")[2])])
    return reverse("cases:undo_open", args=[told.title.split(" ")[0]])
