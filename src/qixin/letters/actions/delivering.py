"""E-mails with the letter's copy, and reminders: sent once each, tried again ever later where an
address does not take them, and given up in the end, so that dead addresses hold up nobody."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from qixin.core import journal, mailing
from qixin.core.actors import SYSTEM
from qixin.core.mailing import ServerDown
from qixin.letters.links import address_of
from qixin.letters.models import Recipient, Reminder
from qixin.letters.selectors.chasing import reminders_to_deliver, to_deliver
from qixin.letters.selectors.copies import copy_for
from qixin.letters.workflow import JOURNAL
from qixin.people.actions import notify

log = logging.getLogger(__name__)
BATCH = 50


def deliver_waiting() -> int:
    """Send what has its turn, at most a batch of each; returns how many went out.

    Where the mail server itself cannot be used the round ends: no address is to blame for that.
    """
    sent = 0
    try:
        for recipient in to_deliver()[:BATCH]:
            sent += deliver(recipient=recipient)
        for reminder in reminders_to_deliver()[:BATCH]:
            sent += _post(reminder, reminder.recipient, template="letters/mail_reminder.txt")
    except ServerDown:
        log.warning("letters: the mail server takes nothing now; the rest waits")
    return sent


def deliver(*, recipient: Recipient) -> bool:
    """E-mail one copy; False where it has gone out already, or the address does not take it.

    Raises ServerDown.
    """
    return _post(recipient, recipient, template="letters/mail.txt")


def _post(thing: Recipient | Reminder, recipient: Recipient, *, template: str) -> bool:
    return mailing.post(
        thing,
        message=lambda: _message(recipient, template),
        sent=lambda: _note("deliver", thing, recipient),
        given_up=lambda: _give_up(thing, recipient),
    )


def _give_up(thing: Recipient | Reminder, recipient: Recipient) -> None:
    """The drafter is told."""
    _note("give_up", thing, recipient)
    notify(
        users=[recipient.letter.drafted_by],
        kind="letters.undeliverable",
        link=reverse("letters:detail", args=[recipient.letter.number]),
        detail={"letter": str(recipient.letter), "recipient": str(recipient.addressee)},
    )


def _note(verb: str, thing: Recipient | Reminder, recipient: Recipient) -> None:
    detail: dict[str, object] = {"recipient": recipient.pk}
    if isinstance(thing, Reminder):
        detail["step"] = thing.step
    journal.write(verb=JOURNAL[verb], subject=recipient.letter, by=SYSTEM, detail=detail)


def _message(recipient: Recipient, template: str) -> EmailMessage:
    letter = recipient.letter
    with translation.override(settings.LANGUAGE_CODE):
        context = {"recipient": recipient, "letter": letter, "url": address_of(recipient.token)}
        text = render_to_string(template, context)
        subject = f"{letter.document_number} {letter.title}"
    message = EmailMessage(subject, text, to=[recipient.addressee.email])
    message.attach(f"{letter.number}.pdf", copy_for(recipient), "application/pdf")
    return message
