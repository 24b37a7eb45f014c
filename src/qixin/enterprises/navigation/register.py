"""Entries about the register."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qixin.enterprises.policies.register import manages_register
from qixin.people.permissions import has_permission
from qixin.ui.navigation import Item, register


def reads(user: Any) -> bool:
    return has_permission(user, "enterprises.read") or has_permission(user, "enterprises.visit")


def register_items() -> None:
    register(
        Item(
            label=_("My enterprise"),
            url_name="enterprises:mine",
            icon="building-factory-2",
            order=5,
            section="mine",
            permission="enterprises.file",
            tab=True,
        )
    )
    register(
        Item(
            label=_("Enterprises"),
            url_name="enterprises:list",
            icon="building-factory-2",
            order=20,
            section="work",
            visible_to=reads,
        )
    )
    register(
        Item(
            label=_("Tags of enterprises"),
            url_name="enterprises:tags",
            icon="tags",
            order=70,
            section="administration",
            visible_to=manages_register,
        )
    )
