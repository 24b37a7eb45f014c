"""This room's entries in the workbench's navigation."""

from django.utils.translation import gettext_lazy as _

from qixin.passes.policies import may_manage
from qixin.passes.selectors import waiting_count
from qixin.people.permissions import has_permission
from qixin.ui.navigation import Item, register


def _sees_passes(user: object) -> bool:
    return any(has_permission(user, name) for name in ("passes.read", "passes.request"))  # type: ignore[arg-type]


def register_items() -> None:
    register(
        Item(
            label=_("Passes"),
            url_name="passes:list",
            icon="truck",
            order=30,
            section="work",
            visible_to=_sees_passes,
        )
    )
    register(
        Item(
            label=_("Requests for passes"),
            url_name="passes:queue",
            icon="checklist",
            order=31,
            section="work",
            permission="passes.decide",
            count=waiting_count,
        )
    )
    register(
        Item(
            label=_("Check passes"),
            url_name="passes:check",
            icon="scan",
            order=12,
            section="mine",
            permission="passes.check",
        )
    )
    register(
        Item(
            label=_("Passages"),
            url_name="passes:passages",
            icon="arrows-exchange",
            order=32,
            section="work",
            permission="passes.read",
        )
    )
    for url_name, label, icon, order in (
        ("passes:rules", _("Terms of passes"), "adjustments", 68),
        ("passes:keys", _("Keys for passes"), "key", 69),
    ):
        register(
            Item(
                label=label,
                url_name=url_name,
                icon=icon,
                order=order,
                section="administration",
                visible_to=may_manage,
            )
        )
