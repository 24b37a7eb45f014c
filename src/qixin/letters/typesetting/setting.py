"""From a letter's words to its PDF."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

import rjieba
import segno
import typst

from qixin.letters.typesetting.blocks import blocks_of
from qixin.letters.typesetting.fonts import chosen_fonts, machine_fonts

_SOURCE = Path(__file__).with_name("letter.typ")
# Characters of 22 pt that fit on a line of 156 mm.
_TITLE_LINE = 20
# A compiler keeps what it has set before; one at a time uses it.
_turn = Lock()


@dataclass(frozen=True)
class Sheet:
    """The words of a letter. `number` and `date` are blank before it is signed, `link` on the
    original. In `body` a line is a paragraph; lines `| a | b |` together are a table."""

    heading: str
    title: str
    body: str
    recipients: list[str]
    signature: str
    number: str = ""
    date: str = ""
    attachments: list[str] = field(default_factory=list)
    copies_to: list[str] = field(default_factory=list)
    printed_by: str = ""
    link: str = ""


def typeset(sheet: Sheet) -> bytes:
    """The PDF. Words are handed over as data, so that nothing in them is read as markup."""
    with _turn:
        made = _compiler().compile(
            format="pdf", sys_inputs={"sheet": json.dumps(_told(sheet), ensure_ascii=False)}
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF.")
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(input=_SOURCE, root=_SOURCE.parent, font_paths=machine_fonts())


def _told(sheet: Sheet) -> dict[str, object]:
    told: dict[str, object] = dict(vars(sheet))
    told["title-lines"] = title_lines(sheet.title)
    told["blocks"] = [vars(one) | {"columns": one.columns} for one in blocks_of(sheet.body)]
    told["fonts"] = chosen_fonts()
    told["code"] = _code(sheet.link) if sheet.link else ""
    return told


def written_day(day: date) -> str:
    """2020年2月8日, as it stands on letters."""
    return f"{day.year}年{day.month}月{day.day}日"


def title_lines(title: str) -> list[str]:
    """The title in as few lines as it needs, broken between words, the lines about equally long."""
    words: list[str] = rjieba.cut(title)
    least = -(-len(title) // _TITLE_LINE)
    for count in range(least, len(title) + 1):
        each = len(title) / count
        lines = _filled(words, each)
        if all(len(line) <= _TITLE_LINE for line in lines):
            return lines
    return [title[at : at + _TITLE_LINE] for at in range(0, len(title), _TITLE_LINE)]


def _filled(words: list[str], each: float) -> list[str]:
    """A word goes to the next line where over half of it would stand beyond the line's share."""
    lines, placed = [""], 0
    for word in words:
        if lines[-1] and placed + len(word) / 2 > each * len(lines):
            lines.append("")
        lines[-1] += word
        placed += len(word)
    return lines


def _code(link: str) -> str:
    return segno.make(link, error="m", micro=False).svg_inline(border=0, omitsize=True)
