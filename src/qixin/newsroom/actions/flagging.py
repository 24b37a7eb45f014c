"""Readers say that something should not stand there; the desk looks."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from qixin.core import clock, journal
from qixin.core.errors import WrongState
from qixin.core.insertion import insert
from qixin.newsroom.actions.liking import mark_of
from qixin.newsroom.enums.readers import FlagState, Showing
from qixin.newsroom.models import CallEntry, Flag, ReaderMessage, Story
from qixin.newsroom.policies.readers import check_can_moderate
from qixin.newsroom.workflow.readers import JOURNAL
from qixin.people.models import User

Flagged = ReaderMessage | CallEntry | Story


def flag(*, thing: Flagged, browser: str) -> bool:
    """One browser objects once; returns whether it is new.

    So many open ones as QIXIN_FLAGS_HIDE says hide a message or entry until somebody has looked; a
    story never: three people have read it.
    """
    from qixin.newsroom.actions.showing import hide

    with transaction.atomic():
        is_new = insert(
            Flag(
                **{
                    field_of(thing): thing,
                    "mark": mark_of(browser, f"flag {thing.thing}"),
                    "at": clock.now(),
                }
            ),
            unless_known="mark",
        )
    if is_new and not isinstance(thing, Story) and thing.state == Showing.SHOWN:
        count = open_flags(thing).count()
        if 0 < settings.QIXIN_FLAGS_HIDE <= count:
            try:
                hide(sent=thing)
            except WrongState:
                # another reader's or the desk's hand was quicker
                return True
    return is_new


@transaction.atomic
def settle_flags(*, thing: Flagged, by: User) -> int:
    """Somebody has looked and leaves it as it is; returns how many objections that settles.

    Raises Refused.
    """
    check_can_moderate(by)
    settled = settle_open_flags(thing, by=by)
    if settled:
        journal.write(verb=JOURNAL["settle_flags"], subject=thing, by=by, detail={"count": settled})
    return settled


def settle_open_flags(thing: Flagged, *, by: User) -> int:
    return open_flags(thing).update(state=FlagState.SETTLED, settled_by=by)


def open_flags(thing: Flagged):  # type: ignore[no-untyped-def]
    """The objections that nobody has looked at."""
    return Flag.objects.filter(**{field_of(thing): thing.pk}, state=FlagState.OPEN)


def field_of(thing: Flagged) -> str:
    """The column of a flag that names such a thing."""
    if isinstance(thing, ReaderMessage):
        return "message"
    return "entry" if isinstance(thing, CallEntry) else "page"
