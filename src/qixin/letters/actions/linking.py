"""A recipient's link: given, taken away, given anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import WrongState
from qixin.core.links import new_token
from qixin.letters.actions.stepping import locked, said
from qixin.letters.enums import LetterState
from qixin.letters.links import token_hash
from qixin.letters.models import Letter, Recipient
from qixin.letters.policies import check_can_handle
from qixin.letters.workflow import JOURNAL
from qixin.people.models import User

RENEWED_FOR = timedelta(days=30)


def give_link(recipient: Recipient, *, until: datetime) -> None:
    """A new token for the recipient, whose older link is dead from now on."""
    recipient.token = new_token()
    recipient.token_hash = token_hash(recipient.token)
    recipient.expires_at, recipient.revoked_at = until, None
    recipient.delivered_at = recipient.mail_next_at = recipient.undeliverable_at = None
    recipient.mail_attempts = 0
    recipient.save()


@transaction.atomic
def revoke_link(*, recipient: Recipient, reason: str, by: User) -> Recipient:
    """Take a link away. Raises Refused, Invalid, WrongState where there is none."""
    letter, held = _held(recipient, by)
    if held.revoked_at is not None:
        raise WrongState(_("This link has been revoked already."))
    held.revoked_at = clock.now()
    held.save(update_fields=["revoked_at"])
    _note("revoke_link", letter, held, by, reason=said(reason))
    return held


@transaction.atomic
def renew_link(*, recipient: Recipient, by: User) -> Recipient:
    """A new link for one that was lost, revoked or has expired. Raises Refused, WrongState."""
    letter, held = _held(recipient, by)
    give_link(held, until=clock.now() + RENEWED_FOR)
    _note("renew_link", letter, held, by)
    return held


def _held(recipient: Recipient, by: User) -> tuple[Letter, Recipient]:
    letter = locked(recipient.letter)
    check_can_handle(by, letter=letter)
    if letter.state != LetterState.SENT:
        raise WrongState(_("Only a letter that was sent has links."))
    held = Recipient.objects.select_for_update().get(pk=recipient.pk)
    held.letter = letter
    return letter, held


def _note(verb: str, letter: Letter, recipient: Recipient, by: User, **more: object) -> None:
    detail = {"recipient": recipient.pk} | more
    journal.write(verb=JOURNAL[verb], subject=letter, by=by, detail=detail)
