"""The district, its towns, areas and units: public knowledge, so they need no user."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from qixin.core.clock import kept_for
from qixin.people.enums import AreaLevel
from qixin.people.models import Area, Unit

# Seconds that a process may show an area as it was before an administrator changed it.
FRESH_FOR = 60


@kept_for(seconds=FRESH_FOR)
def district_area() -> Area:
    """The district this installation serves. An empty one stands in before the first import."""
    code = settings.QIXIN_DISTRICT
    return Area.objects.filter(code=code).first() or Area(
        code=code, name=settings.QIXIN_DISTRICT_NAME["zh-hans"], level=AreaLevel.DISTRICT
    )


@kept_for(seconds=FRESH_FOR)
def towns() -> list[Area]:
    """The district's towns and subdistricts in order of their codes."""
    return list(Area.objects.filter(level=AreaLevel.TOWN, district=settings.QIXIN_DISTRICT))


def units(words: str = "", kind: str = "") -> QuerySet[Unit]:
    """Units by name, with the number of their present members; public knowledge as well."""
    rows = Unit.objects.select_related("parent", "area").annotate(
        members=Count("memberships", filter=Q(memberships__until__isnull=True))
    )
    if words.strip():
        rows = rows.filter(
            Q(name__contains=words.strip())
            | Q(short_name__contains=words.strip())
            | Q(name_en__icontains=words.strip())
            | Q(credit_code=words.strip().upper())
        )
    return (rows.filter(kind=kind) if kind else rows).order_by("name", "pk")


def areas(words: str = "", town: str = "", *, guarded: bool = False) -> QuerySet[Area]:
    """Towns and communities in order of their codes."""
    rows = Area.objects.select_related("parent").defer("boundary", "parent__boundary")
    if words.strip():
        rows = rows.filter(Q(name__contains=words.strip()) | Q(code__startswith=words.strip()))
    if guarded:
        rows = rows.filter(is_guarded=True)
    return (rows.filter(code__startswith=town) if town else rows).order_by("code")
