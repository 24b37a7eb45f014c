"""Tickets for the event stream: signed, short-lived, good for certain verbs.

The stream's process asks no session and no database who somebody is: the page did, and signed it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from qixin.core.errors import Refused
from qixin.people.models import User
from qixin.people.permissions import has_permission

_SALT = "situation.events"
# Seconds in which a connection must be opened; how long it then lasts is the stream's to say.
GOOD_FOR = 300

# Who may hear of which verbs, by how they begin; "" is all of them.
_HEARD: tuple[tuple[str, str], ...] = (
    ("situation.read", ""),
    ("reports.read", "reports."),
    ("cases.read", "cases."),
    ("newsroom.read", "newsroom."),
)


@dataclass(frozen=True)
class Ticket:
    """Whose connection it is, and how the verbs begin that it hears of."""

    user: int
    verbs: tuple[str, ...]

    def hears(self, verb: str) -> bool:
        return verb.startswith(self.verbs)


def ticket_for(user: User) -> str:
    """A ticket for what `user` may hear of. Raises Refused where that is nothing."""
    verbs = [verb for permission, verb in _HEARD if has_permission(user, permission)]
    if not verbs:
        raise Refused(_("Your roles do not show live updates."))
    return signing.dumps([user.pk, verbs], salt=_SALT)


def read_ticket(text: str) -> Ticket | None:
    """The ticket, or None where it is forged, altered or too old."""
    try:
        user, verbs = signing.loads(text, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return Ticket(user, tuple(verbs))
