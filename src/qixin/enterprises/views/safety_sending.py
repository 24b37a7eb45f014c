"""What telephones send: inspections, visits and their photos; and photos on their way out."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import msgspec
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.errors import Invalid, NotFound, TooLarge
from qixin.core.moments import in_utc
from qixin.enterprises.actions.photos import receive_photo, refuse_photo
from qixin.enterprises.actions.recording import OnTheSpot, Recorded, record
from qixin.enterprises.actions.visiting import OnVisit, record_visit
from qixin.enterprises.selectors.inspections import inspection_for
from qixin.enterprises.selectors.photos import photo_for
from qixin.enterprises.selectors.round import own_enterprise
from qixin.reports import media
from qixin.reports.views.uploads import received_body
from qixin.ui.http import sign_in_first

_Sent = TypeVar("_Sent", bound=OnTheSpot)
_IMAGES = media.Limits(clip_bytes=media.DEFAULT_LIMITS.image_bytes)


# These answer a page or a service worker, which cannot follow a redirect to the sign-in page: they
# say by themselves that the session has ended.
@login_not_required
@never_cache
@require_POST
def send_inspection(request: HttpRequest, number: str) -> HttpResponse:
    """An inspection as JSON; one that is there already is acknowledged alike."""
    if not request.user.is_authenticated:
        return _session_ended()
    found = inspection_for(request.user, number)
    done = record(inspection=found, sent=_read(request.body, OnTheSpot), by=request.user)
    url = reverse("enterprises:inspection", args=[done.thing.number])  # type: ignore[union-attr]
    return _received(done, str(done.thing), url)


@login_not_required
@never_cache
@require_POST
def send_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit as JSON; one that is there already is acknowledged alike."""
    if not request.user.is_authenticated:
        return _session_ended()
    enterprise = own_enterprise(request.user, pk)
    done = record_visit(enterprise=enterprise, sent=_read(request.body, OnVisit), by=request.user)
    return _received(done, str(enterprise), reverse("enterprises:visited", args=[done.thing.pk]))


@login_not_required
@never_cache
@require_POST
def send_photo(request: HttpRequest, photo_key: uuid.UUID) -> HttpResponse:
    """A photo that was announced with its finding; the body is the file."""
    if not request.user.is_authenticated:
        return _session_ended()
    try:
        with received_body(request, limits=_IMAGES) as file:
            name = file.name or ""
            kept = receive_photo(key=photo_key, file=file, filename=name, by=request.user)
    except TooLarge as error:
        refuse_photo(key=photo_key, reason=str(error), by=request.user)
        raise
    return JsonResponse({"state": kept.state}, status=201)


@login_required
@require_safe
def safety_photo(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """A photo for whoever may see the enterprise; `which` is web or thumb."""
    if which not in ("web", "thumb"):
        raise NotFound(_("There is no such photo, or none that you may see."))
    stored = getattr(photo_for(request.user, pk), which)
    response = FileResponse(stored.open("rb"), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _received(done: Recorded, number: str, url: str) -> JsonResponse:
    told = {"number": number, "url": url, "is_new": done.is_new, "notice": " ".join(done.notices)}
    return JsonResponse(told, status=201 if done.is_new else 200)


def _read(body: bytes, shape: type[_Sent]) -> _Sent:
    try:
        sent = msgspec.json.decode(body, type=shape)
        return replace(sent, at=in_utc(_with_zone(sent.at)))
    except (msgspec.MsgspecError, ValueError) as fault:
        raise Invalid(_("What was sent cannot be read. Load the page again.")) from fault


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def _session_ended() -> JsonResponse:
    return sign_in_first(
        _("Your session has ended. Sign in again; what you noted is kept on this phone.")
    )
