"""Opening a sheet of whatever kind, and reading its rows against the columns asked for."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from django.core.exceptions import ValidationError
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.errors import Invalid

from .columns import Cell, CellError, SheetColumn, SheetError, SheetRow, headers_of
from .headers import SEARCHED_ROWS, Header, find_header
from .text import CUT_OFF, OPEN_QUOTE, TextRows, open_text
from .workbook import check_workbook, worksheets

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SHEET = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
)
_MARKUP = (b"<html", b"<!doctype html", b"<?xml", b"<table")
_QUOTED = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_MANY = _(
    "The row has more cells than the header. A comma or line break inside a cell must be quoted."
)
_BLANK = _("This cell must be filled.")


class Sheet:
    """An open sheet, iterated once. `header` holds its labels, `unused` those not asked for."""

    def __init__(
        self, rows: Iterator[Sequence[Cell]], header: Header, text: TextRows | None
    ) -> None:
        self._rows = rows
        self._text = text
        self._places = header.places
        self._first_number = header.last_row + 1
        self._seen_short = False
        self._cleanup = ExitStack()
        self.header = _without_trailing_blanks(header.labels)
        self.unused = [
            label for at, label in enumerate(self.header) if label and at not in self._places
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file if `open_sheet` opened it."""
        close = getattr(self._rows, "close", None)
        if close:
            close()
        self._cleanup.close()

    def __iter__(self) -> Iterator[SheetRow]:
        for number, cells in enumerate(self._rows, self._first_number):
            row = self._read(number, cells)
            if self._text is not None:
                self._check_ending(row, len(cells))
            if row.errors or any(row.raw):
                yield row

    def _read(self, number: int, cells: Sequence[Cell]) -> SheetRow:
        raw = [_text(cell) for cell in cells]
        row = SheetRow(number=number, values={}, raw=raw)
        if not any(raw):
            return row
        if any(raw[len(self.header) :]):
            row.errors.append(CellError(number, "", _MANY))
        for index, column in self._places.items():
            cell = cells[index] if index < len(cells) else ""
            row.values[column.name] = self._value(row, index, column, cell)
        return row

    def _value(self, row: SheetRow, index: int, column: SheetColumn, cell: Cell) -> Any:
        if isinstance(cell, str):
            cell = cell.strip()
            if cell.startswith(_QUOTED):
                cell = cell[1:]
        if cell == "":
            if column.required:
                row.errors.append(CellError(row.number, self.header[index], _BLANK))
            return None
        if column.parse is None:
            return _text(cell)
        try:
            return column.parse(cell)
        except (Invalid, ValidationError, ValueError) as error:
            row.errors.append(CellError(row.number, self.header[index], _reason(error, cell)))
            return None

    def _check_ending(self, row: SheetRow, width: int) -> None:
        text = self._text
        if text is None:
            return
        if text.open_quote:
            row.errors.append(CellError(row.number, "", OPEN_QUOTE))
        elif text.cut_off and (text.ends_broken or self._is_suddenly_short(width)):
            row.errors.append(CellError(row.number, "", CUT_OFF))
        self._seen_short |= 0 < width < len(self.header)

    def _is_suddenly_short(self, width: int) -> bool:
        return 0 < width < len(self.header) and not self._seen_short


def open_sheet(
    file_or_path: BinaryIO | str | Path, *, filename: str, columns: Sequence[SheetColumn]
) -> Sheet:
    """The sheet in a seekable binary file or at a path, its header found.

    The content decides what kind it is; `filename` is only named in sentences. Of a workbook, the
    first visible sheet that has the required columns is read. Text may be UTF-8, UTF-16 or GB18030,
    with comma, tab, semicolon or bar. Raises SheetError with a sentence if no row can be read.
    """
    with ExitStack() as cleanup:
        if isinstance(file_or_path, str | Path):
            file: BinaryIO = cleanup.enter_context(Path(file_or_path).open("rb"))
        else:
            file = file_or_path
        sheet = _open(file, filename, columns)
        sheet._cleanup = cleanup.pop_all()
    return sheet


def _open(file: BinaryIO, filename: str, columns: Sequence[SheetColumn]) -> Sheet:
    file.seek(0)
    start = file.read(512)
    _refuse_other_kinds(start, filename)
    if start.startswith(_ZIP):
        check_workbook(file)
        return _first_fitting(worksheets(file), filename, columns)
    text = open_text(file, list(columns))
    return _with_header(iter(text), filename, columns, text)


def _refuse_other_kinds(start: bytes, filename: str) -> None:
    if not start.strip():
        raise SheetError(format_lazy(_("“{name}” is empty."), name=filename))
    if start.startswith(_OLE):
        raise SheetError(
            format_lazy(
                _(
                    "“{name}” is an old .xls file or has a password. Save it as .xlsx without "
                    "a password, or as CSV."
                ),
                name=filename,
            )
        )  # fmt: skip
    if start.startswith(_NO_SHEET) or start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(
        _MARKUP
    ):
        raise SheetError(
            format_lazy(
                _(
                    "“{name}” is no workbook, whatever its name says. Open it in a "
                    "spreadsheet program and save it as .xlsx or CSV."
                ),
                name=filename,
            )
        )  # fmt: skip


def _first_fitting(
    sheets: Iterator[Iterator[list[Cell]]], filename: str, columns: Sequence[SheetColumn]
) -> Sheet:
    refusal: SheetError | None = None
    for rows in sheets:
        try:
            return _with_header(rows, filename, columns, None)
        except SheetError as error:
            refusal = refusal or error
    raise refusal or SheetError(format_lazy(_("“{name}” is empty."), name=filename))


def _with_header(
    rows: Iterator[Any], filename: str, columns: Sequence[SheetColumn], text: TextRows | None
) -> Sheet:
    start = list(islice(rows, SEARCHED_ROWS))
    as_text = [[_text(cell) for cell in row] for row in start]
    if not any(any(row) for row in as_text):
        raise SheetError(format_lazy(_("“{name}” is empty."), name=filename))
    header = find_header(as_text, columns)
    missing = header.missing(columns) if header else [c for c in columns if c.required] or columns
    if header is None or missing:
        raise SheetError(
            format_lazy(
                _(
                    "“{name}” lacks these columns: {columns}. "
                    "The first row should name the columns."
                ),
                name=filename,
                columns=lazy(headers_of, str)(missing),
            )
        )
    if text is not None:
        # The flags of `text` follow the reading, hence the rows are read again, not remembered.
        if isinstance(rows, Generator):
            rows.close()
        rows = iter(text)
        for _row in range(header.last_row):
            next(rows)
        return Sheet(rows, header, text)
    return Sheet(chain(start[header.last_row :], rows), header, None)


def _reason(error: Exception, cell: Cell) -> str | Promise:
    if isinstance(error, Invalid):
        return error.sentence
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return format_lazy(_("“{text}” cannot be read here."), text=_text(cell)[:60])


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()


def _without_trailing_blanks(labels: list[str]) -> list[str]:
    end = len(labels)
    while end and not labels[end - 1]:
        end -= 1
    return labels[:end]
