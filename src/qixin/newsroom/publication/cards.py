"""Share cards: the picture that stands for a page where its address is passed on, as PNG.

A card's name is made of its words, so it is drawn once, and no page changes when it is drawn.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst
from django.core.exceptions import ImproperlyConfigured
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from qixin.core import clock
from qixin.letters.typesetting.fonts import chosen_fonts, machine_fonts
from qixin.newsroom.enums import Colour, Verdict
from qixin.newsroom.models import Answer, CallOut, Column, Home, LiveChannel, Story, Topic
from qixin.newsroom.publication import files
from qixin.newsroom.publication.checked import check_page
from qixin.ui.context import district_name

HasCard = Story | Column | Topic | Home | Answer | LiveChannel | CallOut

WIDTH, HEIGHT = 1200, 630
# Folders of what is no page of the tree.
FACTS, LIVE, CALLS = "facts", "live", "calls"
_PPI = 144.0
_SOURCE = Path(__file__).with_name("card.typ")
# A column's tone, as the stylesheet of the public site has it on light ground.
TONES: dict[str, str] = {
    Colour.TEAL: "#17858f", Colour.RED: "#d4463b", Colour.ORANGE: "#c96a12",
    Colour.YELLOW: "#a98600", Colour.GREEN: "#2f8f4e", Colour.BLUE: "#3b7dd8",
    Colour.VIOLET: "#8a5fd0", Colour.PINK: "#c9508f", Colour.BROWN: "#9a6b4a",
    Colour.GREY: "#76858c",
}  # fmt: skip
_OF_VERDICTS = {
    Verdict.TRUE: Colour.GREEN, Verdict.FALSE: Colour.RED, Verdict.MISLEADING: Colour.ORANGE,
    Verdict.UNPROVEN: Colour.GREY,
}  # fmt: skip
# A compiler keeps what it has set before; one at a time uses it.
_turn = Lock()


@dataclass(frozen=True)
class Card:
    """The words of a card: the section above, the title, and what stands at its foot.

    `kind` is the folder of what is no page of the tree, whose numbers are its own.
    """

    section: str
    title: str
    foot: str
    colour: str
    page: int
    kind: str = ""

    @property
    def path(self) -> str:
        """Its file below the public root."""
        words = "\n".join((self.section, self.title, self.foot, self.colour))
        digest = hashlib.sha256(words.encode()).hexdigest()[:10]
        return f"{_folder(self.page, self.kind)}/{self.page}-{digest}.png"


def _folder(page: int, kind: str) -> str:
    """A thousand pages share one: whoever looks for a page's cards reads few names."""
    return f"cards/{kind}/{page // 1000}" if kind else f"cards/{page // 1000}"


def card_of(page: HasCard, column: Column | None = None) -> Card:
    """The card of a page, in Chinese as stories are; `column` of a story where it is known."""
    # the English page names the same one
    with override("zh-hans"):
        if isinstance(page, Answer):
            return _of_answer(page)
        if isinstance(page, LiveChannel):
            return _of_channel(page)
        if isinstance(page, CallOut):
            return _of_call(page)
        if isinstance(page, Story):
            column = column or page.column
            foot = _foot(page.published_on)
            return Card(column.title, page.title, foot, TONES[column.colour], page.pk)
        colour = TONES[page.colour] if isinstance(page, Column) else TONES[Colour.TEAL]
        return Card(district_name(), page.title, page.summary, colour, page.pk)


def _of_answer(answer: Answer) -> Card:
    """The verdict before the claim, which is marked as one: a card is read without its page."""
    title = f"{answer.get_verdict_display()}：“{answer.claim}”"
    foot = _foot(answer.published_at)
    colour = TONES[_OF_VERDICTS[Verdict(answer.verdict)]]
    return Card(_("Rumours answered"), title, foot, colour, answer.rumour_id, FACTS)


def _of_channel(channel: LiveChannel) -> Card:
    title, foot = channel.title, _foot(channel.started_at)
    return Card(channel.topic.title, title, foot, TONES[Colour.TEAL], channel.pk, LIVE)


def _of_call(call: CallOut) -> Card:
    until = f"{_('open until')} {clock.local(call.closes_at):%Y-%m-%d}"
    foot = " · ".join((district_name(), until))
    return Card(call.section.title, call.title, foot, TONES[Colour.TEAL], call.pk, CALLS)


def _foot(at: datetime | None) -> str:
    """Who tells it, and of which day."""
    day = f"{clock.local(at):%Y-%m-%d}" if at else ""
    return " · ".join(filter(None, (district_name(), day)))


def can_draw() -> bool:
    """Whether the machine has a Chinese font; pages of one without it have no card."""
    try:
        return bool(chosen_fonts())
    except ImproperlyConfigured:
        return False


def write_card(card: Card) -> bool:
    """Draw a card unless it is there; whether it was drawn. Raises OSError, PublicationStopped.

    An earlier one of the page goes: it says what was corrected.
    """
    if not can_draw() or files.exists(card.path):
        return False
    for words in (card.section, card.title, card.foot):
        check_page(escape(words))
    drawn = files.write(card.path, draw(card))
    remove_cards(card.page, card.kind, but=card.path)
    return drawn


def remove_cards(page: int, kind: str = "", *, but: str = "") -> None:
    """Remove the cards of a page."""
    folder = files.root() / _folder(page, kind)
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        names = [one.name for one in entries if one.name.startswith(f"{page}-")]
    for name in names:
        if (path := f"{_folder(page, kind)}/{name}") != but:
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
