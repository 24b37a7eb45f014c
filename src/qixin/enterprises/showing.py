"""What this room itself puts on an enterprise's page, and what goes over at a merge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qixin.enterprises import cards, holdings
from qixin.enterprises.actions.exchange import move_supplies
from qixin.enterprises.actions.filings import move_filings
from qixin.enterprises.actions.moving import move_safety
from qixin.enterprises.actions.output import move_outputs
from qixin.enterprises.policies import output as output_policies
from qixin.enterprises.policies.exchange import sees_exchange
from qixin.enterprises.policies.filings import can_file
from qixin.enterprises.selectors import exchange, filings, helping, output
from qixin.enterprises.selectors.cards import safety_card, visits_card
from qixin.people.permissions import has_permission


def _sees_passes(user: Any) -> bool:
    return has_permission(user, "passes.read") or has_permission(user, "passes.request")


def _reads_letters(user: Any) -> bool:
    return has_permission(user, "letters.read")


def _filings(user: Any, enterprise: Any) -> dict[str, Any]:
    may_file = can_file(user, enterprise=enterprise)
    return {**filings.card_of(user, enterprise), "may_file": may_file}


def _output(user: Any, enterprise: Any) -> dict[str, Any]:
    may_enter = output_policies.can_enter(user, enterprise=enterprise)
    return {**output.card_of(user, enterprise), "may_enter": may_enter}


def register_moves() -> None:
    holdings.register("filings", move_filings)
    holdings.register("supplies", move_supplies)
    holdings.register("outputs", move_outputs)
    holdings.register("safety", move_safety)


def register_cards() -> None:
    cards.register(
        _card("filings", 10, _filings),
        _card("safety", 15, safety_card),
        _card("exchange", 20, exchange.card_of, shown_to=sees_exchange),
        _card("output", 30, _output),
        _card("visits", 35, visits_card),
        _card("passes", 40, helping.passes_of, shown_to=_sees_passes),
        _card("letters", 50, helping.letters_naming, shown_to=_reads_letters, places=(cards.PAGE,)),
    )


def _card(name: str, order: int, context: Callable[..., Any], **more: Any) -> cards.Card:
    """A card of this room, with the template of its name."""
    template = f"enterprises/cards/{name}.html"
    return cards.Card(name=name, order=order, template=template, context=context, **more)
