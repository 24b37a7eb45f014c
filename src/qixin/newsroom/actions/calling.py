"""Call-outs: written, opened, closed, archived."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM, Actor
from qixin.core.errors import Conflict, Invalid
from qixin.core.personal_data import find_personal_data
from qixin.core.plain_text import one_line, paragraphs
from qixin.core.saving import save_checked
from qixin.newsroom.enums import SectionState
from qixin.newsroom.enums.readers import CallState, CallTakes
from qixin.newsroom.models import CallOut, Column, Topic
from qixin.newsroom.policies.readers import (
    check_call_is_kept,
    check_call_times,
    check_can_moderate,
    check_deadline_ahead,
    check_showing,
)
from qixin.newsroom.publication.calls import render_call, write_call
from qixin.newsroom.stops import PublicationStopped
from qixin.newsroom.workflow.readers import JOURNAL
from qixin.people.models import User

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CallGiven:
    """What the editor enters; times are moments with their zone."""

    section: Column | Topic
    title: str
    asked: str
    terms: str
    opens_at: datetime
    closes_at: datetime
    takes: str = CallTakes.BOTH


@transaction.atomic
def plan_call(*, given: CallGiven, by: User) -> CallOut:
    """A draft, which no reader sees. Raises Refused, Invalid."""
    check_can_moderate(by)
    _check_section(given.section)
    call = CallOut(made_by=by, slug=_free_slug(given))
    _fill(call, given)
    save_checked(call)
    journal.write(verb=JOURNAL["plan_call"], subject=call, by=by, detail={"name": call.title})
    return call


@transaction.atomic
def set_call(*, call: CallOut, given: CallGiven, version: int, by: User) -> CallOut:
    """Change a call-out; its address stays. Raises Refused, Invalid, WrongState, Conflict where
    somebody changed it since `version`."""
    check_can_moderate(by)
    _check_section(given.section)
    held = _locked(call)
    check_call_is_kept(held)
    if held.version != version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Copy what you typed, load the page again "
              "and compare.")
        )  # fmt: skip
    _fill(held, given)
    held.version += 1
    save_checked(held)
    journal.write(verb=JOURNAL["set_call"], subject=held, by=by, detail={"name": held.title})
    _written_on_commit(held)
    return held


@transaction.atomic
def move_call(*, call: CallOut, verb: str, by: User) -> CallOut:
    """`open`, `close` or `archive` a call-out. Raises Refused, WrongState, Invalid for opening one
    whose deadline has passed."""
    check_can_moderate(by)
    held = _locked(call)
    if verb == "open":
        check_deadline_ahead(held)
        held.opened_at = held.opened_at or clock.now()
    _step(held, verb, by=by)
    return held


def move_calls(*, column: Column, into: Column, by: User) -> int:
    """All call-outs of `column` stand in `into` from now on, whatever their state; returns how
    many. For a merge, in its transaction, which holds both columns."""
    found = CallOut.objects.select_for_update(of=("self",)).filter(section=column.pk)
    calls = list(found.order_by("pk"))
    for held in calls:
        held.section_id = into.pk
        held.version += 1
        held.save()
        detail = {"name": held.title, "into": into.title}
        journal.write(verb=JOURNAL["move_calls"], subject=held, by=by, detail=detail)
        # the list of all does not name the column; the merge writes both columns' pages
        _written_on_commit(held, write=render_call)
    return len(calls)


def close_due() -> int:
    """Close the call-outs whose deadline has passed; returns how many."""
    due = CallOut.objects.filter(state=CallState.OPEN, closes_at__lte=clock.now())
    closed = 0
    for call in due:
        with transaction.atomic():
            held = _locked(call)
            if held.state == CallState.OPEN and held.closes_at <= clock.now():
                _step(held, "close", by=SYSTEM)
                closed += 1
    return closed


def _step(held: CallOut, verb: str, *, by: Actor) -> None:
    held.state = check_showing("call_out", verb, held.state)
    held.version += 1
    held.save()
    journal.write(verb=JOURNAL[verb], subject=held, by=by, detail={"call": held.state})
    _written_on_commit(held)


def _written_on_commit(call: CallOut, *, write: Callable[[CallOut], None] = write_call) -> None:
    def written() -> None:
        try:
            write(call)
        except (OSError, PublicationStopped):
            logger.exception("call-out %s: its public page could not be written", call.pk)

    if call.opened_at is not None:
        transaction.on_commit(written)


def _locked(call: CallOut) -> CallOut:
    return CallOut.objects.select_for_update(of=("self",)).get(pk=call.pk)


def _check_section(section: Column | Topic) -> None:
    """Locked, before the call-out: whoever merges the column takes its call-outs along."""
    held = type(section).objects.select_for_update(of=("self",)).get(pk=section.pk)
    if not held.live or held.state != SectionState.ACTIVE:
        raise Invalid(_("“%(name)s” is closed. Choose another column.") % {"name": held})


def _fill(call: CallOut, given: CallGiven) -> None:
    check_call_times(given.opens_at, given.closes_at)
    words: dict[str, Any] = {}
    for field, clean in (("title", one_line), ("asked", paragraphs), ("terms", one_line)):
        text = clean(getattr(given, field))
        if found := find_personal_data(text):
            raise Invalid(_("“%(text)s” must not be published.") % {"text": found[0].text})
        words[field] = text
    if not all(words.values()):
        raise Invalid(_("Say what is asked, and what the sender agrees to."))
    for field, text in words.items():
        setattr(call, field, text)
    call.section_id = given.section.pk
    call.takes, call.opens_at, call.closes_at = given.takes, given.opens_at, given.closes_at


def _free_slug(given: CallGiven) -> str:
    """By the day on which it opens: readers' titles are Chinese, an address bears letters."""
    wanted = f"{given.section.slug[:40]}-{clock.local(given.opens_at):%Y%m%d}"
    slug, number = wanted, 1
    while CallOut.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug
