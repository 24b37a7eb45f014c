"""Readers say that something should not stand there."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from qixin.core import clock
from qixin.core.errors import WrongState
from qixin.core.insertion import insert
from qixin.newsroom.actions.liking import mark_of
from qixin.newsroom.actions.looking import Flagged, field_of, open_flags
from qixin.newsroom.actions.showing import hide
from qixin.newsroom.enums.readers import Showing
from qixin.newsroom.models import CallEntry, Flag, ReaderMessage, Story


def flag(*, thing: Flagged, browser: str) -> bool:
    """One browser objects once; returns whether it is new.

    So many open ones as QIXIN_FLAGS_HIDE says hide a message or entry until somebody has looked; a
    story never: three people have read it.
    """
    row = Flag(mark=mark_of(browser, f"flag {thing.thing}"), at=clock.now())
    setattr(row, field_of(thing), thing)
    with transaction.atomic():
        is_new = insert(row, unless_known="mark")
    if is_new and not isinstance(thing, Story):
        _hide_when_many(thing)
    return is_new


def _hide_when_many(sent: ReaderMessage | CallEntry) -> None:
    most = settings.QIXIN_FLAGS_HIDE
    if not 0 < most <= open_flags(sent).count() or sent.state != Showing.SHOWN:
        return
    try:
        hide(sent=sent)
    except WrongState:
        # another reader's or the desk's hand was quicker
        return
