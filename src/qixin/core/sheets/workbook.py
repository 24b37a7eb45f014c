"""Rows of an .xlsx by openpyxl's read-only mode; what is none is refused before it is opened."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _

from .columns import Cell, SheetError

_MEGABYTE = 1 << 20
# Unpacked. A workbook of 200,000 rows by 12 columns has about 100 MB of sheet, 20 MB of strings.
_LARGEST_SHEET = 600 * _MEGABYTE
_LARGEST_STRINGS = 100 * _MEGABYTE
_ROWS_AT_ONCE = 500
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError,
    EOFError, OSError, RuntimeError, NotImplementedError, ParseError,
)  # fmt: skip
DAMAGED = _(
    "The file is damaged or no workbook. "
    "Open it in a spreadsheet program and save it as .xlsx or CSV."
)


def check_workbook(file: BinaryIO) -> None:
    """Raises SheetError if the file is no .xlsx, or unpacks to more than a server should hold."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise SheetError(DAMAGED) from None
    if not any(member.filename.lower() == "xl/workbook.xml" for member in members):
        raise SheetError(
            _("The file is no Excel workbook, whatever its name says. Save it as .xlsx or CSV.")
        )
    strings = sum(m.file_size for m in members if "sharedstrings" in m.filename.lower())
    if strings > _LARGEST_STRINGS or sum(m.file_size for m in members) > _LARGEST_SHEET:
        raise SheetError(_("The workbook is too large when unpacked. Split it, or save it as CSV."))


def worksheets(file: BinaryIO) -> Iterator[Iterator[list[Cell]]]:
    """The rows of each visible sheet. Raises SheetError, also on the way, if it is damaged."""
    # Imported here and not above, as elsewhere in the house: with NumPy behind it, it is a tenth of
    # what a process loads at its start, and most processes never open a workbook.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl warns of styles and extensions that it leaves out
        try:
            workbook = openpyxl.load_workbook(
                file, read_only=True, data_only=True, keep_links=False
            )
        except (*_DAMAGE, InvalidFileException):
            raise SheetError(DAMAGED) from None
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # some programs write a wrong one, and rows would be lost
            yield _rows(sheet)


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    rows = sheet.iter_rows(values_only=True)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                batch = list(islice(rows, _ROWS_AT_ONCE))
            except _DAMAGE:
                raise SheetError(DAMAGED) from None
        if not batch:
            return
        for row in batch:
            yield [_cell(value) for value in row]


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str | datetime | date | time):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
