"""Whose safety somebody may see: one filter for everything that belongs to an enterprise."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.enterprises.models import Enterprise
from qixin.enterprises.selectors.register import reach
from qixin.people.models import User
from qixin.people.permissions import either, scope

_Row = TypeVar("_Row", bound=Model)


def by_office(user: User, permission: str, *, through: str = "") -> Q:
    """Enterprises whose area, managing or supervising unit lies within the user's grants.

    `through` is the path to the enterprise ("enterprise__"); none match without the permission.
    """
    area = f"{through}unit__area"
    managing, supervising = f"{through}managing_unit", f"{through}supervising_unit"
    by_manager = scope(user, permission, area_field=area, unit_field=managing)
    by_supervisor = scope(user, permission, area_field=area, unit_field=supervising)
    return either(by_manager, by_supervisor)


def enterprises_within_reach(user: User) -> QuerySet[Enterprise]:
    """The enterprises that `user` reads of, without those merged into others."""
    return (
        Enterprise.objects.filter(reach(user), district=default_district())
        .filter(merged_into__isnull=True)
        .select_related("unit__area", "managing_unit", "supervising_unit", "officer__person")
    )


def one_of(rows: QuerySet[_Row], missing: str) -> _Row:
    """The first row. Raises NotFound with `missing` where there is none."""
    found = rows.first()
    if found is None:
        raise NotFound(missing)
    return found
