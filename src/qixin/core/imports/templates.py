"""An empty sheet with the right headers, for people to fill in."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _

from qixin.core.imports.kinds import ImportKind
from qixin.core.sheets.columns import header_of


def write_template(kind: ImportKind, file: BinaryIO) -> None:
    """Write an .xlsx with one row of headers; required columns are bold and marked in a comment."""
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - openpyxl's type allows None for charts-only books
    sheet.title = str(kind.title)[:31]
    sheet.freeze_panes = "A2"
    for at, column in enumerate(kind.columns, 1):
        cell = sheet.cell(1, at, header_of(column))
        cell.font = Font(bold=column.required)
        sheet.column_dimensions[get_column_letter(at)].width = 20
        # text, so that a spreadsheet program does not round an ID number of 18 digits
        sheet.column_dimensions[get_column_letter(at)].number_format = "@"
    explanation = book.create_sheet(str(_("What the columns hold")))
    explanation.append([_("Column"), _("Must be filled")])
    for column in kind.columns:
        explanation.append([header_of(column), _("yes") if column.required else ""])
    book.save(file)
