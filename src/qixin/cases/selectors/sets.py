"""Named sets of cases: what every rate counts, and what a click on it lists."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, Q

from qixin.cases.enums import (
    ENDED_STATES,
    OPEN_STATES,
    CaseState,
    ExclusionState,
)
from qixin.core import clock
from qixin.reports.enums import Satisfaction


def overdue() -> Q:
    """Open, and the clock has run out."""
    return Q(state__in=OPEN_STATES, due_at__lt=clock.now())


def due_soon() -> Q:
    """Open, and three quarters of the clock have run."""
    now = clock.now()
    return Q(state__in=OPEN_STATES, soon_at__lte=now, due_at__gte=now)


def counted() -> Q:
    """What rates are made of: not what was taken back, merged, or excluded by the commander."""
    gone = Q(state__in=(CaseState.WITHDRAWN, CaseState.MERGED))
    return ~gone & ~Q(exclusion__state=ExclusionState.GRANTED)


def _response_due() -> Q:
    return Q(responded_at__isnull=False) | Q(respond_by__lt=clock.now())


def _responded() -> Q:
    return Q(responded_at__lte=F("respond_by"))


def _responded_late() -> Q:
    late = Q(responded_at__gt=F("respond_by"))
    return late | Q(responded_at__isnull=True, respond_by__lt=clock.now())


def _resolution_due() -> Q:
    return Q(state__in=ENDED_STATES) | overdue() | Q(state=CaseState.WITH_COMMANDER)


def _spoke() -> Q:
    # Enterprises are asked for a grade; a resident only says whether the answer settles it.
    refused = Q(refused_times__gt=0, asker__isnull=False) & ~Q(state=CaseState.CONFIRMED)
    return Q(satisfaction__isnull=False) | refused


# The name in the list's address → what it holds. Each is narrowed by `counted`.
SETS: dict[str, Callable[[], Q]] = {
    "counted": Q,
    "response_due": _response_due,
    "responded": _responded,
    "responded_late": _responded_late,
    "resolution_due": _resolution_due,
    "resolved": lambda: Q(state=CaseState.CONFIRMED),
    "unresolved": lambda: _resolution_due() & ~Q(state=CaseState.CONFIRMED),
    "spoke": _spoke,
    "satisfied": lambda: Q(satisfaction__gte=Satisfaction.SATISFIED),
    "unsatisfied": lambda: (
        _spoke() & (Q(satisfaction__isnull=True) | Q(satisfaction=Satisfaction.NOT_SATISFIED))
    ),
    "reopened": lambda: Q(reopened_times__gt=0),
    "handed_back": lambda: Q(handed_back_times__gt=0),
    "refused": lambda: Q(refused_times__gt=0),
    "unconfirmed": lambda: Q(state=CaseState.UNCONFIRMED),
}


def in_set(name: str) -> Q:
    """The cases of a named set; "excluded" are those that `counted` leaves out."""
    if name == "excluded":
        return Q(exclusion__state=ExclusionState.GRANTED)
    return counted() & SETS[name]()
