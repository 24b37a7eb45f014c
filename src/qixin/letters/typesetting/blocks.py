"""A letter's words as paragraphs, headings and tables: the same on paper and on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# GB/T 9704-2012, 7.3.3: 一、 in HeiTi, （一） in KaiTi; the third and fourth level as the text.
_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_SENTENCE_END = re.compile(r"[。！？]")
_RULE = re.compile(":?-+:?")


@dataclass
class Block:
    """`kind` is p, h1, h2 or table. A heading has its words in `head`, and what follows on the same
    line in `text`; a table's rows are equally long, the first is its header."""

    kind: str
    head: str = ""
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def blocks_of(body: str) -> list[Block]:
    """A line is a paragraph; lines `| a | b |` that follow one another are a table."""
    blocks: list[Block] = []
    for line in body.splitlines():
        if not (line.startswith("|") and line.endswith("|") and len(line) > 1):
            blocks.append(_paragraph(line))
            continue
        if not (blocks and blocks[-1].kind == "table"):
            blocks.append(Block("table"))
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        if not all(_RULE.fullmatch(one) for one in cells):
            blocks[-1].rows.append(cells)
    for block in blocks:
        width = max((len(row) for row in block.rows), default=0)
        block.rows = [row + [""] * (width - len(row)) for row in block.rows]
    return [block for block in blocks if block.kind != "table" or block.rows]


def _paragraph(line: str) -> Block:
    """A heading that a sentence follows on the same line is set apart up to its full stop."""
    kind = "h1" if _FIRST.match(line) else "h2" if _SECOND.match(line) else "p"
    if kind == "p":
        return Block("p", text=line)
    end = _SENTENCE_END.search(line)
    cut = end.end() if end else len(line)
    return Block(kind, head=line[:cut], text=line[cut:])
