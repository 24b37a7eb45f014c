"""What a sheet is made of: the columns that are asked for, the rows that come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from qixin.core.errors import Invalid

Cell = str | datetime | date | time


class SheetError(Invalid, ValueError):
    """The file as a whole cannot be read."""


class CellProblem(Invalid, ValueError):
    """A `parse` raises it with a sentence about its cell."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column that a reader asks for. Its header is `name` or one of `aliases`, in any language.

    `parse` is given a non-blank cell: a string (numbers too), or a datetime, date or time of an
    .xlsx; it raises CellProblem, another Invalid or ValueError. A required column must be there,
    and its cells filled.
    """

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    parse: Callable[[Any], Any] | None = None


def header_of(column: SheetColumn) -> str:
    """The column's header in the reader's language: aliases begin with Chinese and English."""
    at = 0 if _in_chinese() else 1
    return column.aliases[at] if at < len(column.aliases) else column.name


def headers_of(columns: Iterable[SheetColumn]) -> str:
    """For each column the headers that a file may have, the reader's language first."""
    return ("、" if _in_chinese() else ", ").join(
        " / ".join(dict.fromkeys([header_of(column), *(column.aliases or (column.name,))[:2]]))
        for column in columns
    )


def _in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a row cannot be taken. `column` is the file's own header, blank for the whole row."""

    row: int
    column: str
    reason: str | Promise


@dataclass(slots=True)
class SheetRow:
    """One row: `number` counts from 1 as a spreadsheet shows it, `raw` holds the cells as text.

    `values` has a key for each column asked for and found; None where the cell is blank or bad.
    """

    number: int
    values: dict[str, Any]
    errors: list[CellError] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
