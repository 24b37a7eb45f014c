"""Pages of a list by cursor: the thousandth page costs as much as the first, and nothing is
skipped or shown twice when rows are added meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core.errors import Invalid
from qixin.core.moments import in_utc

Row = TypeVar("Row", bound=Model)
_LONGEST = 400


def page(
    rows: QuerySet[Row], *, order: tuple[str, ...], cursor: str = "", limit: int = 50
) -> tuple[list[Row], str]:
    """`limit` rows after `cursor`, and the cursor of what follows, "" at the end.

    `order` names columns, each once, descending with a minus sign; together they are unique.
    Raises Invalid for a cursor that no answer gave.
    """
    found = rows.order_by(*order)
    if cursor:
        found = found.filter(_after(order, _read(cursor, len(order))))
    try:
        taken = list(found[: limit + 1])
    except (ValueError, TypeError, OverflowError):
        raise _wrong() from None
    more = len(taken) > limit
    taken = taken[:limit]
    return taken, _write(taken[-1], order) if more else ""


def _after(order: tuple[str, ...], values: list[Any]) -> Q:
    """Rows whose columns come after `values`: (a, b) > (x, y) is a > x or a = x and b > y."""
    condition = Q(pk__in=[])
    same = Q()
    try:
        for name, value in zip(order, values, strict=True):
            column, way = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
            if column.endswith("_at"):
                value = datetime.fromisoformat(value)
                if value.tzinfo is None:
                    raise _wrong()
                value = in_utc(value)
            elif column in ("id", "pk"):
                value = int(value)
                if abs(value) >= 2**63:
                    raise _wrong()
            condition |= same & Q(**{f"{column}__{way}": value})
            same &= Q(**{column: value})
    except (ValueError, TypeError):
        raise _wrong() from None
    return condition


def _write(row: Model, order: tuple[str, ...]) -> str:
    values = [getattr(row, name.removeprefix("-")) for name in order]
    told = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[str]:
    try:
        if len(cursor) > _LONGEST:
            raise _wrong()
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (binascii.Error, ValueError, RecursionError):
        raise _wrong() from None
    if not isinstance(values, list) or len(values) != length:
        raise _wrong()
    if not all(isinstance(value, str) and "\0" not in value for value in values):
        raise _wrong()
    return values


def _wrong() -> Invalid:
    return Invalid(_("This cursor is not one of ours. Begin again without a cursor."))
