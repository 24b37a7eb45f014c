"""What this room itself puts on an enterprise's page, and what goes over at a merge."""

from __future__ import annotations

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
        cards.Card(
            name="filings",
            order=10,
            template="enterprises/cards/filings.html",
            context=_filings,
        )
    )
    cards.register(
        cards.Card(
            name="safety",
            order=15,
            template="enterprises/cards/safety.html",
            context=safety_card,
        )
    )
    cards.register(
        cards.Card(
            name="exchange",
            order=20,
            template="enterprises/cards/exchange.html",
            context=exchange.card_of,
            shown_to=sees_exchange,
        )
    )
    cards.register(
        cards.Card(
            name="output",
            order=30,
            template="enterprises/cards/output.html",
            context=_output,
        )
    )
    cards.register(
        cards.Card(
            name="visits",
            order=35,
            template="enterprises/cards/visits.html",
            context=visits_card,
        )
    )
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
