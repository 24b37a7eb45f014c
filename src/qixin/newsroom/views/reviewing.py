"""The review page, and every button of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid
from qixin.newsroom import actions, holds, selectors
from qixin.newsroom.actions.picturing import look_at_pictures as look_at_pictures_of
from qixin.newsroom.enums import ClaimState, PictureRights, ReviewStep, StoryState
from qixin.newsroom.forms import ApprovalForm, EmbargoForm, NoticeForm, RemarkForm
from qixin.newsroom.models import Story
from qixin.newsroom.selectors.pictures import changes_to_look_at
from qixin.newsroom.selectors.running import running_alike
from qixin.newsroom.sentences import PICTURE_PARTS
from qixin.newsroom.tasks import publish_what_is_due
from qixin.people.permissions import check_permission, has_permission
from qixin.people.selectors import journal as journal_selectors
from qixin.ui.http import filled, go

MOST_LINES = 50
_TONES = {
    ClaimState.NONE: "neutral",
    ClaimState.UNVERIFIED: "danger",
    ClaimState.VERIFIED: "success",
}


@login_required
@never_cache
@require_safe
def review(request: HttpRequest, story_id: int) -> HttpResponse:
    check_permission(request.user, "newsroom.read")
    return page(request, story_id)


def page(request: HttpRequest, story_id: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """The review page; `more` gives back a form that has to be corrected."""
    found = selectors.reading(request.user, story_id)
    shows_text = request.GET.get("show") == "text" or not found.changes
    context = {
        "reading": found,
        "story": found.story,
        "shows_text": shows_text,
        "goes_out_at": _goes_out_at(found.story, found.version),
        "minutes": settings.QIXIN_URGENT_REVIEW_MINUTES,
        "claim_tone": _TONES[found.story.claim],
        "history": _history(found.story),
        "picture_changes": _changes(found.story),
        "may_look": has_permission(request.user, "newsroom.review_final"),
        "open_at": holds.open_at([found.story]).get(found.story.pk, []),
        "since": f"{clock.local(found.story.locked_at):%m-%d %H:%M}"
        if found.story.locked_at
        else "",
        "alike": running_alike(found.story, found.version),
        "remark_form": RemarkForm(initial={"key": uuid.uuid4()}),
        "notice_form": NoticeForm(initial=NoticeForm.of(found.notice)),
        "embargo_form": EmbargoForm(initial=EmbargoForm.of(found.story)),
    } | more
    return render(request, "newsroom/review.html", context, status=status)


def _goes_out_at(story: Story, version: Any) -> datetime | None:
    """When a version that is approved now will be published, if not at once."""
    due = max(filter(None, (version.go_live_at, story.embargo_until)), default=None)
    return due if due and due > clock.now() else None


def _history(story: Story) -> list[dict[str, Any]]:
    """What the journal tells of the story, newest first."""
    lines = journal_selectors.lines(list(journal.timeline(story).reverse()[:MOST_LINES]))
    return [
        {"at": line.entry.at, "who": line.who, "text": _with_step(line),
         "note": line.entry.detail.get("reason", "")}
        for line in lines
    ]  # fmt: skip


def _changes(story: Story) -> list[dict[str, Any]]:
    """What was changed at pictures since the story was approved, and nobody has looked at."""
    if not story.live:
        return []
    names = dict(PICTURE_PARTS)
    lines = journal_selectors.lines(changes_to_look_at(story))
    return [_change(line, names) for line in lines]


def _change(line: journal_selectors.JournalLine, names: dict[str, Any]) -> dict[str, Any]:
    told = line.entry.detail
    before, after = told["before"], told["after"]
    if told["picture_part"] == "rights":
        before, after = PictureRights(before).label, PictureRights(after).label
    part = names[told["picture_part"]]
    return {"at": line.entry.at, "who": line.who, "part": part, "before": before, "after": after}


def _with_step(line: journal_selectors.JournalLine) -> str:
    step = line.entry.detail.get("step")
    return f"{line.what} · {ReviewStep(step).label}" if step in ReviewStep.values else line.what


def _step(act: Callable[..., object], said: str, **fields: str) -> Any:
    """A view that takes one step; `fields` are what the action is given of the form."""

    @login_required
    @require_POST
    def view(request: HttpRequest, story_id: int) -> HttpResponse:
        story = selectors.story_in_review(request.user, story_id)
        given = {name: request.POST.get(posted, "") for name, posted in fields.items()}
        act(story=story, by=request.user, **given)
        return go(request, "newsroom:review", story.pk, said=_(said))

    return view


submit = _step(actions.submit, gettext_noop("Handed in. It waits for the first review now."))
call_off = _step(actions.call_off, gettext_noop("Out of review. It is a draft again."))
send_back = _step(
    actions.send_back,
    gettext_noop("Sent back. Whoever handed it in reads your reason."),
    reason="reason",
)
hurry = _step(
    actions.hurry,
    gettext_noop("Urgent now. Whoever may review it has been alerted."),
    reason="reason",
)
doubt = _step(
    actions.doubt, gettext_noop("The story stays in until the claim is verified."), claim="reason"
)
verify = _step(
    actions.verify, gettext_noop("The claim is verified, with its source."), source="reason"
)
clear = _step(actions.clear, gettext_noop("The claim is cleared."), reason="reason")
let_through = _step(
    actions.let_through,
    gettext_noop("Let pass, for this version alone."),
    kind="kind",
    reason="reason",
)
look_at_pictures = _step(
    look_at_pictures_of, gettext_noop("Noted: you have looked at the pictures' words.")
)
drop_notice = _step(actions.drop_notice, gettext_noop("The notice is taken back."))
take_down = _step(
    actions.take_down,
    gettext_noop("Withdrawn. At its address stands your notice now."),
    reason="reason",
)


@login_required
@require_POST
def approve(request: HttpRequest, story_id: int) -> HttpResponse:
    """The form says which step of which version was read: whoever is late is told."""
    story = selectors.story_in_review(request.user, story_id)
    given = filled(ApprovalForm(request.POST))
    held = actions.approve(story=story, by=request.user, **given)
    said = {
        StoryState.PUBLISHED: _("Approved three times: it is on the public site."),
        StoryState.SCHEDULED: _("Approved three times: it goes out at its time."),
    }.get(held.state, _("Approved. It waits for the next review now."))
    return go(request, "newsroom:review", story.pk, said=said)


@login_required
@require_POST
def remark(request: HttpRequest, story_id: int) -> HttpResponse:
    story = selectors.story_in_review(request.user, story_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            actions.remark(story=story, marked=form.marked, by=request.user)
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            return go(request, "newsroom:review", story.pk, said=_("Marked."))
    return page(request, story_id, status=422, remark_form=form)


@login_required
@require_POST
def announce(request: HttpRequest, story_id: int) -> HttpResponse:
    story = selectors.story_in_review(request.user, story_id)
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            actions.announce(story=story, by=request.user, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            said = _("Kept. It goes out with this version.")
            return go(request, "newsroom:review", story.pk, said=said)
    return page(request, story_id, status=422, notice_form=form)


@login_required
@require_POST
def embargo(request: HttpRequest, story_id: int) -> HttpResponse:
    """Put the story under embargo, or move the one that it is under."""
    story = selectors.story_in_review(request.user, story_id)
    form = EmbargoForm(request.POST)
    if form.is_valid():
        try:
            actions.embargo(story=story, by=request.user, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            said = _("Under embargo. It is not public before this time, whatever is approved.")
            return go(request, "newsroom:review", story.pk, said=said)
    return page(request, story_id, status=422, embargo_form=form)


@login_required
@require_POST
def lift_embargo(request: HttpRequest, story_id: int) -> HttpResponse:
    story = selectors.story_in_review(request.user, story_id)
    actions.lift_embargo(story=story, reason=request.POST.get("reason", ""), by=request.user)
    publish_what_is_due.enqueue()
    return go(request, "newsroom:review", story.pk, said=_("The embargo is lifted."))


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    held = actions.settle(remark=selectors.remark_for(request.user, pk), by=request.user)
    return go(request, "newsroom:review", held.story_id, said=_("Settled."))


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    held = actions.reopen(remark=selectors.remark_for(request.user, pk), by=request.user)
    return go(request, "newsroom:review", held.story_id, said=_("Open again."))
