"""Pages by key and not by OFFSET: the thousandth page costs as much as the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from qixin.reports.models import Report

PER_PAGE = 50
# Both orders are descending throughout, so that one comparison of rows finds the place in an index.
URGENT_FIRST = ("urgency", "received_at", "id")
NEWEST_FIRST = ("received_at", "id")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """`next` and `previous` are cursors for `?after=` and `?before=`, or ""."""

    reports: list[Report]
    next: str = ""
    previous: str = ""


def page(
    reports: QuerySet[Report],
    order: Sequence[str],
    *,
    after: str = "",
    before: str = "",
    most: int = PER_PAGE,
) -> Page:
    """The page that follows or precedes a cursor; a cursor that nobody gave out is the start."""
    keys_after, keys_before = _keys(after, order), _keys(before, order)
    if keys_before is not None:
        rows = list(preceding(reports, order, keys_before)[: most + 1])
        has_more, rows = len(rows) > most, rows[:most][::-1]
        return Page(rows, _end(rows, order, True), _start(rows, order, has_more))
    rows = list(following(reports, order, keys_after)[: most + 1])
    has_more, rows = len(rows) > most, rows[:most]
    return Page(rows, _end(rows, order, has_more), _start(rows, order, keys_after is not None))


def following(
    reports: QuerySet[Report], order: Sequence[str], keys: Sequence[Any] | None
) -> QuerySet[Report]:
    """What comes after `keys` in the list, nearest first; everything without keys."""
    if keys is not None:
        reports = reports.filter(TupleLessThan(Tuple(*order), tuple(keys)))
    return reports.order_by(*(f"-{name}" for name in order))


def preceding(
    reports: QuerySet[Report], order: Sequence[str], keys: Sequence[Any]
) -> QuerySet[Report]:
    """What comes before `keys` in the list, nearest first."""
    return reports.filter(TupleGreaterThan(Tuple(*order), tuple(keys))).order_by(*order)


def keys_of(report: Report, order: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(report, name) for name in order)


def _end(rows: list[Report], order: Sequence[str], there_is_more: bool) -> str:
    return _cursor(rows[-1], order) if rows and there_is_more else ""


def _start(rows: list[Report], order: Sequence[str], there_is_more: bool) -> str:
    return _cursor(rows[0], order) if rows and there_is_more else ""


def _cursor(report: Report, order: Sequence[str]) -> str:
    return ".".join(str(_as_integer(value)) for value in keys_of(report, order))


def _as_integer(value: Any) -> int:
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    return int(value)


def _keys(cursor: str, order: Sequence[str]) -> tuple[Any, ...] | None:
    parts = cursor.split(".")
    if len(parts) != len(order) or not all(
        part.isascii() and part.isdigit() and len(part) <= 18 for part in parts
    ):
        return None
    try:
        return tuple(
            _EPOCH + timedelta(microseconds=int(part)) if name == "received_at" else int(part)
            for name, part in zip(order, parts, strict=True)
        )
    except OverflowError:
        return None
