"""Live channels in the workbench: the list, one channel with its entries, what nginx calls."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.errors import Conflict, Invalid, NotFound, QixinError, Refused
from qixin.newsroom import streaming
from qixin.newsroom.actions import airing, live_entries
from qixin.newsroom.actions.streaming import admit, check_still_admitted, hung_up
from qixin.newsroom.enums.live import EntryState
from qixin.newsroom.forms.live import ChannelForm, CorrectionForm, EntryForm
from qixin.newsroom.models import LiveChannel, LiveEntry
from qixin.newsroom.models.addresses import public_url, tree_of
from qixin.newsroom.policies.live import can_air, can_entry, check_can_air, check_can_open
from qixin.newsroom.selectors import live as selector
from qixin.people.permissions import check_permission, has_permission
from qixin.people.selectors.course import course
from qixin.reports.media import DEFAULT_LIMITS
from qixin.reports.views.uploads import forms_up_to
from qixin.ui.http import go

PAGE, ENTRIES = 30, 60
_VERBS = ("start", "pause", "resume", "end")
_SAID = {
    "start": gettext_lazy("On air: the page is public, entries go out."),
    "pause": gettext_lazy("Paused: the stream is cut off, entries still go out."),
    "resume": gettext_lazy("On air again."),
    "end": gettext_lazy("Ended: the page stays to be read."),
}


@login_required
@never_cache
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "newsroom.read")
    found = Paginator(selector.channels(request.user), PAGE)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "may_open": has_permission(request.user, "newsroom.manage"),
    }
    return render(request, "newsroom/live/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    check_can_open(request.user)
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = airing.open_channel(given=form.given(), by=request.user)
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "newsroom:live_channel", made.pk, said=_("The channel is planned."))
    return _form(request, form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    channel = selector.channel(request.user, pk)
    check_can_open(request.user)
    form = ChannelForm(request.POST or None, channel=channel)
    if request.method == "POST" and form.is_valid():
        try:
            airing.revise_channel(
                channel=channel, given=form.given(), version=form.cleaned_data["version"] or 0,
                by=request.user,
            )  # fmt: skip
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "newsroom:live_channel", pk, said=_("Kept."))
    return _form(request, form, channel=channel)


@login_required
@never_cache
@require_safe
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.channel(request.user, pk)
    return _page(request, found, EntryForm.fresh())


@login_required
@require_POST
def air(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in _VERBS:
        raise NotFound(_("There is no such step."))
    airing.air(channel=selector.channel(request.user, pk), verb=verb, by=request.user)
    return go(request, "newsroom:live_channel", pk, said=_SAID[verb])


@login_required
@never_cache
@require_POST
def key(request: HttpRequest, pk: int) -> HttpResponse:
    """The stream key in full, for this once; `replace` in the form makes another."""
    found = selector.channel(request.user, pk)
    verb = airing.replace_key if request.POST.get("replace") else airing.shown_key
    shown = verb(channel=found, by=request.user)
    return _page(request, found, EntryForm.fresh(), shown=streaming.stream_name(found, shown))


@forms_up_to(live_entries.MOST_PICTURES * DEFAULT_LIMITS.image_bytes)
@login_required
@never_cache
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written stays in the form where it cannot go out."""
    found = selector.channel(request.user, pk)
    check_can_air(request.user)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    given = form.cleaned_data
    try:
        entry = live_entries.write(
            channel=found, text=given["text"], text_en=given["text_en"], client_key=given["key"],
            photos=request.FILES.getlist("photos"), by=request.user,
        )  # fmt: skip
    except (Invalid, Conflict, Refused) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=refusal.status)
    waits = entry.state == EntryState.WAITING
    said = _("It waits for a second person.") if waits else _("It is out.")
    return go(request, "newsroom:live_channel", pk, said=said)


@login_required
@require_POST
def entry_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`let-out`, `pin`, `unpin` or `take-down`."""
    entry, user = selector.entry(request.user, pk), request.user
    if verb == "take-down":
        live_entries.take_down(entry=entry, reason=request.POST.get("reason", ""), by=user)
    elif verb == "let-out":
        live_entries.let_out(entry=entry, by=user)
    elif verb == "pin":
        live_entries.pin(entry=entry, by=user)
    elif verb == "unpin":
        live_entries.unpin(entry=entry, by=user)
    else:
        raise NotFound(_("There is no such step."))
    return go(request, "newsroom:live_channel", entry.channel_id, said=_("Done."))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed stays in the form where somebody else was quicker."""
    entry = selector.entry(request.user, pk)
    check_can_air(request.user)
    held = {name: getattr(entry, name) for name in ("text", "text_en", "version")}
    form = CorrectionForm(request.POST or None, initial=held)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            live_entries.correct(entry=entry, by=request.user, **form.cleaned_data)
        except (Invalid, Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return go(request, "newsroom:live_channel", entry.channel_id, said=_("Corrected."))
    elif form.errors:
        status = 422
    context = {"form": form, "entry": entry, "channel": entry.channel}
    return render(request, "newsroom/live/correct.html", context, status=status)


@csrf_exempt
@never_cache
@require_POST
def call(request: HttpRequest, secret: str, what: str) -> HttpResponse:
    """What nginx asks: may this encoder publish, may it go on, it has hung up. 403 says no."""
    if not constant_time_compare(secret, streaming.callback_secret()):
        raise NotFound(_("There is no such address."))
    slug, key = request.POST.get("name", ""), request.POST.get("key", "")
    if what == "publish":
        admit(slug=slug, key=key)
    elif what == "update":
        check_still_admitted(slug=slug, key=key)
    else:
        hung_up(slug=slug, key=key)
    return HttpResponse()


def _form(request: HttpRequest, form: ChannelForm, **context: Any) -> HttpResponse:
    return render(
        request, "newsroom/live/form.html", {"form": form, **context},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _page(
    request: HttpRequest, channel: LiveChannel, form: EntryForm, *, status: int = 200,
    shown: str = "",
) -> HttpResponse:  # fmt: skip
    user = request.user
    page = Paginator(selector.entries(channel), ENTRIES).get_page(request.GET.get("page"))
    context = {
        "channel": channel,
        "form": form,
        "page": page,
        "rows": [(entry, _may(user, entry)) for entry in page.object_list],
        "verbs": {verb: can_air(user, verb, channel=channel) for verb in _VERBS},
        "may_write": channel.is_open and has_permission(user, "newsroom.live"),
        "may_manage": has_permission(user, "newsroom.manage"),
        "may_clip": has_permission(user, "newsroom.live"),
        "public_url": public_url(channel.public_path(), tree_of(request.LANGUAGE_CODE)),
        "stream": _stream(shown),
        "course": course(channel, most=12),
    }
    return render(request, "newsroom/live/channel.html", context, status=status)


def _stream(shown: str) -> dict[str, Any]:
    """What the page says of streaming; `shown` is the stream's name and key, when asked for."""
    return {
        "is_installed": streaming.is_installed(),
        "package": streaming.PACKAGE,
        "url": streaming.publish_url(),
        "shown": shown,
    }


def _may(user: Any, entry: LiveEntry) -> dict[str, bool]:
    verbs = ("let_out", "correct", "pin", "take_down")
    return {verb: can_entry(user, verb, entry=entry) for verb in verbs}
