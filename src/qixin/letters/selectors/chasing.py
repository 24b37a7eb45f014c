"""Who has not answered for how long, and how many answered in each province."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from qixin.core import clock
from qixin.letters.country import GRID, SHORT
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


def copies_sent(user: User, *, answered: bool | None, province: str) -> QuerySet[Recipient]:
    """Every copy that was sent, the newest first: what the rates and the map were counted from.

    `answered` None is all of them; `province` "" is the whole country.
    """
    found = _sent(user)
    if answered is not None:
        found = found.filter(answered_at__isnull=not answered)
    if province:
        found = found.filter(addressee__province=province)
    return (
        found.select_related("letter__series", "letter__unit__area", "addressee")
        .prefetch_related("reminders")
        .order_by("-letter__sent_at", "position", "id")
    )


@dataclass(frozen=True)
class Rate:
    """Of `sent` copies to a province `answered` were answered."""

    province: str
    sent: int
    answered: int
    code: str = ""

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
        Rate(
            str(Province(row["addressee__province"]).label), row["sent"], row["answered"],
            row["addressee__province"],
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """A province's square, `row` and `column` from 1; `rate` is None where no letter went."""

    code: str
    short: str
    name: str
    row: int
    column: int
    rate: Rate | None

    @property
    def shade(self) -> str:
        """none where no letter went; else low, some, many or all of them answered."""
        if self.rate is None:
            return "none"
        return next(name for least, name in _SHADES if self.rate.percent >= least)


_SHADES = ((100, "all"), (67, "many"), (34, "some"), (0, "low"))


def tiles(rated: Iterable[Rate]) -> list[Tile]:
    """Every province of the grid with its rate, from north to south and west to east."""
    by_code = {one.code: one for one in rated}
    return [
        Tile(code, SHORT[code], str(Province(code).label), row, column, by_code.get(code))
        for row, line in enumerate(GRID, start=1)
        for column, code in enumerate(line, start=1)
        if code
    ]


def to_deliver() -> QuerySet[Recipient]:
    """Copies whose turn it is to be e-mailed: those that never failed first, then the oldest."""
    return (
        Recipient.objects.filter(
            _its_turn(),
            letter__state=LetterState.SENT,
            token_hash__isnull=False,
            revoked_at__isnull=True,
        )
        .exclude(addressee__email="")
        .select_related("letter__series", "letter__unit", "letter__drafted_by", "addressee")
        .order_by(F("mail_next_at").asc(nulls_first=True), "letter__sent_at", "id")
    )


def reminders_to_deliver() -> QuerySet[Reminder]:
    """Reminders whose turn it is, as with copies; not to those who have answered meanwhile."""
    return (
        Reminder.objects.filter(
            _its_turn(),
            recipient__answered_at__isnull=True,
            recipient__revoked_at__isnull=True,
            recipient__letter__state=LetterState.SENT,
        )
        .exclude(recipient__addressee__email="")
        .select_related(
            "recipient__letter__series",
            "recipient__letter__drafted_by",
            "recipient__addressee",
        )
        .order_by(F("mail_next_at").asc(nulls_first=True), "at", "id")
    )


def _its_turn() -> Q:
    waits = Q(delivered_at__isnull=True, undeliverable_at__isnull=True)
    return waits & (Q(mail_next_at__isnull=True) | Q(mail_next_at__lte=clock.now()))


def _sent(user: User) -> QuerySet[Recipient]:
    return Recipient.objects.filter(letter__in=visible(user), letter__state=LetterState.SENT)
