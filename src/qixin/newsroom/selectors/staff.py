"""Staff reporters on the contributors' board: they have no reports of their own, but stories.

A story counts for whoever wrote it, unless it was made of others' reports, and for the reporters
who were sent for it; on the day of its publication, a placement on the day it ran.
"""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qixin.newsroom.enums import PlacementState
from qixin.newsroom.models import Placement, Story, StorySource
from qixin.newsroom.selectors.contributors import Reach, Row, Span
from qixin.people.models import User

_SENT = "coverage_results__deliverable__item__reporters"


def by_staff(reach: Reach, span: Span) -> list[Row]:
    """A line for each reporter of the newsroom, the most placed first; five queries. Nothing for
    leaders of groups: they see their own people."""
    if not reach.everything:
        return []
    found: dict[int, Row] = {}
    for kind, counts in (
        ("used", _counts(_live(span), "")),
        ("placed", _counts(_taken(span), "story__")),
    ):
        for user, count in counts.items():
            setattr(found.setdefault(user, Row(user, "")), kind, count)
    for user in User.objects.filter(pk__in=found).select_related("person"):
        found[user.pk].label = str(user)
    return sorted(found.values(), key=lambda row: (-row.placed, -row.used, row.label))


def written(reach: Reach, span: Span, staff: int = 0) -> QuerySet[Story]:
    """The stories behind a number, newest first; of one reporter, or of all."""
    seen = _live(span)
    found = seen.filter(_by(staff)) if reach.everything else seen.none()
    return found.select_related("owner__person").distinct().order_by("-published_on", "-pk")


def placed(reach: Reach, span: Span, staff: int = 0) -> QuerySet[Placement]:
    """The placements behind a number, newest first; of one reporter, or of all."""
    taken = _taken(span)
    found = taken.filter(_by(staff, "story__")) if reach.everything else taken.none()
    rows = found.select_related("outlet", "story__owner__person", "offered_by__person")
    return rows.distinct().order_by("-taken_on", "-id")


def _live(span: Span) -> QuerySet[Story]:
    start, end = span.bounds
    return Story.objects.filter(live=True, published_on__gte=start, published_on__lt=end)


def _taken(span: Span) -> QuerySet[Placement]:
    return Placement.objects.filter(
        state=PlacementState.TAKEN, taken_on__gte=span.first, taken_on__lte=span.last
    )


def _by(staff: int, path: str = "") -> Q:
    own = Q(**{f"{path}sources__isnull": True})
    if not staff:
        return own & Q(**{f"{path}owner__isnull": False}) | Q(**{f"{path}{_SENT}__isnull": False})
    return own & Q(**{f"{path}owner": staff}) | Q(**{f"{path}{_SENT}": staff})


def _counts(rows: QuerySet[Story] | QuerySet[Placement], path: str) -> Counter[int]:
    """How many rows count for each reporter: counted where they are, for a year has 100,000."""
    story, owner, sent = OuterRef(f"{path}pk"), f"{path}owner", f"{path}{_SENT}"
    plain = rows.order_by().annotate(
        is_made_of_reports=Exists(StorySource.objects.filter(story=story))
    )
    wrote = plain.filter(is_made_of_reports=False, **{f"{owner}__isnull": False})
    counts = Counter(dict(wrote.values(owner).annotate(n=Count("pk")).values_list(owner, "n")))
    went = plain.filter(**{f"{sent}__isnull": False})
    # a reporter who went counts once, however often, and not again for having written it
    for _pk, author, user, made in set(went.values_list("pk", owner, sent, "is_made_of_reports")):
        if made or author != user:
            counts[user] += 1
    return counts
