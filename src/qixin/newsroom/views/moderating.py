"""The desk reads what readers say: shows it, answers it, looks at what others object to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.errors import Conflict, Invalid, NotFound
from qixin.newsroom.actions import looking, showing
from qixin.newsroom.enums.readers import Showing
from qixin.newsroom.models import ReaderMessage
from qixin.newsroom.policies.readers import can_answer, can_show, check_can_moderate
from qixin.newsroom.selectors import readers as selector
from qixin.ui.http import back_to, go

PAGE = 30
_VERBS = ("show", "decline", "take_down")


@login_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """`?which=waiting|private|flagged|shown|…&page_id=17`."""
    check_can_moderate(request.user)
    return _queue(request)


@login_required
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Show, decline or take down a message."""
    message = selector.message(request.user, pk)
    if verb not in _VERBS:
        raise NotFound(_("There is no such message, or you may not see it."))
    if verb == "show":
        version = _whole(request.POST.get("version", ""))
        showing.show(sent=message, version=version, by=request.user)
        said = _("Shown. Readers see it now, and the sender is told.")
    elif verb == "decline":
        showing.decline(sent=message, by=request.user)
        said = _("Not shown. The sender is told that the desk has read it.")
    else:
        showing.take_down(sent=message, reason=request.POST.get("reason", ""), by=request.user)
        said = _("Taken down. Readers do not see it any more.")
    return go(request, back_to(request, reverse("newsroom:messages")), said=said)


@login_required
@require_POST
def decline_ticked(request: HttpRequest) -> HttpResponse:
    """The messages that were ticked, for one reason."""
    check_can_moderate(request.user)
    ticked = {_whole(pk) for pk in request.POST.getlist("message")}
    found = selector.messages(request.user).filter(pk__in=ticked)
    told = showing.decline_many(sent=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, back_to(request, reverse("newsroom:messages")), said=declined(*told))


def declined(count: int, meanwhile: int) -> str:
    """How many were declined, and how many not."""
    said = ngettext("%(n)d is not shown.", "%(n)d are not shown.", count) % {"n": count}
    if meanwhile:
        others = ngettext(
            "%(n)d was decided on meanwhile and stays as it is.",
            "%(n)d were decided on meanwhile and stay as they are.",
            meanwhile,
        )
        said = f"{said} {others % {'n': meanwhile}}"
    return said


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed stays in its place where it cannot be taken."""
    message = selector.message(request.user, pk)
    text = request.POST.get("text", "")
    try:
        version = _whole(request.POST.get("version", ""))
        showing.answer(message=message, text=text, version=version, by=request.user)
    except (Invalid, Conflict) as problem:
        refused = {"pk": pk, "sentence": str(problem), "text": text}
        return _queue(request, refused=refused, status=problem.status)
    said = _("Answered. The sender reads it with number and code.")
    return go(request, back_to(request, reverse("newsroom:messages")), said=said)


@login_required
@require_POST
def looked_at(request: HttpRequest) -> HttpResponse:
    """What readers object to stays as it is."""
    check_can_moderate(request.user)
    thing = selector.flaggable(request.POST.get("about", ""))
    if isinstance(thing, ReaderMessage) and thing.state == Showing.HIDDEN:
        showing.show(sent=thing, by=request.user)
    else:
        looking.settle_flags(thing=thing, by=request.user)
    said = _("Noted: somebody has looked, and it stays.")
    return go(request, back_to(request, reverse("newsroom:messages")), said=said)


def _queue(
    request: HttpRequest, *, refused: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    which = request.GET.get("which", "waiting")
    about = _whole(request.GET.get("page_id", ""))
    found = selector.narrowed(selector.messages(request.user), which, about)
    objections = selector.objections(request.user)
    listed = objections if which == "flagged" else found
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    if which == "flagged":
        rows = [one.thing for one in shown if isinstance(one.thing, ReaderMessage)]
    else:
        rows = shown
    if refused and refused["pk"] not in {message.pk for message in rows}:
        # whatever list it is in: the text that was typed is in its form
        rows.insert(0, selector.message(request.user, refused["pk"]))
    context = {
        "rows": [_row(request, message) for message in rows],
        "page": page,
        "which": which,
        "figures": selector.figures(request.user),
        "objections": shown if which == "flagged" else [],
        "counts": {one.thing.pk: one.count for one in objections if one.kind == "message"},
        "refused": refused,
    }
    return render(request, "newsroom/messages/queue.html", context, status=status)


def _row(request: HttpRequest, message: ReaderMessage) -> dict[str, Any]:
    can = {verb: can_show(request.user, verb, held=message) for verb in _VERBS}
    return {
        "message": message,
        "page": message.page.specific,
        "can": can | {"answer": can_answer(request.user, message=message)},
    }


def _whole(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
