"""E-mails with the letter's copy, and reminders: sent once each, tried again where mail fails."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.letters.links import address_of
from qixin.letters.models import Recipient, Reminder
from qixin.letters.selectors.chasing import reminders_to_deliver, to_deliver
from qixin.letters.selectors.copies import copy_for
from qixin.letters.workflow import JOURNAL

log = logging.getLogger(__name__)
BATCH = 50


def deliver_waiting() -> int:
    """Send what waits, at most a batch of each; returns how many went out."""
    sent = sum(deliver(recipient=one) for one in to_deliver()[:BATCH])
    return sent + sum(_deliver_reminder(one) for one in reminders_to_deliver()[:BATCH])


def deliver(*, recipient: Recipient) -> bool:
    """E-mail one copy; False where it has gone out already, or the mail server takes none now."""
    return _post(recipient, recipient, template="letters/mail.txt")


def _deliver_reminder(reminder: Reminder) -> bool:
    return _post(reminder, reminder.recipient, template="letters/mail_reminder.txt")


def _post(thing: Recipient | Reminder, recipient: Recipient, *, template: str) -> bool:
    """Claimed first, so that two workers do not both send it; no row is locked while the mail
    server is slow. What fails is given free for the next round."""
    row = type(thing).objects.filter(pk=thing.pk)
    if not row.filter(delivered_at=None).update(delivered_at=clock.now()):
        return False
    sent = False
    try:
        _message(recipient, template).send()
        sent = True
    except (SMTPException, OSError):
        log.exception("letters: recipient %s could not be mailed", recipient.pk)
    finally:
        if not sent:
            row.update(delivered_at=None)
    if sent:
        _note(thing, recipient)
    return sent


@transaction.atomic
def _note(thing: Recipient | Reminder, recipient: Recipient) -> None:
    detail: dict[str, object] = {"recipient": recipient.pk}
    if isinstance(thing, Reminder):
        detail["step"] = thing.step
    journal.write(verb=JOURNAL["deliver"], subject=recipient.letter, by=SYSTEM, detail=detail)


def _message(recipient: Recipient, template: str) -> EmailMessage:
    letter = recipient.letter
    with translation.override(settings.LANGUAGE_CODE):
        context = {"recipient": recipient, "letter": letter, "url": address_of(recipient.token)}
        text = render_to_string(template, context)
        subject = f"{letter.document_number} {letter.title}"
    message = EmailMessage(subject, text, to=[recipient.addressee.email])
    message.attach(f"{letter.number}.pdf", copy_for(recipient), "application/pdf")
    return message
