"""Sending a signed letter: each recipient gets a link of their own."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from qixin.core import clock
from qixin.letters.actions.linking import give_link
from qixin.letters.actions.settling import note_answered
from qixin.letters.actions.stepping import locked, step
from qixin.letters.models import Letter
from qixin.letters.policies import check_can_handle, check_transition
from qixin.people.models import User

LINKS_LAST = timedelta(days=60)


@transaction.atomic
def send(*, letter: Letter, by: User) -> Letter:
    """Open the letter's links; `deliver_waiting` e-mails the copies, paper is printed.

    Raises Refused, WrongState.
    """
    held = locked(letter)
    check_can_handle(by, letter=held)
    check_transition("letter", "send", held.state)
    now = clock.now()
    for recipient in held.recipients.all():
        give_link(recipient, until=now + LINKS_LAST)
    step(held, "send", by=by, sent_at=now)
    note_answered(held, by=by)
    return held
