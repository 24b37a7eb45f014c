"""Staff reporters on the contributors' board: they have no reports of their own, but stories.

A story counts for whoever wrote it, unless it was made of others' reports, and for the reporters
who were sent for it; on the day of its publication, a placement on the day it ran.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from qixin.newsroom.enums import PlacementState
from qixin.newsroom.models import Placement, Story
from qixin.newsroom.selectors.contributors import Reach, Row, Span
from qixin.people.models import User

_SENT = "coverage_results__deliverable__item__reporters"


def by_staff(reach: Reach, span: Span) -> list[Row]:
    """A line for each reporter of the newsroom, the most placed first; five queries. Nothing for
    leaders of groups: they see their own people."""
    if not reach.everything:
        return []
    found: dict[int, Row] = {}
    for kind, rows, path in (
        ("used", written(reach, span), ""),
        ("placed", placed(reach, span), "story__"),
    ):
        for _pk, user in _pairs(rows, path):
            row = found.setdefault(user, Row(user, ""))
            setattr(row, kind, getattr(row, kind) + 1)
    for user in User.objects.filter(pk__in=found).select_related("person"):
        found[user.pk].label = str(user)
    return sorted(found.values(), key=lambda row: (-row.placed, -row.used, row.label))


def written(reach: Reach, span: Span, staff: int = 0) -> QuerySet[Story]:
    """The stories behind a number, newest first; of one reporter, or of all."""
    start, end = span.bounds
    seen = Story.objects.filter(live=True, published_on__gte=start, published_on__lt=end)
    found = seen.filter(_by(staff)) if reach.everything else seen.none()
    return found.select_related("owner__person").distinct().order_by("-published_on", "-pk")


def placed(reach: Reach, span: Span, staff: int = 0) -> QuerySet[Placement]:
    """The placements behind a number, newest first; of one reporter, or of all."""
    taken = Placement.objects.filter(
        state=PlacementState.TAKEN, taken_on__gte=span.first, taken_on__lte=span.last
    )
    found = taken.filter(_by(staff, "story__")) if reach.everything else taken.none()
    rows = found.select_related("outlet", "story__owner__person", "offered_by__person")
    return rows.distinct().order_by("-taken_on", "-id")


def _by(staff: int, path: str = "") -> Q:
    own = Q(**{f"{path}sources__isnull": True})
    if not staff:
        return own & Q(**{f"{path}owner__isnull": False}) | Q(**{f"{path}{_SENT}__isnull": False})
    return own & Q(**{f"{path}owner": staff}) | Q(**{f"{path}{_SENT}": staff})


def _pairs(rows: QuerySet[Story] | QuerySet[Placement], path: str) -> Iterable[tuple[int, int]]:
    """Each row with each of its reporters, once."""
    plain = rows.select_related(None).order_by()
    wrote = plain.filter(**{f"{path}sources__isnull": True}).values_list("pk", f"{path}owner")
    sent = plain.values_list("pk", f"{path}{_SENT}")
    return {(pk, user) for pk, user in [*wrote, *sent] if user is not None}
