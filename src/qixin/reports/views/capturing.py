"""Sending a report from the phone: the page, the report, its files."""

from __future__ import annotations

import uuid
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.coordinates import Coordinate, CoordinateError, parse_coordinate
from qixin.core.errors import Conflict, NotFound, QixinError
from qixin.people.permissions import check_permission, has_permission
from qixin.people.selectors.places import district_area
from qixin.reports import actions, media
from qixin.reports.actions.attaching import MOST_ATTACHMENTS
from qixin.reports.enums import AttachmentState, MemberState, Source, Urgency
from qixin.reports.forms.place import communities_by_town
from qixin.reports.forms.sending import (
    SendForm,
    SentReport,
    happened,
    placed,
    read_json,
)
from qixin.reports.models import GroupMember, Report
from qixin.reports.models.reports import LONGEST_TEXT
from qixin.reports.selectors.groups import sending_as
from qixin.reports.tasks import prepare_attachment
from qixin.reports.views.uploads import attachment_key, received_body, refuse_large_forms
from qixin.ui.http import sign_in_first

_SERVICE_WORKER = settings.SOURCE / "ui" / "static" / "ui" / "dist" / "sw.js"


@login_required
@never_cache
@require_safe
def capture(request: HttpRequest) -> HttpResponse:
    """The page with the big text field; it also opens without a network."""
    if not has_permission(request.user, "reports.send"):
        waiting = (
            GroupMember.objects.filter(
                person=request.user.person_id or 0, state=MemberState.PENDING
            )
            .select_related("group")
            .first()
        )
        if waiting is not None:
            return redirect("reports:join", waiting.group.invitation_token)
        check_permission(request.user, "reports.send")
    return render(request, "reports/sending/capture.html", _page(SendForm()))


@require_safe
def service_worker(request: HttpRequest) -> FileResponse:
    """At the root, because a service worker rules only what lies below its own address."""
    try:
        built = _SERVICE_WORKER.open("rb")
    except FileNotFoundError:
        raise NotFound(_("The front end is not built.")) from None
    headers = {"Cache-Control": "no-cache"}
    return FileResponse(built, content_type="text/javascript; charset=utf-8", headers=headers)


