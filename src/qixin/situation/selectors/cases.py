"""Cases of a day, and those that wait now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from qixin.cases.enums import OPEN_STATES, CaseState
from qixin.cases.models import Case
from qixin.cases.selectors import Filter, inbox, overdue
from qixin.people.models import User
from qixin.situation.minutes import Minute


@dataclass(frozen=True)
class Waiting:
    """Cases of one town and group that somebody has to act on."""

    town: int | None
    group: int | None
    open: int
    overdue: int
    answered: int


def opened_on(user: User, day: date) -> QuerySet[Case]:
    return inbox(user, Filter(state="all", opened_on=day)).order_by()


def answered_on(user: User, day: date) -> int:
    """Cases whose latest answer was given on `day`."""
    return inbox(user, Filter(state="all", answered_on=day)).count()


def by_minute(opened: QuerySet[Case]) -> list[tuple[str, int]]:
    minutes = opened.annotate(minute=Minute("opened_at")).values_list("minute")
    return list(minutes.annotate(count=Count("pk")))


def waiting(user: User, day: date | None) -> list[Waiting]:
    """What is open or waits for confirmation now; with a `day`, of the cases opened on it."""
    found = inbox(user, Filter(state="all", opened_on=day)).order_by()
    rows = (
        found.filter(state__in=(*OPEN_STATES, CaseState.ANSWERED))
        .values_list("town", "report__group")
        .annotate(
            open=Count("pk", filter=Q(state__in=OPEN_STATES)),
            overdue=Count("pk", filter=overdue()),
            answered=Count("pk", filter=Q(state=CaseState.ANSWERED)),
        )
    )
    return [Waiting(*row) for row in rows]


def counted_by(rows: Iterable[Waiting], key: str, what: str) -> Counter[int | None]:
    """`what` (open, overdue, answered) by "town" or "group"."""
    counted: Counter[int | None] = Counter()
    for row in rows:
        counted[getattr(row, key)] += getattr(row, what)
    return counted
