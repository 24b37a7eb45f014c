"""A day's reports, counted with one query whatever their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from qixin.core.personal_data import mask_text
from qixin.people.models import User
from qixin.people.permissions import has_permission
from qixin.reports.enums import Precision, ReportState, Urgency
from qixin.reports.models import Report
from qixin.reports.selectors.filters import ReportFilter
from qixin.reports.selectors.reports import all_reports
from qixin.situation.minutes import Minute

# More points than this nobody can tell apart, and the page would weigh more than its figures.
MOST_POINTS = 500
# Characters of a report's text that a point of the map shows.
LABEL = 30
_KEY = ("town", "group", "state", "precision", "urgency")


@dataclass(frozen=True)
class Cell:
    """How many reports share these five properties; town and group are ids or None."""

    town: int | None
    group: int | None
    state: str
    precision: str
    urgency: int
    count: int


def of_day(user: User, day: date) -> QuerySet[Report]:
    """The reports received on a day that `user` may read: what the list of reports shows."""
    if not has_permission(user, "reports.read"):
        return Report.objects.none()
    return all_reports(user, ReportFilter(received_on=day))


def cube(reports: QuerySet[Report]) -> list[Cell]:
    """The reports counted along all five properties at once."""
    rows = reports.order_by().values_list(*_KEY).annotate(count=Count("pk"))
    return [Cell(*row) for row in rows]


def by_minute(reports: QuerySet[Report]) -> list[tuple[str, int]]:
    """(minute, number) for `minutes.along`."""
    minutes = reports.order_by().annotate(minute=Minute("received_at")).values_list("minute")
    return list(minutes.annotate(count=Count("pk")))


def points(reports: QuerySet[Report]) -> Iterator[dict[str, Any]]:
    """The newest of the reports whose place is exact, as the map takes them."""
    exact = reports.filter(precision=Precision.EXACT).order_by("-received_at", "-id")
    # Masked before the cut, else ten of a number's eleven digits are left standing.
    rows = exact.annotate(start=Substr("text", 1, 3 * LABEL)).values_list(
        "number", "lat", "lng", "urgency", "start"
    )
    for number, lat, lng, urgency, text in rows[:MOST_POINTS]:
        tone = "danger" if urgency == Urgency.EMERGENCY else "accent"
        label = mask_text(text.strip())[:LABEL]
        yield {"number": number, "lat": lat, "lng": lng, "tone": tone, "label": label}


def total(cells: Iterable[Cell]) -> int:
    return sum(cell.count for cell in cells)


def in_state(cells: Iterable[Cell], state: ReportState) -> int:
    return sum(cell.count for cell in cells if cell.state == state)


def in_precision(cells: Iterable[Cell], precision: str) -> int:
    return sum(cell.count for cell in cells if cell.precision == precision)


def counted_by(cells: Iterable[Cell], key: str, *, state: str = "") -> Counter[int | None]:
    """Reports by "town" or "group", of one state or of all."""
    counted: Counter[int | None] = Counter()
    for cell in cells:
        if not state or cell.state == state:
            counted[getattr(cell, key)] += cell.count
    return counted
