"""Which role has which permission, and the one function that answers.

A permission is `room.verb`. A grant is a role within a scope: nothing (the whole district), an area
(and everything below it) or a unit (and its sub-units).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from qixin.core.errors import Refused
from qixin.people.enums import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from qixin.people.models import Area, Grant, Unit, User

_READ_ALL = frozenset({
    "reports.read", "cases.read", "newsroom.read", "situation.read", "people.read", "journal.read",
    "passes.read", "letters.read", "enterprises.read",
})  # fmt: skip
_EDIT = frozenset({"newsroom.read", "newsroom.edit", "newsroom.review_first", "reports.read"})
_REVIEW = _EDIT | {"newsroom.review_second", "newsroom.withdraw", "newsroom.live"}

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.CORRESPONDENT: frozenset({"reports.send"}),
    Role.MEMBER: frozenset({"reports.send", "passes.check", "enterprises.visit"}),
    Role.ENTERPRISE_CONTACT: frozenset(
        {"reports.send", "passes.request", "enterprises.file", "cases.ask"}
    ),
    Role.OFFICER: frozenset(
        {"reports.send", "cases.read", "cases.handle", "passes.read", "passes.decide",
         "passes.check", "letters.read", "letters.draft", "letters.check", "enterprises.read",
         "enterprises.decide", "enterprises.inspect", "enterprises.visit", "cases.receive"}
    ),
    Role.UNIT_COORDINATOR: frozenset(
        {"reports.send", "cases.read", "people.read", "passes.request", "passes.check"}
    ),
    Role.COMMUNITY_COORDINATOR: frozenset(
        {"reports.send", "people.read", "people.register", "passes.check"}
    ),
    Role.TRIAGE_EDITOR: _EDIT
    | {"reports.send", "reports.triage", "cases.open", "cases.read", "cases.receive",
       "enterprises.read", "newsroom.moderate"},
    Role.EDITOR: _EDIT | {"reports.send", "newsroom.live"},
    Role.REVIEWER: _REVIEW | {"reports.send", "newsroom.place", "newsroom.moderate"},
    Role.CHIEF_EDITOR: _REVIEW
    | {"reports.send", "reports.triage", "cases.open", "cases.read", "newsroom.review_final",
       "newsroom.manage", "newsroom.place", "newsroom.moderate", "cases.receive",
       "enterprises.read"},
    Role.COMMANDER: _READ_ALL - {"journal.read"}
    | {"reports.send", "cases.open", "cases.handle", "people.unmask", "passes.decide",
       "passes.check", "letters.draft", "letters.check", "letters.sign", "cases.receive",
       "cases.decide", "enterprises.decide", "enterprises.inspect", "enterprises.visit",
       "enterprises.assign"},
    Role.AUDITOR: _READ_ALL,
    Role.ADMINISTRATOR: _READ_ALL
    | {"people.import", "people.manage", "people.grant", "people.invite", "people.unmask",
       "reports.manage_groups", "reports.import", "newsroom.manage", "api.keys",
       "passes.manage", "passes.check", "letters.manage", "enterprises.manage", "cases.manage"},
}  # fmt: skip

# Whoever holds one of these sees personal data, and so needs a second factor at sign-in.
SENSITIVE = frozenset({"people.read", "people.unmask", "people.manage", "people.register"})

# What a key of another system may be given: nothing that shows personal data.
KEY_PERMISSIONS = (
    "reports.send", "reports.read", "cases.read", "newsroom.read", "situation.read", "passes.check",
)  # fmt: skip


def roles_with(permission: str) -> list[Role]:
    """The roles that have `permission`."""
    return [role for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]


def grants_for(user: User | AnonymousUser, permission: str) -> list[Grant]:
    """The user's active grants whose role has `permission`; none for whoever is not signed in."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [g for g in user.active_grants if permission in ROLE_PERMISSIONS[Role(g.role)]]


def has_permission(
    user: User | AnonymousUser,
    permission: str,
    *,
    area: Area | None = None,
    unit: Unit | None = None,
) -> bool:
    """Whether `user` may do `permission`, somewhere (no scope given) or for this area or unit."""
    grants = grants_for(user, permission)
    if area is None and unit is None:
        return bool(grants)
    return any(grant.covers(area=area, unit=unit) for grant in grants)


def check_permission(
    user: User | AnonymousUser,
    permission: str,
    *,
    area: Area | None = None,
    unit: Unit | None = None,
) -> None:
    """Raises Refused where `has_permission` is false."""
    if not has_permission(user, permission, area=area, unit=unit):
        raise _refusal()


def reaches(
    user: User | AnonymousUser,
    permission: str,
    *,
    area: Area | None = None,
    unit: Unit | None = None,
) -> bool:
    """Whether `user` may do `permission` to a row of this area and unit, as `scope` has it.

    A row that has neither is reached by grants for the whole district alone.
    """
    return any(grant.covers(area=area, unit=unit) for grant in grants_for(user, permission))


def check_reach(
    user: User | AnonymousUser,
    permission: str,
    *,
    area: Area | None = None,
    unit: Unit | None = None,
) -> None:
    """Raises Refused where `reaches` is false."""
    if not reaches(user, permission, area=area, unit=unit):
        raise _refusal()


def scope(
    user: User | AnonymousUser,
    permission: str,
    *,
    area_field: str | None = None,
    unit_field: str | None = None,
) -> Q:
    """A filter for the rows that `user` may reach with `permission`; without one, for none.

    `area_field` and `unit_field` are the paths to foreign keys to Area and Unit ("town",
    "lead_unit"). A grant scoped to something that the rows do not have matches nothing.
    """
    nothing = Q(pk__in=[])
    allowed = nothing
    for grant in grants_for(user, permission):
        allowed |= grant.filter(area_field=area_field, unit_field=unit_field) or nothing
        if grant.is_district_wide:
            return Q()
    return allowed


def either(*reach: Q) -> Q:
    """A filter for the rows that any of these scopes reaches.

    An empty scope is the whole district: beside another one, Django would lose it.
    """
    if not all(reach):
        return Q()
    any_of = Q(pk__in=[])
    for one in reach:
        any_of |= one
    return any_of


def _refusal() -> Refused:
    return Refused(_("Your roles do not allow this. Ask the administrator for a grant."))


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether the user sees personal data and has no second factor, where one is asked for."""
    if settings.QIXIN_DEMO or not sees_personal_data(user):
        return False
    return not is_mfa_enabled(user)


def sees_personal_data(user: User | AnonymousUser) -> bool:
    """Whether the user holds a permission that shows others' personal data."""
    return any(grants_for(user, permission) for permission in SENSITIVE)
