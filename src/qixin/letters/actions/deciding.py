"""Handing a letter in, checking it, handing it back, discarding it, recalling it."""

from __future__ import annotations

from django.db import transaction

from qixin.core import clock
from qixin.letters.actions.settling import note_recalled
from qixin.letters.actions.stepping import locked, said, step
from qixin.letters.models import Letter
from qixin.letters.policies import (
    check_can_check,
    check_can_handle,
    check_can_recall,
    check_can_send_back,
    check_recipients,
)
from qixin.people.models import User


@transaction.atomic
def submit(*, letter: Letter, by: User) -> Letter:
    """Hand a draft in to be checked. Raises Refused, WrongState, Conflict without recipients."""
    held = locked(letter)
    check_can_handle(by, letter=held)
    check_recipients(held)
    step(held, "submit", by=by, reason="")
    return held


@transaction.atomic
def check(*, letter: Letter, by: User) -> Letter:
    """Say that a letter is right as it stands. Raises Refused for whoever wrote it, WrongState."""
    held = locked(letter)
    check_can_check(by, letter=held)
    step(held, "check", by=by, checked_by=by, checked_at=clock.now())
    return held


@transaction.atomic
def send_back(*, letter: Letter, reason: str, by: User) -> Letter:
    """Hand a letter back to its drafter, with a reason. Raises Refused, WrongState, Invalid."""
    held = locked(letter)
    check_can_send_back(by, letter=held)
    step(held, "send_back", by=by, reason=said(reason), checked_by=None, checked_at=None)
    return held


@transaction.atomic
def discard(*, letter: Letter, by: User) -> Letter:
    """Give up a letter that is not signed. Raises Refused, WrongState."""
    held = locked(letter)
    check_can_handle(by, letter=held)
    step(held, "discard", by=by)
    return held


@transaction.atomic
def recall(*, letter: Letter, reason: str, by: User) -> Letter:
    """Take back a signed letter: its number stays used, its links take no answer any more.

    Raises Refused, WrongState, Invalid.
    """
    held = locked(letter)
    check_can_recall(by, letter=held)
    step(held, "recall", by=by, reason=said(reason))
    note_recalled(held, by=by)
    return held
