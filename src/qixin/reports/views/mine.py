"""My reports, and the photos and clips in them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.actors import Actor
from qixin.core.errors import NotFound
from qixin.reports import actions
from qixin.reports.enums import AttachmentKind, Satisfaction
from qixin.reports.models import Attachment, Report
from qixin.reports.selectors.attachments import (
    RENDITIONS,
    attachment_by_link,
    attachment_for,
)
from qixin.reports.selectors.mine import fates, latest_fate, my_report, my_reports
from qixin.reports.views.uploads import served
from qixin.ui.http import go

PER_PAGE = 20


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    page = Paginator(my_reports(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(report, latest_fate(report)) for report in page]
    return render(request, "reports/sending/mine.html", {"page": page, "rows": rows})


@login_required
@never_cache
@require_safe
def mine_report(request: HttpRequest, number: str) -> HttpResponse:
    report = my_report(request.user, number)
    context = {"report": report, "fates": fates(report), "pictures": gallery(report)}
    return render(request, "reports/sending/mine_report.html", context)


def gallery(report: Report) -> list[dict[str, str]]:
    """The report's photos and clips as the gallery component takes them."""
    return [
        {
            "full": reverse("reports:attachment", args=[one.pk, "web"]),
            "thumb": reverse("reports:attachment", args=[one.pk, "thumb"]),
            "kind": "video" if one.kind == AttachmentKind.CLIP else "image",
            "alt": _("Photo or clip %(number)d") % {"number": number},
        }
        for number, one in enumerate(report.attachments.all(), 1)
        if one.web
    ]


@login_required
@require_POST
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm an answer, or send it back with a reason."""
    report = my_report(request.user, number)
    said = take_reply(request, report, by=request.user)
    return go(request, "reports:mine_report", report.number, said=said)


def take_reply(request: HttpRequest, report: Report, by: Actor) -> str:
    """Act on the reply that the form holds; returns what to say to it."""
    thing, text = request.POST.get("thing", ""), request.POST.get("text", "")
    if request.POST.get("reply") == "confirm":
        actions.confirm_answer(report=report, thing=thing, by=by, satisfaction=_content(request))
        return _("Thank you. The matter is settled.")
    if request.POST.get("reply") == "tell":
        actions.answer_question(report=report, thing=thing, text=text, by=by)
        return _("Sent. The department goes on with it.")
    actions.send_back_answer(report=report, thing=thing, text=text, by=by)
    return _("Sent back. The department will take it up again.")


def _content(request: HttpRequest) -> Satisfaction | None:
    """How content the sender is; nothing where nothing, or nothing known, was chosen."""
    given = request.POST.get("satisfaction", "")
    return next((one for one in Satisfaction if str(one.value) == given), None)


@login_required
@require_safe
def attachment_file(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """A rendition; or the original, which shows place and device, for triage and with a line."""
    if which == "original":
        return _original(request, attachment_for(request.user, pk, permission="reports.triage"))
    if which not in RENDITIONS:
        raise NotFound(_("There is no such photo or clip, or none that you may see."))
    key = request.GET.get("key")
    found = attachment_by_link(request.user, pk, key) if key else attachment_for(request.user, pk)
    return served(request, found, which)


def _original(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    actions.note_original_opened(attachment=attachment, by=request.user)
    return served(request, attachment, "original")
