"""Remarks and proofreading marks at a passage, and settling them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.core.plain_text import paragraphs
from qixin.core.saving import save_checked
from qixin.newsroom.actions.locking import locked, told
from qixin.newsroom.enums import RemarkKind, RemarkWeight
from qixin.newsroom.models import Remark, Story
from qixin.newsroom.policies import (
    check_can_remark,
    check_can_settle,
    check_transition,
    turn_of,
)
from qixin.people.models import User


@dataclass(frozen=True)
class Marked:
    """What a reviewer marks: `quote` is the passage, `text` the words for it."""

    key: uuid.UUID
    kind: RemarkKind = RemarkKind.REMARK
    weight: RemarkWeight = RemarkWeight.SHOULD
    quote: str = ""
    text: str = ""


@transaction.atomic
def remark(*, story: Story, marked: Marked, by: User) -> Remark:
    """Leave a remark at the version in review; the same key again gives the same remark.

    Raises Refused, WrongState, Invalid.
    """
    held = locked(story)
    known = Remark.objects.filter(key=marked.key).first()
    if known is not None:
        return known
    check_can_remark(by, story=held)
    turn, quote, text = turn_of(held), paragraphs(marked.quote), paragraphs(marked.text)
    if marked.kind != RemarkKind.REMARK and not quote:
        raise Invalid(_("Say which passage is meant: select it in the text, or copy it here."))
    if marked.kind != RemarkKind.DELETION and not text:
        raise Invalid(_("Say in a few words what is to be changed."))
    made = Remark(
        key=marked.key, story=held, revision=turn.revision, kind=marked.kind,
        step=turn.task.specific.step, weight=marked.weight, quote=quote, text=text, by=by,
    )  # fmt: skip
    save_checked(made)
    told(held, "remark", by=by, remark=made.pk, kind=str(made.kind), weight=str(made.weight))
    return made


@transaction.atomic
def settle(*, remark: Remark, by: User) -> Remark:
    """The passage was changed, or the remark answered. Raises Refused, WrongState."""
    held = _locked(remark)
    check_can_settle(by)
    held.state = check_transition("remark", "settle", held.state)
    held.settled_by, held.settled_at = by, clock.now()
    held.save(update_fields=["state", "settled_by", "settled_at"])
    told(held.story, "settle", by=by, remark=held.pk)
    return held


@transaction.atomic
def reopen(*, remark: Remark, by: User) -> Remark:
    """It is not settled after all. Raises Refused, WrongState."""
    held = _locked(remark)
    check_can_settle(by)
    held.state = check_transition("remark", "reopen", held.state)
    held.settled_by = held.settled_at = None
    held.save(update_fields=["state", "settled_by", "settled_at"])
    told(held.story, "reopen", by=by, remark=held.pk)
    return held


def _locked(remark: Remark) -> Remark:
    return Remark.objects.select_for_update(of=("self",)).select_related("story").get(pk=remark.pk)
