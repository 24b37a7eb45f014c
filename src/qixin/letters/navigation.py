"""This room's entries in the workbench's navigation."""

from django.utils.translation import gettext_lazy as _

from qixin.letters.policies import may_manage
from qixin.letters.selectors import incoming_waiting_count, waiting_count
from qixin.ui.navigation import Item, register


def register_items() -> None:
    register(
        Item(
            label=_("Letters"),
            url_name="letters:list",
            icon="mail",
            order=34,
            section="work",
            permission="letters.read",
            count=waiting_count,
        )
    )
    register(
        Item(
            label=_("Incoming letters"),
            url_name="letters:incoming_list",
            icon="inbox",
            order=34,
            section="work",
            permission="letters.read",
            count=incoming_waiting_count,
        )
    )
    for url_name, label, icon, order in (
        ("letters:map", _("Map of letters"), "map-2", 35),
        ("letters:chase", _("Unanswered letters"), "mail-opened", 35),
        ("letters:addressees", _("Address book"), "address-book", 36),
    ):
        register(
            Item(
                label=label,
                url_name=url_name,
                icon=icon,
                order=order,
                section="work",
                permission="letters.read",
            )
        )
    for url_name, label, icon in (
        ("letters:series", _("Series of letters"), "files"),
        ("letters:templates", _("Templates of letters"), "template"),
    ):
        register(
            Item(
                label=label,
                url_name=url_name,
                icon=icon,
                order=70,
                section="administration",
                visible_to=may_manage,
            )
        )
