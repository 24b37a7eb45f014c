"""Showing what readers sent in, taking it down again, and answering it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar, cast

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM, Actor
from qixin.core.errors import Conflict, Invalid, WrongState
from qixin.core.personal_data import mask_text
from qixin.core.plain_text import one_line
from qixin.core.reasons import kept_reason
from qixin.newsroom.actions.looking import settle_open_flags
from qixin.newsroom.as_shown import as_shown
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.enums.readers import Showing
from qixin.newsroom.models import CallEntry, GalleryPicture, Picture, ReaderMessage
from qixin.newsroom.models.calls import LONGEST_ALT
from qixin.newsroom.models.messages import LONGEST_ANSWER
from qixin.newsroom.policies.readers import (
    check_can_moderate,
    check_may_be_shown,
    check_showing,
)
from qixin.newsroom.publication.readers import check_around, remove_gallery_picture, write_around
from qixin.newsroom.stops import PublicationStopped
from qixin.newsroom.workflow.readers import JOURNAL
from qixin.people.actions import notify
from qixin.people.models import User
from qixin.reports.actions import settle
from qixin.reports.enums import AttachmentKind, Outcome
from qixin.reports.models import Attachment, Report

logger = logging.getLogger(__name__)
_Sent = TypeVar("_Sent", bound=ReaderMessage | CallEntry)


@transaction.atomic
def show(
    *, sent: _Sent, by: User, version: int | None = None, alts: Mapping[int, str] | None = None
) -> _Sent:
    """Show a message under its page, or an entry in its gallery with the photos that have words in
    `alts` (attachment → description). The sender reads it with the report.

    Raises Refused, WrongState, Conflict without the sender's consent or where somebody else was
    quicker, Invalid for a photo without description.
    """
    check_can_moderate(by)
    held = locked(sent, version)
    check_may_be_shown(held)
    if isinstance(held, CallEntry):
        _choose(held, alts or {})
    step(held, "show", by=by, shown_at=clock.now())
    check_around(held)
    settle_open_flags(held, by=by)
    _tell(held, Outcome.MESSAGE_SHOWN, by=by)
    return held


@transaction.atomic
def decline(*, sent: _Sent, by: User, reason: str = "") -> _Sent:
    """It is not shown; the sender reads that the desk has read it. Raises Refused, WrongState."""
    check_can_moderate(by)
    held = locked(sent)
    step(held, "decline", by=by, told={"reason": reason} if reason else {})
    if not getattr(held, "answer", ""):
        _tell(held, Outcome.MESSAGE_ENDED, by=by)
    return held


@transaction.atomic
def decline_many(
    *, sent: Iterable[ReaderMessage | CallEntry], reason: str, by: User
) -> tuple[int, int]:
    """Several at once for one reason, each with its own line in the journal; returns how many were
    declined, and how many somebody had decided on meanwhile. Raises Refused, Invalid."""
    check_can_moderate(by)
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    chosen = sorted(sent, key=lambda one: one.pk)
    if not chosen:
        raise Invalid(_("Tick at least one first."))
    declined = 0
    for one in chosen:
        with suppress(WrongState):
            decline(sent=one, by=by, reason=why)
            declined += 1
    return declined, len(chosen) - declined


@transaction.atomic
def take_down(*, sent: _Sent, reason: str, by: User) -> _Sent:
    """It was shown and is no more. Raises Refused, WrongState, Invalid without a reason."""
    check_can_moderate(by)
    held = locked(sent)
    why = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    step(held, "take_down", by=by, told={"reason": why})
    settle_open_flags(held, by=by)
    _tell(held, Outcome.MESSAGE_ENDED, by=by)
    return held


@transaction.atomic
def hide(*, sent: ReaderMessage | CallEntry) -> None:
    """Readers object: it disappears until somebody of the desk has looked. Raises WrongState."""
    step(locked(sent), "hide", by=SYSTEM)


@transaction.atomic
def withdraw(*, report: Report, by: Actor) -> None:
    """The sender of `report` no longer wants it to be shown; nothing where it is no reader's."""
    for model in (ReaderMessage, CallEntry):
        held = model.objects.select_for_update(of=("self",)).filter(report=report).first()
        if held is not None and held.state != Showing.WITHDRAWN:
            step(held, "withdraw", by=by)
    _tell_of_stories(report)


@transaction.atomic
def answer(*, message: ReaderMessage, text: str, version: int, by: User) -> ReaderMessage:
    """The desk's answer: the sender reads it with the report, and readers below the message where
    that is shown. A changed answer replaces the first.

    Raises Refused, Invalid, WrongState for a withdrawn message, Conflict where somebody else
    changed it since `version`; it keeps the text.
    """
    check_can_moderate(by)
    words = as_shown(text)
    try:
        held = locked(message, version)
    except Conflict as conflict:
        raise Conflict(conflict.sentence, kept=text) from None
    if held.state == Showing.WITHDRAWN:
        raise Conflict(_("The sender has withdrawn this message."), kept=text)
    if not words:
        raise Invalid(_("Write the answer first."))
    if len(words) > LONGEST_ANSWER:
        raise Invalid(_("Please say it in at most %(most)d characters.") % {"most": LONGEST_ANSWER})
    held.answer, held.answered_by, held.answered_at = words, by, clock.now()
    held.version += 1
    held.save()
    journal.write(verb=JOURNAL["answer"], subject=held, by=by)
    _tell(held, Outcome.MESSAGE_ANSWERED, by=by)
    if held.state == Showing.SHOWN:
        check_around(held)
        transaction.on_commit(lambda: written_around(held))
    return held


