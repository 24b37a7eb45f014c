"""Spreadsheets in and out: .xlsx, CSV and TSV, row by row, bad rows apart from good ones.

with open_sheet(file, filename="members.xlsx", columns=COLUMNS) as sheet:
    for row in sheet:
        ...  # row.values if not row.errors
"""

from .columns import CellError, CellProblem, SheetColumn, SheetError, SheetRow
from .reading import Sheet, open_sheet
from .writing import table_as_xlsx, write_rejected, write_workbook

__all__ = [
    "CellError",
    "CellProblem",
    "Sheet",
    "SheetColumn",
    "SheetError",
    "SheetRow",
    "open_sheet",
    "table_as_xlsx",
    "write_rejected",
    "write_workbook",
]
