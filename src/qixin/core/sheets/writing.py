"""Bad rows back to whoever sent them: as they were, with row, column and reason."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .columns import SheetRow

_LONGEST_XLSX_CELL = 32_767
# The columns that rejected rows bear at their end, in either language.
ADDED = frozenset({"Row", "Column", "Reason", "行号", "列", "原因"})
# What a spreadsheet program would take for a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_rejected(path: Path | str, header: Sequence[str], rejected: Iterable[SheetRow]) -> int:
    """Writes the rows to `path` (.xlsx, else CSV in UTF-8 with a BOM); returns how many.

    Each row has its cells, then its number, the columns and the reasons in the reader's language.
    A cell that begins like a formula gets an apostrophe in front, which `open_sheet` takes off
    again. Write CSV for cells over 32,767 characters: an .xlsx holds no more, and says so.
    """
    path = Path(path)
    rows = _rows(header, rejected)
    return write_workbook(path, rows) if path.suffix.lower() == ".xlsx" else _write_csv(path, rows)


def neutralised(cell: str) -> str:
    """`cell` such that no spreadsheet program takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _rows(header: Sequence[str], rejected: Iterable[SheetRow]) -> Iterator[list[str]]:
    width = len(header)
    yield [
        *map(neutralised, header),
        pgettext("sheet", "Row"),
        pgettext("sheet", "Column"),
        _("Reason"),
    ]
    for row in rejected:
        cells = [neutralised(cell) for cell in row.raw]
        # Cells beyond the header are joined to the last, so that the reasons stay in their column.
        if width and len(cells) > width:
            cells[width - 1 :] = [" ".join(cell for cell in cells[width - 1 :] if cell)]
        cells += [""] * (width - len(cells))
        columns = "；".join(dict.fromkeys(e.column for e in row.errors if e.column))
        reasons = "；".join(str(error.reason) for error in row.errors)
        yield [*cells, str(row.number), neutralised(columns), neutralised(reasons)]


def _write_csv(path: Path, rows: Iterable[list[str]]) -> int:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        written = 0
        for row in rows:
            writer.writerow(row)
            written += 1
    return written - 1  # the header is no row


def write_workbook(path: Path, rows: Iterable[list[str]]) -> int:
    """Writes rows of text, the header first, as an .xlsx; returns how many without the header."""
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    written = 0
    for row in rows:
        clean = [ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row]
        if any(len(cell) > _LONGEST_XLSX_CELL for cell in clean):
            clean[-1] += "；" + _("A cell was shortened: a workbook holds 32,767 characters.")
        sheet.append([cell[:_LONGEST_XLSX_CELL] for cell in clean])
        written += 1
    workbook.save(path)
    return written - 1


def table_as_xlsx(header: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """A workbook of one sheet; numbers stay numbers, text that looks like a formula stays text."""
    import io

    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in [header, *rows]:
        sheet.append([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
