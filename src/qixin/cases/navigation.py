"""This room's entries in the workbench's navigation."""

from django.utils.translation import gettext_lazy as _

from qixin.cases.selectors import open_count
from qixin.ui.navigation import Item, register


def register_items() -> None:
    register(
        Item(
            label=_("Cases"),
            url_name="cases:inbox",
            icon="briefcase",
            order=10,
            section="work",
            permission="cases.read",
            count=open_count,
            tab=True,
        )
    )
    for label, url_name, icon, order, section, permission in (
        (_("Our difficulties"), "cases:own_cases", "help", 5, "mine", "cases.ask"),
        (_("Telephone desk"), "cases:call", "phone-call", 11, "work", "cases.receive"),
        (_("Leaders' visits"), "cases:visits", "users", 12, "work", "cases.receive"),
        (_("Rates and outcomes"), "cases:rates", "chart-bar", 13, "work", "cases.read"),
        (_("Types of cases"), "cases:types", "adjustments", 71, "administration", "cases.manage"),
    ):
        register(
            Item(
                label=label,
                url_name=url_name,
                icon=icon,
                order=order,
                section=section,
                permission=permission,
            )
        )
