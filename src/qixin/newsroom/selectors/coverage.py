"""Planned coverage: the day board, the map, who is out, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.newsroom.enums import CoverageState, Protection
from qixin.newsroom.models import CoverageItem, CoverageResult, Deliverable, Outing, Story
from qixin.people.models import Grant, User
from qixin.people.permissions import has_permission, roles_with, scope
from qixin.people.selectors.places import district_area
from qixin.reports.models import Report

# How far back what came in is offered to be linked, before the coverage began and after.
_BEFORE, _AFTER = timedelta(hours=12), timedelta(days=7)
MOST_OFFERED = 40


def coverage(user: User) -> QuerySet[CoverageItem]:
    """All planned coverage for whoever reads the newsroom; none for others."""
    items = CoverageItem.objects.select_related("town", "community", "planned_by__person")
    return items if has_permission(user, "newsroom.read") else items.none()


def coverage_item(user: User, pk: int) -> CoverageItem:
    """Raises NotFound where it does not exist or may not be seen."""
    found = with_parts(coverage(user)).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such coverage, or you may not see it."))
    return found


def with_parts(items: QuerySet[CoverageItem]) -> QuerySet[CoverageItem]:
    """Read along what the pages show of each, at a number of queries that the rows do not raise."""
    return items.prefetch_related(
        "reporters__person", "deliverables__results", "deliverables__item", "outings"
    )


def on_day(user: User, day: date) -> QuerySet[CoverageItem]:
    """What touches a day of the district, the earliest first."""
    start, end = clock.day_bounds(day)
    found = coverage(user).filter(starts_at__lt=end, ends_at__gt=start)
    return with_parts(found).order_by("starts_at", "id")


@dataclass(frozen=True)
class Lane:
    """A column of the day board."""

    label: str
    items: list[CoverageItem]
    reporter: User | None = None
    is_out: bool = False


def lanes_by_reporter(items: list[CoverageItem]) -> list[Lane]:
    """A column for each reporter who has something that day, whoever begins first in front."""
    theirs: dict[User, list[CoverageItem]] = {}
    for item in items:
        for reporter in item.reporters.all():
            theirs.setdefault(reporter, []).append(item)
    out = set(_out().values_list("reporter", flat=True))
    return [Lane(str(who), held, who, who.pk in out) for who, held in theirs.items()]


def lanes_by_hour(items: list[CoverageItem], day: date) -> list[Lane]:
    """A column for each hour in which something begins; what goes on from the day before stands
    in the first."""
    start, _end = clock.day_bounds(day)
    hours: dict[str, list[CoverageItem]] = {}
    for item in items:
        begins = clock.local(max(item.starts_at, start))
        hours.setdefault(f"{begins:%H}:00", []).append(item)
    return [Lane(hour, held) for hour, held in sorted(hours.items())]


def tallies(user: User, day: date) -> dict[str, int]:
    """The figures above the board, each the length of the list that it opens."""
    start, end = clock.day_bounds(day)
    today = coverage(user).filter(starts_at__lt=end, ends_at__gt=start)
    return {
        "planned": today.count(),
        "full": today.filter(protection=Protection.FULL)
        .exclude(state=CoverageState.CANCELLED)
        .count(),
        "out": out_now(user).count(),
        "missing": missing(user).count(),
    }


def out_now(user: User) -> QuerySet[Outing]:
    """Who is out there, the longest first."""
    found = _out() if has_permission(user, "newsroom.read") else Outing.objects.none()
    return found.select_related("item__town", "item__community", "reporter__person").order_by(
        "out_at", "id"
    )


def out_now_count(user: User) -> int:
    """For the navigation."""
    return out_now(user).count()


def own_outing(user: User) -> Outing | None:
    """Where `user` is out, if they are."""
    return out_now(user).filter(reporter=user).first()


def outing(user: User, pk: int) -> Outing:
    """Raises NotFound where it does not exist or may not be seen."""
    found = Outing.objects.filter(pk=pk, item__in=coverage(user)).select_related("item").first()
    if found is None:
        raise NotFound(_("There is no such outing, or you may not see it."))
    return found


def missing(user: User) -> QuerySet[Deliverable]:
    """What was planned and is not delivered although it was due, the longest first."""
    return (
        Deliverable.objects.filter(item__in=coverage(user).exclude(state=CoverageState.CANCELLED))
        .annotate(there=Coalesce(Sum("results__pieces"), 0))
        .filter(due_at__lt=clock.now(), there__lt=F("count"))
        .select_related("item__town", "item__community")
        .prefetch_related("results", "item__reporters__person")
        .order_by("due_at", "id")
    )


def reporters() -> QuerySet[User]:
    """Whoever works in the newsroom and can be sent out, by name."""
    grants = Grant.objects.in_force().filter(role__in=roles_with("newsroom.edit"))
    users = User.objects.filter(is_active=True, person__in=grants.values("person"))
    return users.select_related("person").order_by("person__name", "pk")


def own_next(user: User, day: date) -> list[CoverageItem]:
    """What `user` is planned for that day and has not ended."""
    own = on_day(user, day).filter(reporters=user)
    return [item for item in own if item.is_open]


def deliverable(user: User, pk: int) -> Deliverable:
    found = Deliverable.objects.filter(pk=pk, item__in=coverage(user)).first()
    if found is None:
        raise NotFound(_("There is no such coverage, or you may not see it."))
    return found


def result(user: User, pk: int) -> CoverageResult:
    found = CoverageResult.objects.filter(pk=pk, deliverable__item__in=coverage(user))
    held = found.select_related("deliverable__item").first()
    if held is None:
        raise NotFound(_("There is no such coverage, or you may not see it."))
    return held


def stories_to_link(user: User, item: CoverageItem) -> list[Story]:
    """Stories that may have come of it: those of its reporters first, then the newest."""
    if not has_permission(user, "newsroom.read"):
        return []
    near = Story.objects.filter(
        latest_revision_created_at__range=(item.starts_at - _BEFORE, item.ends_at + _AFTER)
    )
    own = near.filter(owner__in=item.reporters.all()).order_by("-latest_revision_created_at")
    others = near.exclude(owner__in=item.reporters.all()).order_by("-latest_revision_created_at")
    return [*own[:MOST_OFFERED], *others[:MOST_OFFERED]][:MOST_OFFERED]


def reports_to_link(user: User, item: CoverageItem) -> list[Report]:
    """Reports that its reporters sent, or that came from its place, around its time."""
    seen = Report.objects.filter(scope(user, "reports.read", area_field="town"))
    persons = [reporter.person_id for reporter in item.reporters.all() if reporter.person_id]
    place = Q(community=item.community) if item.community_id else Q(pk__in=[])
    near = seen.filter(received_at__range=(item.starts_at - _BEFORE, item.ends_at + _AFTER))
    found = near.filter(Q(sender__in=persons) | place).defer("signature")
    return list(found.order_by("-received_at")[:MOST_OFFERED])


def of_story(user: User, story: Story) -> list[CoverageItem]:
    """The coverage that a story came of."""
    came = CoverageResult.objects.filter(deliverable__item=OuterRef("pk"), story=story)
    return list(coverage(user).filter(Exists(came)))


def of_report(user: User, report: Report) -> list[CoverageItem]:
    """The coverage that a report came of."""
    came = CoverageResult.objects.filter(deliverable__item=OuterRef("pk"), report=report)
    return list(coverage(user).filter(Exists(came)))


def day_map(items: list[CoverageItem]) -> dict[str, Any]:
    """The day's places as a map takes them; those with full protection stand out."""
    return {
        "boundary": district_area().boundary,
        "points": [
            {
                "lng": item.point[0],
                "lat": item.point[1],
                "label": f"{clock.local(item.starts_at):%H:%M} {item.title}",
                "href": reverse("newsroom:coverage", args=[item.pk]),
                "tone": _tone(item),
                "weight": 9,
            }
            for item in items
            if item.point is not None and item.state != CoverageState.CANCELLED
        ],
    }


def _tone(item: CoverageItem) -> str:
    if item.protection == Protection.FULL:
        return "danger"
    return {
        CoverageState.UNDER_WAY: "success",
        CoverageState.BACK: "warning",
        CoverageState.DELIVERED: "info",
    }.get(CoverageState(item.state), "accent")


def _out() -> QuerySet[Outing]:
    return Outing.objects.filter(back_at__isnull=True)
