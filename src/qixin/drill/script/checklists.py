"""The demo's checklists, read from checklists.txt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One thing to look at; `is_major`: what is not in order there is a major hazard."""

    text: str
    text_en: str
    is_major: bool


@dataclass(frozen=True)
class DemoChecklist:
    """`industries` are sections of GB/T 4754; `tag` is the name of a tag."""

    name: str
    name_en: str
    use: str
    industries: tuple[str, ...]
    tag: str
    lines: tuple[Line, ...]


def demo_checklists() -> list[DemoChecklist]:
    """In the order of the file, the general one first."""
    text = Path(__file__).with_name("checklists.txt").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if block.startswith("=")]
    return [_checklist(block.strip().splitlines()) for block in blocks]


def _checklist(rows: list[str]) -> DemoChecklist:
    name, name_en, use, industries, tag = (part.strip() for part in rows[0][1:].split("|"))
    lines = tuple(_line(row) for row in rows[1:])
    return DemoChecklist(name, name_en, use, tuple(industries.split()), tag, lines)


def _line(row: str) -> Line:
    text, english = (part.strip() for part in row.removeprefix("! ").split("|"))
    return Line(text, english, row.startswith("! "))
