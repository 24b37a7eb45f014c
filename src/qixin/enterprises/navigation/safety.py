"""This room's entries about safety in the workbench's navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.enterprises.policies.safety import may_manage_safety, sees_safety
from qixin.enterprises.selectors.round import is_officer_somewhere, stops_in_need
from qixin.enterprises.selectors.safety import waiting_hazards
from qixin.people.permissions import has_permission
from qixin.ui.navigation import Item, register


def _plans(user: Any) -> bool:
    return has_permission(user, "enterprises.read")


def register_items() -> None:
    register(
        Item(
            label=_("Today's round"),
            url_name="enterprises:round",
            icon="route",
            order=10,
            section="mine",
            visible_to=is_officer_somewhere,
            count=stops_in_need,
            tab=True,
        )
    )
    register(
        Item(
            label=_("Safety inspections"),
            url_name="enterprises:plan",
            icon="shield-check",
            order=24,
            section="work",
            visible_to=_plans,
        )
    )
    register(
        Item(
            label=pgettext_lazy("navigation", "Hazards"),
            url_name="enterprises:hazards",
            icon="alert-triangle",
            order=25,
            section="work",
            visible_to=sees_safety,
            count=waiting_hazards,
        )
    )
    for url_name, label, icon, order in (
        ("enterprises:checklists", _("Checklists"), "list-check", 72),
        ("enterprises:weights", _("Risk weights"), "adjustments", 73),
    ):
        register(
            Item(
                label=label,
                url_name=url_name,
                icon=icon,
                order=order,
                section="administration",
                visible_to=may_manage_safety,
            )
        )
