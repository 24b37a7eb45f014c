"""Entries about resumption filings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qixin.enterprises.navigation.register import reads
from qixin.enterprises.policies.register import manages_register
from qixin.enterprises.selectors.filings import waiting_count
from qixin.ui.navigation import Item, register


def register_items() -> None:
    register(
        Item(
            label=_("Filings to review"),
            url_name="enterprises:filing_queue",
            icon="clipboard-check",
            order=21,
            section="work",
            permission="enterprises.decide",
            count=waiting_count,
        )
    )
    register(
        Item(
            label=_("Resumption filings"),
            url_name="enterprises:filings",
            icon="clipboard-list",
            order=22,
            section="work",
            visible_to=reads,
        )
    )
    register(
        Item(
            label=_("Rules for filings"),
            url_name="enterprises:rules",
            icon="adjustments",
            order=71,
            section="administration",
            visible_to=manages_register,
        )
    )
