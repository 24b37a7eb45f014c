"""Files on their way in and out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    UnreadablePostError,
)
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from qixin.core.errors import Invalid, NotFound, TooLarge
from qixin.core.storage_faults import full_disk_told
from qixin.reports import media
from qixin.reports.actions.attaching import MOST_ATTACHMENTS
from qixin.reports.models import Attachment
from qixin.ui.ranges import ranged

BLOCK = 1 << 18
# A form of nine photos and a clip, with its text.
MOST_IN_A_FORM = media.DEFAULT_LIMITS.clip_bytes + MOST_ATTACHMENTS * 8 * 1024 * 1024
# What is larger is cut off: nobody films that by mistake.
MOST_LET_PASS = 2 * 1024 * 1024 * 1024
View = Callable[..., HttpResponse]


def forms_up_to(most: int) -> Callable[[View], View]:
    """Judge a form by its announced length, and keep nothing of one over `most` bytes.

    The check for forged requests reads the form, so it runs after this one, not before.
    """

    def measure(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _length(request) > most:
                let_pass(request)
                raise TooLarge(_too_large(most))
            return protected(request, *args, **kwargs)

        return measured

    return measure


refuse_large_forms = forms_up_to(MOST_IN_A_FORM)


def received_body(
    request: HttpRequest, *, limits: media.Limits = media.DEFAULT_LIMITS
) -> TemporaryUploadedFile:
    """The body, streamed to the disk. Raises TooLarge, and Invalid for half a body."""
    length = _length(request)
    try:
        media.refuse_declared_length(length, limits=limits)
    except media.MediaRefused as refusal:
        let_pass(request)
        raise TooLarge(refusal.reason) from refusal
    if not length:
        raise Invalid(_("The file is empty. Please choose it again."))
    with full_disk_told():
        return _streamed(request, length)


def _streamed(request: HttpRequest, length: int) -> TemporaryUploadedFile:
    name = unquote(request.headers.get("X-File-Name", ""))[:200] or "file"
    file = TemporaryUploadedFile(name, request.content_type or "", length, None)
    arrived = 0
    try:
        while block := request.read(BLOCK):
            file.write(block)
            arrived += len(block)
        file.flush()
    except UnreadablePostError:
        pass  # the line was cut; what is missing shows below
    if arrived != length:
        file.close()
        raise Invalid(_("The connection broke off. The phone will send the file again."))
    return file


def let_pass(request: HttpRequest) -> None:
    """Read what is refused to its end: a browser that still sends does not hear the answer."""
    passed = 0
    with suppress(UnreadablePostError):
        while passed < MOST_LET_PASS and (block := request.read(BLOCK)):
            passed += len(block)


def attachment_key(report_key: uuid.UUID, position: int, file: Any) -> uuid.UUID:
    """A form's files have no key of their own; the same form again must not make new ones."""
    return uuid.uuid5(report_key, f"{position}:{file.name}:{file.size}")


def served(request: HttpRequest, attachment: Attachment, which: str) -> HttpResponse:
    """The rendition or the original, never kept by a cache, never opened as a page."""
    field = getattr(attachment, which)
    if not field:
        raise NotFound(_("This photo or clip is still being prepared, or cannot be shown."))
    mime = attachment.mime if which == "original" else _rendition_type(field.name)
    response = _contents(request, field, mime)
    extension = field.name.rsplit(".", 1)[-1]
    disposition = "attachment" if which == "original" else "inline"
    name = f"{attachment.report.number}-{attachment.position + 1}.{extension}"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _contents(request: HttpRequest, field: Any, mime: str) -> HttpResponse | Any:
    try:
        field.path  # noqa: B018 - asks whether the storage is a disk
    except NotImplementedError:
        return HttpResponseRedirect(field.url)
    prefix = getattr(settings, "QIXIN_XACCEL", "")
    if prefix:
        return HttpResponse(
            content_type=mime, headers={"X-Accel-Redirect": f"{prefix.rstrip('/')}/{field.name}"}
        )
    return ranged(request, field.open("rb"), size=field.size, mime=mime)


def _rendition_type(name: str) -> str:
    return "video/mp4" if name.endswith(".mp4") else "image/jpeg"


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _too_large(most: int) -> str:
    return _(
        "These files are too large together (at most %(most)d MB). "
        "Please send fewer at once, or a shorter clip."
    ) % {"most": most // (1024 * 1024)}
