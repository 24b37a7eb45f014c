"""Cards on an enterprise's page and on its contact's front page: each noun adds its own.

# in AppConfig.ready(); a room above gives an address, which takes the unit's key and is fetched
cards.register(Card(name="cases", order=60, url_name="cases:of_unit"))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

PAGE, FRONT = "page", "front"


@dataclass(frozen=True, kw_only=True)
class Card:
    """`template` with what `context(user, enterprise)` gives, or a fragment fetched from
    `url_name`, one for each unit of the enterprise. `places`: PAGE, FRONT, or both."""

    name: str
    order: int
    template: str = ""
    context: Callable[[Any, Any], Mapping[str, Any]] | None = None
    url_name: str = ""
    shown_to: Callable[[Any], bool] | None = None
    places: tuple[str, ...] = (PAGE, FRONT)


@dataclass(frozen=True)
class Shown:
    """A card as one page shows it: `urls` to fetch, or `template` with `context`."""

    name: str
    template: str
    context: Mapping[str, Any]
    urls: tuple[str, ...]


_cards: dict[str, Card] = {}


def register(*cards: Card) -> None:
    """Add `cards`, or replace those of the same name."""
    _cards.update({card.name: card for card in cards})


def cards_for(user: Any, enterprise: Any, units: list[int], *, place: str) -> list[Shown]:
    """The cards that `user` sees of `enterprise`, in order; `units` are the keys of its units.

    The caller has checked that the enterprise may be seen. A card whose address does not exist
    is left out.
    """
    shown = []
    for card in sorted(_cards.values(), key=lambda one: one.order):
        if place not in card.places or (card.shown_to and not card.shown_to(user)):
            continue
        context = card.context(user, enterprise) if card.context else {}
        urls = _addresses(card, units) if card.url_name else ()
        if card.template or urls:
            shown.append(Shown(card.name, card.template, context, urls))
    return shown


def _addresses(card: Card, units: list[int]) -> tuple[str, ...]:
    try:
        return tuple(reverse(card.url_name, args=[pk]) for pk in units)
    except NoReverseMatch:
        return ()
