"""The cards that this room itself puts on an enterprise's page."""

from __future__ import annotations

from typing import Any

from qixin.enterprises import cards
from qixin.enterprises.selectors import helping
from qixin.people.permissions import has_permission


def _sees_passes(user: Any) -> bool:
    return has_permission(user, "passes.read") or has_permission(user, "passes.request")


def _reads_letters(user: Any) -> bool:
    return has_permission(user, "letters.read")


def register_cards() -> None:
    cards.register(
        cards.Card(
            name="passes",
            order=40,
            template="enterprises/cards/passes.html",
            context=helping.passes_of,
            shown_to=_sees_passes,
        )
    )
    cards.register(
        cards.Card(
            name="letters",
            order=50,
            template="enterprises/cards/letters.html",
            context=helping.letters_naming,
            shown_to=_reads_letters,
            places=(cards.PAGE,),
        )
    )