@transaction.atomic
def arrange(*, entry: CallEntry, up: bool, by: User) -> CallEntry:
    """Move a shown entry one place up or down in its gallery. Raises Refused, WrongState."""
    check_can_moderate(by)
    held = locked(entry)
    rows = list(
        CallEntry.objects.select_for_update(of=("self",))
        .filter(call=held.call_id, state=Showing.SHOWN)
        .order_by("position", "id")
    )
    places = [row.pk for row in rows]
    if held.pk not in places:
        check_showing("entry", "hide", held.state)
    at = places.index(held.pk)
    other = max(0, min(len(rows) - 1, at + (-1 if up else 1)))
    rows[at], rows[other] = rows[other], rows[at]
    for position, row in enumerate(rows, 1):
        row.position = position
    CallEntry.objects.bulk_update(rows, ["position"])
    detail = {"entry": held.pk, "position": other + 1}
    journal.write(verb=JOURNAL["arrange"], subject=held.call, by=by, detail=detail)
    transaction.on_commit(lambda: written_around(held))
    return held


def locked(sent: _Sent, version: int | None = None) -> _Sent:
    """The row as it is now, locked; raises Conflict where it was changed since `version`."""
    rows = type(sent).objects.select_for_update(of=("self",)).select_related("report__about")
    held = cast("_Sent", rows.get(pk=sent.pk))
    if version is not None and held.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    return held


def step(
    held: ReaderMessage | CallEntry,
    verb: str,
    *,
    by: Actor,
    told: Any = None,
    **changes: Any,
) -> None:
    """Take a locked row along `verb`, with its line in the journal; the files follow on commit."""
    noun = "message" if isinstance(held, ReaderMessage) else "entry"
    was_shown = held.state == Showing.SHOWN
    held.state = check_showing(noun, verb, held.state)
    held.version += 1
    for field, value in changes.items():
        setattr(held, field, value)
    held.save()
    journal.write(
        verb=JOURNAL[verb], subject=held, by=by, detail={"showing": held.state} | (told or {})
    )
    if was_shown or held.state == Showing.SHOWN:
        transaction.on_commit(lambda: written_around(held))
    if isinstance(held, CallEntry) and was_shown:
        for one in held.pictures.select_related("attachment"):
            transaction.on_commit(partial(remove_gallery_picture, one))


def written_around(held: ReaderMessage | CallEntry) -> None:
    """Write the file where it stands. Where the disk refuses, the next full writing mends it."""
    try:
        write_around(held)
    except (OSError, PublicationStopped):
        logger.exception("%s: its public page could not be written", held.reference)


def _tell_of_stories(report: Report) -> None:
    """Photos of `report` go out with no further version; whoever wrote a story of it is told."""
    Picture.objects.filter(attachment__report=report).update(rights=PictureRights.UNKNOWN)
    for source in report.story_sources.select_related("story__owner"):
        story = source.story
        users = [story.owner] if story.owner is not None else []
        link = reverse("newsroom:review", args=[story.pk])
        kind, detail = "newsroom.consent_withdrawn", {"title": story.title}
        notify(users=users, kind=kind, link=link, detail=detail)


def _choose(entry: CallEntry, alts: Mapping[int, str]) -> None:
    """The photos of the gallery. Raises Invalid."""
    usable = photos_of(entry)
    chosen = [(one, mask_text(one_line(alts[one.pk]))) for one in usable if one.pk in alts]
    if any(not alt or len(alt) > LONGEST_ALT for _one, alt in chosen):
        raise Invalid(_("Describe each photo in a few words, for those who cannot see it."))
    if not chosen and not entry.words:
        raise Invalid(_("Choose at least one photo: this entry has no words."))
    entry.pictures.all().delete()
    GalleryPicture.objects.bulk_create(
        GalleryPicture(entry=entry, attachment=one, alt=alt, district=entry.district)
        for one, alt in chosen
    )
    shown = CallEntry.objects.filter(call=entry.call_id, state=Showing.SHOWN)
    entry.position = (shown.aggregate(last=Max("position"))["last"] or 0) + 1


def photos_of(entry: CallEntry) -> list[Attachment]:
    """The photos of an entry that can be shown."""
    found = entry.report.attachments.filter(kind=AttachmentKind.IMAGE).order_by("position", "id")
    return [one for one in found if one.web]


def _tell(held: ReaderMessage | CallEntry, outcome: Outcome, *, by: User) -> None:
    """The fate of the report, which leaves the queue if it still waits there."""
    answered = getattr(held, "answer", "")
    if answered and outcome != Outcome.MESSAGE_ENDED:
        outcome = Outcome.MESSAGE_ANSWERED
    about = held.report.about
    settle(
        report=held.report,
        thing=held.thing,
        outcome=outcome,
        by=by,
        title=about.title,
        link=about.link if held.state == Showing.SHOWN else "",
        answer=answered,
    )