# The next three answer a page or a service worker, which cannot follow a redirect to the sign-in
# page: they say by themselves that the session has ended.
@login_not_required
@refuse_large_forms
@never_cache
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A report as JSON from the page, or as a form where no script runs."""
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    check_permission(request.user, "reports.send")
    if request.content_type == "application/json":
        return _send_json(request)
    return _send_form(request)


@login_not_required
@never_cache
@require_safe
def outbox(request: HttpRequest) -> JsonResponse:
    """What the phone must know before it sends what waits: who is signed in, and the token."""
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    return JsonResponse(
        {
            "account": request.user.pk,
            "may_send": has_permission(request.user, "reports.send"),
            "csrf": get_token(request),
        }
    )


@login_not_required
@never_cache
@require_POST
def attachment(
    request: HttpRequest, client_key: uuid.UUID, attachment_key: uuid.UUID
) -> HttpResponse:
    """One file of a report that was sent: the body, or what came in pieces before."""
    if not request.user.is_authenticated:
        return _sign_in_first(request)
    report = get_object_or_404(Report, client_key=client_key, sender=request.user.person_id or 0)
    if "X-Transfer" in request.headers:
        kept = actions.attach_sent(
            report=report, transfer=_key(request.headers["X-Transfer"]),
            upload=_upload(request, attachment_key, BytesIO()), by=request.user,
        )  # fmt: skip
    else:
        with received_body(request) as file:
            upload = _upload(request, attachment_key, file)
            kept = actions.attach(report=report, upload=upload, by=request.user)
    prepare_attachment.enqueue(kept.pk)
    return JsonResponse({"state": kept.state}, status=201)


def _upload(request: HttpRequest, key: uuid.UUID, file: Any) -> actions.Upload:
    """What the headers say of the file: the phone read it before it made a photo smaller."""
    return actions.Upload(
        client_key=key,
        file=file,
        filename=unquote(request.headers.get("X-File-Name", ""))[:200] or "file",
        position=_whole(request.headers.get("X-Position")),
        taken_at=_moment(request.headers.get("X-Taken-At")),
        coordinate=_shot_at(request.headers.get("X-Place")),
    )


def _send_json(request: HttpRequest) -> HttpResponse:
    sent = read_json(request.body)
    received, notice = _receive(request, sent)
    return JsonResponse(
        {
            "number": received.report.number,
            "url": reverse("reports:mine_report", args=[received.report.number]),
            "is_new": received.is_new,
            "notice": str(notice),
        },
        status=201 if received.is_new else 200,
    )


def _send_form(request: HttpRequest) -> HttpResponse:
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "reports/sending/capture.html", _page(form), status=422)
    sent = form.sent()
    received, notice = _receive(request, sent)
    if not received.is_new and received.report.text != sent.text.strip():
        return render(
            request, "reports/sending/capture.html", _page(anew(form, received.report)), status=409
        )
    for sentence in [
        notice,
        *keep_files(received.report, form.cleaned_data["files"], by=request.user),
    ]:
        if sentence:
            messages.warning(request, str(sentence))
    messages.success(request, _("Received as %(number)s.") % {"number": received.report.number})
    return redirect("reports:mine_report", received.report.number)


def _receive(request: HttpRequest, sent: SentReport) -> tuple[actions.Received, Any]:
    member = sending_as(request.user)
    place, notice = placed(sent)
    submission = actions.Submission(
        client_key=sent.client_key,
        source=Source.APP,
        text=sent.text,
        occurred_at=happened(sent.occurred_at),
        place=place,
        address=sent.address,
        urgency=Urgency.URGENT if sent.is_urgent else Urgency.NORMAL,
        sender=member.person if member else request.user.person,
        group=member.group if member else None,
        has_attachments=sent.attachments > 0,
    )
    return actions.receive(submission=submission, by=request.user), notice


def keep_files(report: Report, files: list[Any], *, by: Any) -> list[str]:
    """Attach a form's files; returns what their sender should know: why some could not be taken,
    and which are damaged. The report stands either way.
    """
    told = []
    for position, file in enumerate(files):
        key = attachment_key(report.client_key, position, file)
        upload = actions.Upload(key, file, file.name, position)
        try:
            kept = actions.attach(report=report, upload=upload, by=by)
            prepare_attachment.enqueue(kept.pk)
            if kept.state == AttachmentState.DAMAGED:
                told.append(_damaged(file.name))
        except QixinError as error:
            told.append(str(error))
    return told


def _damaged(name: str) -> str:
    return _(
        "“%(name)s” is damaged: part of it is missing. What arrived is kept with your report. If "
        "you can, send it again in another report."
    ) % {"name": name[:60]}


def anew(form: Any, report: Report) -> Any:
    """The form again with what was typed, under a key of its own: its old key is spent."""
    given = form.data.copy()
    given["client_key"] = str(uuid.uuid4())
    again = type(form)(given, form.files)
    again.full_clean()
    again.add_error(
        None,
        _("This page was already sent as %(number)s. What you have typed now is another text: "
          "press “Send” to send it as a new report.") % {"number": report.number},
    )  # fmt: skip
    return again


def _page(form: SendForm) -> dict[str, Any]:
    limits = media.DEFAULT_LIMITS
    return {
        "form": form,
        "most_attachments": MOST_ATTACHMENTS,
        "longest_text": LONGEST_TEXT,
        "limits": {"image": limits.image_bytes, "clip": limits.clip_bytes},
        "clip_megabytes": limits.clip_bytes // (1024 * 1024),
        "image_megabytes": limits.image_bytes // (1024 * 1024),
    } | place_context()


def place_context() -> dict[str, Any]:
    """What the fields of the place need: the towns with their communities, and the map."""
    return {
        "places": communities_by_town(),
        "boundary": district_area().boundary,
        "map_tiles": settings.QIXIN_MAP_TILES,
    }


def _sign_in_first(request: HttpRequest) -> JsonResponse:
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise Conflict(
            _(
                "Your session has ended and nothing was sent. "
                "Copy your text, sign in and send again."
            ),
            kept=request.POST.get("text", ""),
        )
    sentence = _(
        "Your session has ended. Please sign in again; what you wrote is kept on this phone."
    )
    return sign_in_first(sentence)


def _whole(text: str | None) -> int:
    return min(int(text), MOST_ATTACHMENTS) if text and text.isascii() and text.isdigit() else 0


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound(_("This upload is no longer here. Please choose the file again.")) from None


def _moment(text: str | None) -> datetime | None:
    try:
        return happened(parse_datetime(text)) if text else None
    except ValueError:
        return None


def _shot_at(text: str | None) -> Coordinate | None:
    """`lng,lat` in degrees as the phone read them from the photo; None for anything else."""
    lng, _comma, lat = (text or "").partition(",")
    try:
        return parse_coordinate(lng, lat)
    except CoordinateError:
        return None
