"""Share cards: the picture that stands for a page where its address is passed on, as PNG.

A card's name is made of its words, so it is drawn once, and no page changes when it is drawn.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst
from django.core.exceptions import ImproperlyConfigured

from qixin.core import clock
from qixin.letters.typesetting.fonts import chosen_fonts, machine_fonts
from qixin.newsroom.enums import Colour
from qixin.newsroom.models import Column, Home, Story, Topic
from qixin.newsroom.publication import files
from qixin.ui.context import district_name

WIDTH, HEIGHT = 1200, 630
_PPI = 144.0
_SOURCE = Path(__file__).with_name("card.typ")
# A column's tone, as the stylesheet of the public site has it on light ground.
TONES: dict[str, str] = {
    Colour.TEAL: "#17858f", Colour.RED: "#d4463b", Colour.ORANGE: "#c96a12",
    Colour.YELLOW: "#a98600", Colour.GREEN: "#2f8f4e", Colour.BLUE: "#3b7dd8",
    Colour.VIOLET: "#8a5fd0", Colour.PINK: "#c9508f", Colour.BROWN: "#9a6b4a",
    Colour.GREY: "#76858c",
}  # fmt: skip
# A compiler keeps what it has set before; one at a time uses it.
_turn = Lock()


@dataclass(frozen=True)
class Card:
    """The words of a card: the section above, the title, and what stands at its foot."""

    section: str
    title: str
    foot: str
    colour: str
    page: int

    @property
    def path(self) -> str:
        """Its file below the public root."""
        words = "\n".join((self.section, self.title, self.foot, self.colour))
        digest = hashlib.sha256(words.encode()).hexdigest()[:10]
        return f"{_folder(self.page)}/{self.page}-{digest}.png"


def _folder(page: int) -> str:
    """A thousand pages share one: whoever looks for a page's cards reads few names."""
    return f"cards/{page // 1000}"


def card_of(page: Story | Column | Topic | Home, column: Column | None = None) -> Card:
    """The card of a page, in Chinese as stories are; `column` of a story where it is known."""
    if isinstance(page, Story):
        column = column or page.column
        day = f"{clock.local(page.published_on):%Y-%m-%d}" if page.published_on else ""
        foot = " · ".join(filter(None, (district_name(), day)))
        return Card(column.title, page.title, foot, TONES[column.colour], page.pk)
    colour = TONES[page.colour] if isinstance(page, Column) else TONES[Colour.TEAL]
    return Card(district_name(), page.title, page.summary, colour, page.pk)


def can_draw() -> bool:
    """Whether the machine has a Chinese font; pages of one without it have no card."""
    try:
        return bool(chosen_fonts())
    except ImproperlyConfigured:
        return False


def write_card(card: Card) -> bool:
    """Draw a card unless it is there; whether it was drawn. Raises OSError.

    An earlier one of the page goes: it says what was corrected.
    """
    if not can_draw() or files.exists(card.path):
        return False
    drawn = files.write(card.path, draw(card))
    remove_cards(card.page, but=card.path)
    return drawn


def remove_cards(page: int, *, but: str = "") -> None:
    """Remove the cards of a page."""
    folder = files.root() / _folder(page)
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        names = [one.name for one in entries if one.name.startswith(f"{page}-")]
    for name in names:
        if (path := f"{_folder(page)}/{name}") != but:
            files.remove(path)


def draw(card: Card) -> bytes:
    """The PNG. Words are handed over as data, so that nothing in them is read as markup."""
    told = json.dumps({**asdict(card), "fonts": chosen_fonts()}, ensure_ascii=False)
    with _turn:
        made = _compiler().compile(format="png", ppi=_PPI, sys_inputs={"card": told})
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single picture.")
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(input=_SOURCE, root=_SOURCE.parent, font_paths=machine_fonts())
