"""Who has not answered for how long, and how many answered in each province."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from qixin.core import clock
from qixin.letters.enums import LetterState, Province
from qixin.letters.models import Recipient, Reminder
from qixin.letters.selectors.letters import visible
from qixin.people.models import User

# After so many days without an answer the first, second and third reminder is due.
STEPS = (3, 7, 14)


def step_due(sent_at: datetime | None) -> int:
    """1 to 3, or 0 before the first; a step that was left out is not made up for."""
    if sent_at is None:
        return 0
    waited = clock.now() - sent_at
    return sum(waited >= timedelta(days=days) for days in STEPS)


def due_step(recipient: Recipient) -> int:
    """The step at which the recipient may be reminded now, or 0. Reminders are prefetched."""
    step = step_due(recipient.letter.sent_at)
    if not step or recipient.answered_at or not recipient.is_open:
        return 0
    return 0 if any(one.step == step for one in recipient.reminders.all()) else step


def unanswered(user: User, *, days: int) -> QuerySet[Recipient]:
    """Recipients of letters sent at least `days` ago who have not answered, longest wait first."""
    return (
        _sent(user)
        .filter(answered_at__isnull=True, letter__sent_at__lte=clock.now() - timedelta(days=days))
        .select_related("letter__series", "letter__unit__area", "addressee")
        .prefetch_related("reminders")
        .order_by("letter__sent_at", "position", "id")
    )


@dataclass(frozen=True)
class Rate:
    """Of `sent` copies to a province `answered` were answered."""

    province: str
    sent: int
    answered: int

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.sent)


def rates(user: User) -> list[Rate]:
    """Each province that letters were sent to, most letters first."""
    rows: Any = (
        _sent(user)
        .values("addressee__province")
        .annotate(sent=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
        .order_by("-sent", "addressee__province")
    )
    return [
        Rate(str(Province(row["addressee__province"]).label), row["sent"], row["answered"])
        for row in rows
    ]


def to_deliver() -> QuerySet[Recipient]:
    """Copies that wait to be e-mailed, oldest letters first."""
    return (
        Recipient.objects.filter(
            letter__state=LetterState.SENT,
            token_hash__isnull=False,
            delivered_at__isnull=True,
            revoked_at__isnull=True,
        )
        .exclude(addressee__email="")
        .select_related("letter__series", "letter__unit", "addressee")
        .order_by("letter__sent_at", "id")
    )


def reminders_to_deliver() -> QuerySet[Reminder]:
    """Reminders that wait to be e-mailed; not to those who have answered meanwhile."""
    return (
        Reminder.objects.filter(
            delivered_at__isnull=True,
            recipient__answered_at__isnull=True,
            recipient__revoked_at__isnull=True,
            recipient__letter__state=LetterState.SENT,
        )
        .exclude(recipient__addressee__email="")
        .select_related("recipient__letter__series", "recipient__addressee")
        .order_by("at", "id")
    )


def _sent(user: User) -> QuerySet[Recipient]:
    return Recipient.objects.filter(letter__in=visible(user), letter__state=LetterState.SENT)
