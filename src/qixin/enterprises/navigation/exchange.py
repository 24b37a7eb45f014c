"""Entries about offers, needs and daily output."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qixin.enterprises.policies.exchange import sees_exchange
from qixin.enterprises.policies.register import manages_register
from qixin.enterprises.selectors.exchange import matches_waiting
from qixin.ui.navigation import Item, register


def register_items() -> None:
    for order, url_name, label, icon in (
        (24, "enterprises:needs", _("Offers and needs"), "shopping-cart"),
        (26, "enterprises:output", _("Daily output"), "chart-bar"),
    ):
        register(
            Item(
                label=label,
                url_name=url_name,
                icon=icon,
                order=order,
                section="work",
                visible_to=sees_exchange,
            )
        )
    register(
        Item(
            label=_("Matches"),
            url_name="enterprises:matches",
            icon="heart-handshake",
            order=25,
            section="work",
            visible_to=sees_exchange,
            count=matches_waiting,
        )
    )
    register(
        Item(
            label=_("Products of daily output"),
            url_name="enterprises:products",
            icon="package",
            order=72,
            section="administration",
            visible_to=manages_register,
        )
    )
