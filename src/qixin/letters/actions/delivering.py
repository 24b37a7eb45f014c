"""E-mails with the letter's copy, and reminders: sent once each, tried again ever later where an
address does not take them, and given up in the end, so that dead addresses hold up nobody."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.letters.links import address_of
from qixin.letters.models import Recipient, Reminder
from qixin.letters.selectors.chasing import reminders_to_deliver, to_deliver
from qixin.letters.selectors.copies import copy_for
from qixin.letters.workflow import JOURNAL
from qixin.people.actions import notify

log = logging.getLogger(__name__)
BATCH = 50
# After each refusal by an address: the last try is 49 hours and 35 minutes after the first. Servers
# that pass mail on go on for four or five days (RFC 5321, 4.5.4.1); here a drafter waits who can
# telephone, and is told after two.
BACK_OFF = tuple(timedelta(minutes=n) for n in (5, 30, 120, 480, 900, 1440))
_FOR_GOOD = 500


class ServerDown(Exception):
    """The mail server cannot be reached, or takes nothing from us."""


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
    """Claimed first, so that two workers do not both send it; no row is locked while the mail
    server is slow."""
    row = type(thing).objects.filter(pk=thing.pk)
    if not row.filter(delivered_at=None).update(delivered_at=clock.now()):
        return False
    claimed = True
    try:
        _message(recipient, template).send()
        claimed = False
    except (SMTPRecipientsRefused, SMTPDataError) as refusal:
        log.warning("letters: recipient %s was refused by mail", recipient.pk)
        _postpone(thing, recipient, for_good=_is_final(refusal))
        claimed = False
        return False
    except OSError as fault:
        raise ServerDown from fault
    finally:
        if claimed:
            # so that whatever it was about this one, the next round begins with others
            row.update(delivered_at=None, mail_next_at=clock.now() + BACK_OFF[0])
    _note("deliver", thing, recipient)
    return True


def _is_final(refusal: SMTPRecipientsRefused | SMTPDataError) -> bool:
    """Codes from 500 on are for good (RFC 5321, 4.2.1); what was said of the text is not about
    the address."""
    if isinstance(refusal, SMTPDataError):
        return False
    return all(code >= _FOR_GOOD for code, _said in refusal.recipients.values())


@transaction.atomic
def _postpone(thing: Recipient | Reminder, recipient: Recipient, *, for_good: bool) -> None:
    """Its next turn, each time later; after the last one, or `for_good`, the drafter is told."""
    now, attempts = clock.now(), thing.mail_attempts + 1
    given_up = for_good or attempts > len(BACK_OFF)
    type(thing).objects.filter(pk=thing.pk).update(
        delivered_at=None,
        mail_attempts=attempts,
        mail_next_at=None if given_up else now + BACK_OFF[attempts - 1],
        undeliverable_at=now if given_up else None,
    )
    if given_up:
        _note("give_up", thing, recipient)
        notify(
            users=[recipient.letter.drafted_by],
            kind="letters.undeliverable",
            link=reverse("letters:detail", args=[recipient.letter.number]),
            detail={"letter": str(recipient.letter), "recipient": str(recipient.addressee)},
        )


@transaction.atomic
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
