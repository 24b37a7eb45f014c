"""Somebody's own notices, and who is told what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qixin.core.errors import NotFound
from qixin.people.enums import Role
from qixin.people.models import Grant, Notice, Unit, User


def notices_of(user: User) -> QuerySet[Notice]:
    """All of the user's notices, newest first."""
    return Notice.objects.filter(user=user).order_by("-id")


def unseen_count(user: Any) -> int:
    """How many notices wait; counts no further than 100."""
    if not user.is_authenticated:
        return 0
    return Notice.objects.filter(user=user, seen_at__isnull=True)[:100].count()


def notice_of(user: User, pk: int) -> Notice:
    """Raises NotFound for none, or somebody else's."""
    notice = Notice.objects.filter(user=user, pk=pk).first()
    if notice is None:
        raise NotFound(_("There is no such notice."))
    return notice


def users_with(role: Role, *, units: Iterable[Unit] | None = None) -> QuerySet[User]:
    """Active accounts with a grant in force of `role`: for one of these units or a parent of one,
    or, without units, for the whole district. One query."""
    grants = Grant.objects.in_force().filter(role=role)
    if units is None:
        grants = grants.filter(unit__isnull=True, area__isnull=True)
    else:
        keys = {key for unit in units for key in (unit.pk, unit.parent_id) if key}
        grants = grants.filter(unit__in=keys)
    users = User.objects.filter(is_active=True, person__in=grants.values("person"))
    return users.order_by("pk")
