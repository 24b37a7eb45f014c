"""This room's entries in the workbench's navigation."""

from django.utils.translation import gettext_lazy as _

from qixin.reports.selectors.groups import leads_any_group, waiting_count
from qixin.reports.selectors.queue import waiting_count as reports_waiting
from qixin.ui.navigation import Item, register


def register_all() -> None:
    register(
        Item(
            label=_("Send a report"),
            url_name="reports:capture",
            icon="send",
            order=10,
            section="mine",
            permission="reports.send",
            tab=True,
        )
    )
    register(
        Item(
            label=_("My reports"),
            url_name="reports:mine",
            icon="list",
            order=11,
            section="mine",
            permission="reports.send",
            tab=True,
        )
    )
    register(
        Item(
            label=_("Triage"),
            url_name="reports:triage",
            icon="inbox",
            order=20,
            section="information",
            permission="reports.triage",
            count=reports_waiting,
            tab=True,
        )
    )
    register(
        Item(
            label=_("All reports"),
            url_name="reports:list",
            icon="list-details",
            order=21,
            section="information",
            permission="reports.read",
        )
    )
    register(
        Item(
            label=_("Groups"),
            url_name="reports:groups",
            icon="users-group",
            order=60,
            section="people",
            visible_to=leads_any_group,
            count=waiting_count,
        )
    )
