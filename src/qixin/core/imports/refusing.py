"""Giving a row back."""

from __future__ import annotations

from django.utils.functional import Promise

from qixin.core.sheets import CellError, SheetColumn, SheetRow
from qixin.core.sheets.columns import header_of


def refuse(row: SheetRow, column: SheetColumn | None, reason: Promise | str) -> None:
    """Note why `row` cannot be taken; `column` None speaks of the whole row."""
    row.errors.append(CellError(row.number, header_of(column) if column else "", reason))
