"""Call-outs in the workbench: the list, one with what came in, and its gallery."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.errors import Conflict, Invalid, NotFound
from qixin.newsroom.actions import calling, looking, showing
from qixin.newsroom.enums.readers import Showing
from qixin.newsroom.forms.readers import CallForm
from qixin.newsroom.models import CallEntry, CallOut
from qixin.newsroom.policies.readers import (
    can_call,
    can_show,
    check_can_moderate,
    may_moderate,
)
from qixin.newsroom.selectors import readers as selector
from qixin.newsroom.views.moderating import declined
from qixin.people.permissions import check_permission
from qixin.people.selectors.course import course
from qixin.reports.models import Attachment
from qixin.reports.selectors.attachments import attachment_link
from qixin.ui.http import back_to, go

PAGE = 30
_VERBS = ("open", "close", "archive")
_ENTRY_VERBS = ("show", "decline", "take_down")


@login_required
@never_cache
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "newsroom.read")
    page = Paginator(selector.calls(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_moderate": may_moderate(request.user)}
    return render(request, "newsroom/calls/list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    check_can_moderate(request.user)
    form = CallForm(request.POST or None, initial={"section": request.GET.get("section", "")})
    if request.method == "POST" and form.is_valid():
        try:
            call = calling.plan_call(given=form.given, by=request.user)
            return go(request, "newsroom:call", call.pk, said=_("Kept as a draft."))
        except Invalid as problem:
            form.add_error(None, str(problem))
    return _form(request, form, None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_call(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed stays in the form where somebody else was quicker."""
    check_can_moderate(request.user)
    call = selector.call(request.user, pk)
    form = CallForm(request.POST or None, initial=CallForm.initial_of(call))
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            calling.set_call(call=call, given=form.given, version=version, by=request.user)
            return go(request, "newsroom:call", pk, said=_("The call-out is changed."))
        except (Invalid, Conflict) as problem:
            form.add_error(None, str(problem))
    return _form(request, form, call)


@login_required
@never_cache
@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """`?state=waiting|shown|…`: what came in."""
    found = selector.call(request.user, pk)
    return _call(request, found)


@login_required
@require_POST
def move_call(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = selector.call(request.user, pk)
    if verb not in _VERBS:
        raise NotFound(_("There is no such call-out, or you may not see it."))
    calling.move_call(call=found, verb=verb, by=request.user)
    said = {
        "open": _("It is open. Readers find it on the page of its column."),
        "close": _("It is closed. Its page and gallery stay."),
        "archive": _("It is archived."),
    }[verb]
    return go(request, "newsroom:call", pk, said=said)


@login_required
@require_POST
def move_entry(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Show, decline, take down an entry, move it `up` or `down`, or leave it as it is (`keep`)."""
    entry = selector.entry(request.user, pk)
    back = back_to(request, reverse("newsroom:call", args=[entry.call_id]))
    try:
        said = _moved(request, entry, verb)
    except Invalid as problem:
        found = selector.call(request.user, entry.call_id)
        refused = {"pk": pk, "sentence": str(problem), "alts": _alts(request, everything=True)}
        return _call(request, found, refused=refused, status=problem.status)
    return go(request, back, said=said)


@login_required
@require_POST
def decline_ticked(request: HttpRequest, pk: int) -> HttpResponse:
    """The entries that were ticked, for one reason."""
    check_can_moderate(request.user)
    found = selector.call(request.user, pk)
    ticked = [int(one) for one in request.POST.getlist("entry") if _is_whole(one)]
    told = showing.decline_many(
        sent=selector.entries(request.user, found).filter(pk__in=ticked),
        reason=request.POST.get("reason", ""),
        by=request.user,
    )
    back = back_to(request, reverse("newsroom:call", args=[pk]))
    return go(request, back, said=declined(*told))


def _moved(request: HttpRequest, entry: CallEntry, verb: str) -> str:
    user = request.user
    if verb == "show":
        version = int(request.POST["version"]) if _is_whole(request.POST.get("version")) else 0
        showing.show(sent=entry, version=version, alts=_alts(request), by=user)
        return _("It is in the gallery. The sender is told.")
    if verb == "decline":
        showing.decline(sent=entry, by=user)
        return _("Not shown. The sender is told that the desk has read it.")
    if verb == "take_down":
        showing.take_down(sent=entry, reason=request.POST.get("reason", ""), by=user)
        return _("Taken off the gallery.")
    if verb in ("up", "down"):
        showing.arrange(entry=entry, up=verb == "up", by=user)
        return _("Moved.")
    if verb == "keep":
        looking.settle_flags(thing=entry, by=user)
        return _("Noted: somebody has looked, and it stays.")
    raise NotFound(_("There is no such entry, or you may not see it."))


def _alts(request: HttpRequest, *, everything: bool = False) -> dict[int, str]:
    """Ticked photo → its description."""
    ticked = {int(one) for one in request.POST.getlist("photo") if _is_whole(one)}
    given = {
        int(name.removeprefix("alt-")): value
        for name, value in request.POST.items()
        if name.startswith("alt-") and _is_whole(name.removeprefix("alt-"))
    }
    if everything:
        return given
    return {pk: given.get(pk, "") for pk in ticked}


def _is_whole(number: str | None) -> bool:
    return bool(number) and number.isascii() and number.isdigit() and len(number) < 18  # type: ignore[union-attr]


def _call(
    request: HttpRequest,
    found: CallOut,
    *,
    refused: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    state = request.GET.get("state", "")
    entries = selector.entries(request.user, found, state)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    if refused and refused["pk"] not in {entry.pk for entry in shown}:
        shown.insert(0, selector.entries(request.user, found).get(pk=refused["pk"]))
    context = {
        "call": found,
        "section": found.section.specific,
        "page": page,
        "rows": [_row(request, entry, refused) for entry in shown],
        "state": state,
        "can": {verb: can_call(request.user, verb, call=found) for verb in (*_VERBS, "set")},
        "may_moderate": may_moderate(request.user),
        "course": course(found),
        "refused": refused,
        "showing": Showing,
    }
    return render(request, "newsroom/calls/detail.html", context, status=status)


def _row(request: HttpRequest, entry: CallEntry, refused: dict[str, Any] | None) -> dict[str, Any]:
    typed = refused["alts"] if refused and refused["pk"] == entry.pk else {}
    chosen = {one.attachment_id: one.alt for one in entry.pictures.all()}
    attachments = entry.report.attachments.all()
    return {
        "entry": entry,
        "photos": [_photo(request, one, chosen, typed) for one in attachments if one.web],
        "preparing": sum(not one.web for one in attachments),
        "can": {verb: can_show(request.user, verb, held=entry) for verb in _ENTRY_VERBS},
        "sentence": refused["sentence"] if refused and refused["pk"] == entry.pk else "",
    }


def _photo(
    request: HttpRequest, one: Attachment, chosen: dict[int, str], typed: dict[int, str]
) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "thumb": attachment_link(one, "thumb" if one.thumb else "web", user=request.user),
        "web": attachment_link(one, "web", user=request.user),
        "alt": typed.get(one.pk, chosen.get(one.pk, "")),
        "is_chosen": one.pk in chosen or not chosen,
    }


def _form(request: HttpRequest, form: CallForm, call: CallOut | None) -> HttpResponse:
    context = {"form": form, "call": call}
    status = 422 if form.errors else 200
    return render(request, "newsroom/calls/form.html", context, status=status)
