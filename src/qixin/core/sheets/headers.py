"""Finding the header: behind title rows, over several merged rows, in Chinese or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .columns import SheetColumn

SEARCHED_ROWS = 30
_LEVELS = 3
_NOTE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_UNSAID = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Header:
    """`labels` of all cells; `places` maps a cell's index to its column; it ends at `last_row`."""

    labels: list[str]
    places: dict[int, SheetColumn]
    last_row: int

    def missing(self, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
        found = {column.name for column in self.places.values()}
        return [column for column in columns if column.required and column.name not in found]


def find_header(rows: Sequence[Sequence[str]], columns: Sequence[SheetColumn]) -> Header | None:
    """The rows that name most of the columns; of equals the fewest rows and the uppermost.

    `rows` are the first of the file, as text. None if no row names any column.
    """
    wanted = {
        _key(alias): column
        for column in reversed(columns)
        for alias in (column.name, *column.aliases)
    }
    best: Header | None = None
    for levels in range(1, _LEVELS + 1):
        for first in range(len(rows) - levels + 1):
            block = rows[first : first + levels]
            if levels > 1 and not _looks_merged(block):
                continue
            header = _match(block, wanted, last_row=first + levels)
            if header.places and (best is None or len(header.places) > len(best.places)):
                best = header
    return best


def _looks_merged(block: Sequence[Sequence[str]]) -> bool:
    # Merged cells leave blanks: below a cell that spans rows, beside a cell that spans columns.
    width = max(len(row) for row in block)
    return all(any(row) for row in block) and any(
        not cell for row in block for cell in _padded(row, width)
    )


def _match(
    block: Sequence[Sequence[str]], wanted: dict[str, SheetColumn], *, last_row: int
) -> Header:
    labels: list[str] = []
    places: dict[int, SheetColumn] = {}
    for index, levels in enumerate(_cells(block)):
        said = [level for level in levels if level]
        labels.append(" ".join(dict.fromkeys(" ".join(level.split()) for level in said)))
        for name in _names(said):
            column = wanted.get(name)
            if column is not None and column not in places.values():
                places[index] = column
                break
    return Header(labels=labels, places=places, last_row=last_row)


def _cells(block: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    width = max(len(row) for row in block)
    padded = [_padded(row, width) for row in block]
    for level, row in enumerate(padded[:-1]):
        for index in range(1, width):
            spanned = any(padded[below][index] for below in range(level + 1, len(block)))
            if not row[index] and spanned:
                row[index] = row[index - 1]
    return iter(zip(*padded, strict=True))


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [cell.strip() for cell in row] + [""] * (width - len(row))


def _names(levels: Sequence[str]) -> Iterator[str]:
    if len(levels) > 1:
        yield _key("".join(levels))
    for level in reversed(levels):
        yield _key(level)
        yield _key(_NOTE.sub("", unicodedata.normalize("NFKC", level)))


def _key(label: str) -> str:
    return _UNSAID.sub("", unicodedata.normalize("NFKC", label)).casefold() or label
