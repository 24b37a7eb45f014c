"""This room's entries in the workbench's navigation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qixin.people.permissions import grants_for, has_permission
from qixin.people.selectors.notices import unseen_count
from qixin.people.selectors.persons import waiting_registrations
from qixin.ui import navigation


def _everywhere(permission: str) -> Any:
    return lambda user: any(grant.is_district_wide for grant in grants_for(user, permission))


def _waiting(user: Any) -> int:
    return waiting_registrations(user)[:100].count()


def _keeps_register(user: Any) -> bool:
    return has_permission(user, "people.register") or has_permission(user, "people.manage")


def register_items() -> None:
    """Add the entries; navigation also learns here how to ask for permissions."""
    navigation.answer_permissions_with(has_permission)
    navigation.hang_bell("people:notices", unseen_count)
    people = [
        ("people:persons", _("Persons"), "users", "people.read", None, None),
        ("people:registrations", _("Home registrations"), "home", None, _keeps_register, _waiting),
        ("people:units", _("Units"), "building", "people.read", None, None),
        ("people:areas", _("Towns and communities"), "map-pin", "people.read", None, None),
    ]
    administration = [
        ("people:invitations", _("Invitations"), "mail", "people.invite", None, None),
        ("people:import", _("Import"), "file-import", None, _everywhere("people.import"), None),
        ("people:journal", _("Journal"), "book", None, _everywhere("journal.read"), None),
        ("people:calendar", _("Working calendar"), "calendar", "people.manage", None, None),
        ("people:api_keys", _("API keys"), "key", None, _everywhere("api.keys"), None),
    ]
    for section, items in (("people", people), ("administration", administration)):
        for order, (url_name, label, icon, permission, visible_to, count) in enumerate(items):
            navigation.register(
                navigation.Item(
                    label=label,
                    url_name=url_name,
                    icon=icon,
                    order=60 + order * 2,
                    section=section,
                    permission=permission,
                    visible_to=visible_to,
                    count=count,
                )
            )
