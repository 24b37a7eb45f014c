"""A queue of e-mails: sent once each, tried again ever later where an address does not take them,
and given up in the end, so that dead addresses hold up nobody.

Rows have `delivered_at`, `mail_attempts`, `mail_next_at` and `undeliverable_at`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction

from qixin.core import clock

log = logging.getLogger(__name__)
# After each refusal by an address: the last try is 49 hours and 35 minutes after the first. Servers
# that pass mail on go on for four or five days (RFC 5321, 4.5.4.1); here somebody waits who can
# telephone, and is told after two.
BACK_OFF = tuple(timedelta(minutes=n) for n in (5, 30, 120, 480, 900, 1440))
_FOR_GOOD = 500


class ServerDown(Exception):
    """The mail server cannot be reached, or takes nothing from us."""


def post(
    thing: Any,
    *,
    message: Callable[[], EmailMessage | None],
    sent: Callable[[], object],
    given_up: Callable[[], object],
) -> bool:
    """E-mail what `message` makes of `thing`; False where it has gone out already, the address does
    not take it, or `message` finds that nothing is to be sent any more.

    `sent` and `given_up` are written together with the row. Claimed first, so that two workers do
    not both send it; no row is locked while the mail server is slow. Raises ServerDown.
    """
    row = type(thing).objects.filter(pk=thing.pk)
    if not row.filter(delivered_at=None).update(delivered_at=clock.now()):
        return False
    claimed = True
    try:
        written = message()
        if written is not None:
            written.send()
        claimed = False
    except (SMTPRecipientsRefused, SMTPDataError) as refusal:
        log.warning("%s %s was refused by mail", thing._meta.label, thing.pk)
        _postpone(thing, for_good=_is_final(refusal), given_up=given_up)
        claimed = False
        return False
    except OSError as fault:
        raise ServerDown from fault
    finally:
        if claimed:
            # so that whatever it was about this one, the next round begins with others
            row.update(delivered_at=None, mail_next_at=clock.now() + BACK_OFF[0])
    if written is None:
        return False
    with transaction.atomic():
        sent()
    return True


def _is_final(refusal: SMTPRecipientsRefused | SMTPDataError) -> bool:
    """Codes from 500 on are for good (RFC 5321, 4.2.1); what was said of the text is not about
    the address."""
    if isinstance(refusal, SMTPDataError):
        return False
    return all(code >= _FOR_GOOD for code, _said in refusal.recipients.values())


@transaction.atomic
def _postpone(thing: Any, *, for_good: bool, given_up: Callable[[], object]) -> None:
    """Its next turn, each time later; after the last one, or `for_good`, none."""
    now, attempts = clock.now(), thing.mail_attempts + 1
    ends = for_good or attempts > len(BACK_OFF)
    type(thing).objects.filter(pk=thing.pk).update(
        delivered_at=None,
        mail_attempts=attempts,
        mail_next_at=None if ends else now + BACK_OFF[attempts - 1],
        undeliverable_at=now if ends else None,
    )
    if ends:
        given_up()
