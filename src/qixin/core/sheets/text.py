"""CSV and TSV: which encoding, which delimiter, and whether the file was cut off."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from .columns import SheetColumn, SheetError
from .headers import SEARCHED_ROWS, find_header

_CHUNK = 1 << 20
_FIELD_LIMIT = 1 << 24  # characters in a cell; csv's own 131,072 is too near a long report
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CUT_OFF = _(
    "The file ends in the middle of this row; it may have been cut off. Send the whole file."
)
OPEN_QUOTE = _(
    "A quotation mark is opened in this row and never closed, so that nothing after it can be read."
)


@dataclass(slots=True)
class TextRows:
    """Iterates the rows of a text file; `cut_off` and `open_quote` speak of the row just given."""

    file: BinaryIO
    encoding: str
    delimiter: str
    ends_broken: bool
    cut_off: bool = False
    open_quote: bool = False

    def __iter__(self) -> Generator[list[str], None, None]:
        self.file.seek(0)
        stream = io.TextIOWrapper(self.file, self.encoding, errors="replace", newline="")
        lines = _Lines(stream)
        csv.field_size_limit(_FIELD_LIMIT)
        try:
            for row in csv.reader(lines, delimiter=self.delimiter):
                # The reader asks for a line beyond the last one only inside a quotation.
                self.open_quote = lines.exhausted
                self.cut_off = not lines.ends_line
                yield row
        except csv.Error:
            self.open_quote = True
            yield []
        finally:
            stream.detach()


class _Lines:
    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.exhausted = False
        self.ends_line = True

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            if line[-1] not in "\r\n":
                self.ends_line = False
            yield line.replace("\0", "")
        self.exhausted = True


def open_text(file: BinaryIO, columns: list[SheetColumn]) -> TextRows:
    """The rows of a CSV or TSV. Raises SheetError if it is no text in a known encoding."""
    encoding, ends_broken = _encoding(file)
    best, best_score = None, (-1, -1)
    for delimiter in ",\t;|，":
        rows = TextRows(file, encoding, delimiter, ends_broken)
        with closing(iter(rows)) as beginning:
            sample = list(islice(beginning, SEARCHED_ROWS))
        header = find_header(sample, columns)
        score = (len(header.places) if header else 0, max(map(len, sample), default=0))
        if score > best_score:
            best, best_score = rows, score
    if best is None:
        raise AssertionError("at least one delimiter is tried")
    return TextRows(file, encoding, best.delimiter, ends_broken)


def _encoding(file: BinaryIO) -> tuple[str, bool]:
    """The encoding, and whether the file ends within a character."""
    file.seek(0)
    start = file.read(4096)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding, False
    if start.count(0) > len(start) // 8:
        candidates = ["utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        decoded, broken = _decodes(file, encoding)
        if decoded:
            return encoding, broken
    raise SheetError(
        _("The text in the file cannot be read. Save it again as “CSV UTF-8” or as .xlsx.")
    )


def _decodes(file: BinaryIO, encoding: str) -> tuple[bool, bool]:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            # Control characters betray a picture or program that happens to decode.
            if any(mark in text for mark in "\x01\x02\x03\x04\x05\x06\x08\x0e\x0f"):
                return False, False
    except UnicodeDecodeError:
        return False, False
    return True, bool(decoder.getstate()[0])
