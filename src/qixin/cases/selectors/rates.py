"""The three rates, response, resolution and satisfaction, and what stands beside them.

A rate's cohort is the cases opened in a span of days. Response: the lead unit's first step came in
its time, of those whose time is over or who stepped. Resolution: confirmed by whoever asked, of
those that ended, are overdue, or are with the commander. Satisfaction: satisfied, of the askers
that gave a grade or refused the answer; a resident who confirms need not give one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from qixin.cases.enums import ExclusionState
from qixin.cases.models import Case, CaseType
from qixin.cases.selectors.cases import visible
from qixin.cases.selectors.sets import SETS, counted
from qixin.core import clock
from qixin.people.models import Area, Unit, User

DEFAULT_DAYS = 14
LONGEST_SPAN = 366
GROUPS = ("unit", "type", "town", "day")
_KEYS = {"unit": "lead_unit", "type": "case_type", "town": "town__code", "day": "day"}
COUNTED = (
    "counted", "response_due", "responded", "resolution_due", "resolved", "spoke", "satisfied",
    "reopened", "handed_back", "unconfirmed",
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Days of opening, both inclusive."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date | None, last: date | None) -> Span:
        """The span asked for, at most a year; by default the last two weeks."""
        end = last or clock.today()
        start = first or end - timedelta(days=DEFAULT_DAYS - 1)
        if start > end:
            start, end = end, start
        return cls(max(start, end - timedelta(days=LONGEST_SPAN - 1)), end)

    def as_filter(self) -> Q:
        start, _end = clock.day_bounds(self.first)
        _start, end = clock.day_bounds(self.last)
        return Q(opened_at__gte=start, opened_at__lt=end)


@dataclass(frozen=True)
class Rates:
    """Counts of one row; a rate is None where nothing is due. `key` is what the list is narrowed
    to, `label` how people read it."""

    key: str
    label: str
    counts: dict[str, int]
    excluded: int

    @property
    def response(self) -> float | None:
        return _share(self.counts["responded"], self.counts["response_due"])

    @property
    def resolution(self) -> float | None:
        return _share(self.counts["resolved"], self.counts["resolution_due"])

    @property
    def satisfaction(self) -> float | None:
        return _share(self.counts["satisfied"], self.counts["spoke"])


def rates(user: User, span: Span, group: str) -> list[Rates]:
    """A row for each department, type, town or day, most cases first (days in order). Three
    queries, however many cases."""
    cases = _cohort(user, span, group)
    name = _KEYS[group]
    rows = cases.values(name).annotate(**_counts(), excluded=_excluded())
    labels = _labels(group, [row[name] for row in rows])
    made = [
        Rates(_key(row[name]), labels.get(row[name], "–"), _only_counts(row), row["excluded"])
        for row in rows
    ]
    return sorted(made, key=(lambda r: r.key) if group == "day" else lambda r: -r.counts["counted"])


def total(rows: Iterable[Rates]) -> Rates:
    """All rows together: every case is in one row alone, whatever they are grouped by."""
    rows = list(rows)
    counts = {name: sum(row.counts[name] for row in rows) for name in COUNTED}
    return Rates("", "", counts, sum(row.excluded for row in rows))


def _cohort(user: User, span: Span, group: str) -> QuerySet[Case]:
    cases = visible(user).filter(span.as_filter())
    if group != "day":
        return cases
    zone = timezone.get_default_timezone()
    return cases.annotate(day=TruncDate("opened_at", tzinfo=zone))


def _counts() -> dict[str, Any]:
    held = counted()
    return {name: Count("pk", filter=held & SETS[name]()) for name in COUNTED}


def _excluded() -> Any:
    return Count("pk", filter=Q(exclusion__state=ExclusionState.GRANTED))


def _only_counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in COUNTED}


def _labels(group: str, keys: list[Any]) -> dict[Any, str]:
    if group == "day":
        return {key: f"{key:%Y-%m-%d}" for key in keys}
    if group == "town":
        return {row.code: str(row) for row in Area.objects.filter(code__in=[k for k in keys if k])}
    model: Any = {"unit": Unit, "type": CaseType}[group]
    return {row.pk: str(row) for row in model.objects.filter(pk__in=[k for k in keys if k])}


def _key(key: Any) -> str:
    return "none" if key is None else str(key)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
