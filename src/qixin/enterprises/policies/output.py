"""Who may enter and read daily figures."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qixin.core.errors import Refused
from qixin.enterprises.models import Enterprise
from qixin.enterprises.policies.register import (
    check_can_manage_register,
    check_not_merged,
    manages,
    speaks_for,
)
from qixin.people.models import User


def can_enter(by: User, *, enterprise: Enterprise) -> bool:
    """Whether `by` speaks for the enterprise or manages it."""
    return speaks_for(by, enterprise=enterprise) or manages(by, enterprise=enterprise)


def check_can_enter(by: User, *, enterprise: Enterprise) -> None:
    """Raises Refused unless `by` speaks for the enterprise or manages it."""
    check_not_merged(enterprise)
    if not can_enter(by, enterprise=enterprise):
        raise Refused(_("Only the enterprise itself and its managing unit enter its figures."))


def check_can_set_products(by: User) -> None:
    """Raises Refused unless `by` administers the whole district's register."""
    check_can_manage_register(by)
