"""Somebody's own notices, and who is told what."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
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


def users_with(role: Role, *, unit: Unit | None = None) -> list[User]:
    """Active accounts with a grant in force of `role`: for this unit or its parent, or, without a
    unit, for the whole district."""
    grants = Grant.objects.in_force().filter(role=role)
    if unit is None:
        grants = grants.filter(unit__isnull=True, area__isnull=True)
    else:
        grants = grants.filter(Q(unit=unit) | Q(unit=unit.parent_id, unit__isnull=False))
    return list(
        User.objects.filter(is_active=True, person__grants__in=grants).distinct().order_by("pk")
    )
