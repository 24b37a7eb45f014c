"""Clips: the list with their progress, uploading, cutting out of a recording."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.errors import NotFound, QixinError
from qixin.core.stored_files import open_stored
from qixin.newsroom import streaming
from qixin.newsroom.actions import clipping
from qixin.newsroom.enums.live import ClipState
from qixin.newsroom.forms.live import CutForm, UploadForm, usual_cut
from qixin.newsroom.models import Clip, LiveChannel
from qixin.newsroom.policies.live import can_clip, check_can_air
from qixin.newsroom.publication.clips import is_shown
from qixin.newsroom.selectors import live as selector
from qixin.newsroom.serving import kind_of
from qixin.newsroom.tasks import convert_clip
from qixin.people.permissions import check_permission, has_permission
from qixin.reports.views.uploads import forms_up_to
from qixin.ui.http import by_htmx, go
from qixin.ui.ranges import ranged

PAGE = 30
_CLIP_FILE = re.compile(
    r"\A[0-9a-f]{24}/(clip[.]mp4|(web|thumb)[.]jpg|index[.]m3u8|piece[0-9]{1,6}[.]ts)\Z", re.ASCII
)
_BUSY = (ClipState.WAITING, ClipState.CONVERTING)
_VERBS = ("show", "hide", "retry")


@login_required
@never_cache
@require_safe
def clips(request: HttpRequest) -> HttpResponse:
    """All clips, or those of `?channel=`; the list looks again while one is being converted."""
    check_permission(request.user, "newsroom.read")
    channel = _channel(request)
    found = selector.clips(request.user)
    if channel is not None:
        found = found.filter(channel=channel)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    context = {
        "channel": channel,
        "page": page,
        "rows": [(one, {v: can_clip(request.user, v, clip=one) for v in _VERBS}) for one in listed],
        "is_busy": any(one.state in _BUSY for one in listed),
        "may_add": has_permission(request.user, "newsroom.live"),
    }
    template = "newsroom/live/_clips.html" if by_htmx(request) else "newsroom/live/clips.html"
    return render(request, template, context)


@forms_up_to(clipping.LIMITS.clip_bytes + clipping.MEGABYTE)
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    check_can_air(request.user)
    channel = _channel(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else None

    def write(given: dict[str, Any]) -> Clip:
        if given["transfer"]:
            return clipping.upload_transferred(
                transfer=given["transfer"], given=form.given(), client_key=given["key"],
                by=request.user, channel=channel,
            )  # fmt: skip
        return clipping.upload(
            file=given["file"], given=form.given(), client_key=given["key"], by=request.user,
            channel=channel,
        )  # fmt: skip

    if form is not None and (clip := _written(form, write)) is not None:
        return _go_on(request, clip)
    form = form or UploadForm.fresh(credit=str(request.user))
    return _form(
        request, form, channel=channel, is_cut=False, kind=clipping.TRANSFER_KIND,
        most_bytes=clipping.LIMITS.clip_bytes,
    )  # fmt: skip


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cut(request: HttpRequest, pk: int) -> HttpResponse:
    channel = selector.channel(request.user, pk)
    check_can_air(request.user)
    form = CutForm(request.POST) if request.method == "POST" else None

    def write(given: dict[str, Any]) -> Clip:
        return clipping.cut_out(
            channel=channel, start=given["start"], end=given["end"], given=form.given(),
            client_key=given["key"], by=request.user,
        )  # fmt: skip

    if form is not None and (clip := _written(form, write)) is not None:
        return _go_on(request, clip)
    form = form or CutForm.fresh(**usual_cut(channel, str(request.user)))
    pieces = [one for one in streaming.recordings() if one.slug == channel.slug]
    return _form(request, form, channel=channel, is_cut=True, pieces=pieces[::-1])


@login_required
@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in _VERBS:
        raise NotFound(_("There is no such step."))
    clip = clipping.move_clip(clip=selector.clip(request.user, pk), verb=verb, by=request.user)
    if clip.state == ClipState.WAITING:
        convert_clip.enqueue(clip.pk)
    return go(request, "newsroom:clips", said=_("Done."))


@require_safe
def clip_file(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """A file of a clip, or a part of it, while a published story or a live page shows it; always
    for whoever reads the newsroom."""
    if not _CLIP_FILE.match(f"{folder}/{name}"):
        raise NotFound(_("There is no such clip."))
    shown = is_shown(folder)
    if not shown and not has_permission(request.user, "newsroom.read"):
        raise NotFound(_("There is no such clip."))
    try:
        found = open_stored(default_storage, f"clips/{folder}/{name}")
    except FileNotFoundError as error:
        raise NotFound(_("There is no such clip.")) from error
    # what was withdrawn is so for whoever asks next
    kept = "no-cache" if shown else "private, no-cache"
    answer = get_conditional_response(request, etag=found.etag, last_modified=int(found.modified))
    if answer is not None:
        found.file.close()
    else:
        answer = ranged(
            request, found.file, size=found.size, mime=kind_of(name), etag=found.etag,
            modified=found.modified,
        )  # fmt: skip
    answer.headers["Cache-Control"] = kept
    return answer


def _written(form: Any, write: Any) -> Clip | None:
    """What `write` made; None where the form is not right."""
    if not form.is_valid():
        return None
    try:
        return write(form.cleaned_data)
    except QixinError as refusal:
        form.add_error(None, str(refusal))
        return None


def _go_on(request: HttpRequest, clip: Clip) -> HttpResponse:
    if clip.state == ClipState.WAITING:
        convert_clip.enqueue(clip.pk)
    return go(request, "newsroom:clips", said=_("The clip is being converted."))


def _form(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    return render(
        request, "newsroom/live/clip_form.html", {"form": form, **context},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _channel(request: HttpRequest) -> LiveChannel | None:
    given = request.GET.get("channel", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        return None
    return selector.channel(request.user, int(given))
