"""Stories, columns and reports, as somebody may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.newsroom.models import Column, Story
from qixin.newsroom.selectors.turns import sent_back, waiting_for
from qixin.people.models import User
from qixin.people.permissions import has_permission, scope
from qixin.reports.models import Report


@dataclass(frozen=True)
class Desk:
    """What an editor has before them."""

    mine: list[Story]
    for_me: list[Story]
    waiting: list[Story]
    scheduled: list[Story]
    published_today: list[Story]


def stories(user: User) -> QuerySet[Story]:
    """All stories for whoever may read the newsroom; none for others."""
    everything = Story.objects.select_related("owner__person", "cover", "latest_revision")
    return everything if has_permission(user, "newsroom.read") else everything.none()


def desk(user: User, *, limit: int = 50) -> Desk:
    """The lists of the newsroom's page, newest first, at most `limit` each."""
    seen = stories(user).specific().prefetch_workflow_states()
    waiting = Q(pk__in=_waiting_ids())
    start, end = clock.day_bounds(clock.today())
    # a new version of a published story is in work, too
    in_work = Q(live=False, expired=False) | Q(has_unpublished_changes=True)
    mine = Q(owner=user) | Q(latest_revision__user=user)
    later = Q(_revisions__approved_go_live_at__isnull=False)
    # what is urgent comes first, then what has waited longest
    queue = F("urgent_at").asc(nulls_last=True), "latest_revision_created_at"
    in_review = list(seen.filter(waiting).order_by(*queue)[: 2 * limit])
    waits = waiting_for(user, in_review)
    for story in in_review:
        story.waits = waits.get(story.pk)  # type: ignore[attr-defined]
    for_me = [story for story in in_review if story.pk in waits and waits[story.pk].is_for_me]
    in_my_hands = list(
        seen.filter(in_work & mine).exclude(waiting).order_by("-latest_revision_created_at")[:limit]
    )
    returned = sent_back(in_my_hands)
    for story in in_my_hands:
        story.came_back = story.pk in returned  # type: ignore[attr-defined]
    return Desk(
        mine=in_my_hands,
        for_me=for_me[:limit],
        waiting=[story for story in in_review if story not in for_me][:limit],
        scheduled=list(seen.filter(later).distinct().order_by("go_live_at")[:limit]),
        published_today=list(
            seen.filter(live=True, published_on__gte=start, published_on__lt=end).order_by(
                "-published_on"
            )[:limit]
        ),
    )


def story(user: User, story_id: int) -> Story:
    """Raises NotFound where it does not exist or may not be seen."""
    found = stories(user).filter(pk=story_id).first()
    if found is None:
        raise NotFound(_("There is no such story, or you may not see it."))
    return found


def open_drafts(user: User) -> list[Story]:
    """Drafts that reports may be added to, latest first."""
    drafts = stories(user).filter(live=False, expired=False, locked=False)
    return list(drafts.order_by("-latest_revision_created_at")[:30])


def columns() -> list[Column]:
    """The columns in use, in the order of the site."""
    return list(Column.objects.live().order_by("path"))


def column(code: str) -> Column:
    """Raises NotFound for a code that no column in use has."""
    found = Column.objects.live().filter(slug=code).first()
    if found is None:
        raise NotFound(_("There is no such column any more. Choose another one."))
    return found


def reports_by_number(user: User, numbers: Iterable[str]) -> list[Report]:
    """The reports with these numbers, in this order; raises NotFound if one is not there, or
    outside of what the user may read."""
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    seen = Report.objects.filter(scope(user, "reports.read", area_field="town"))
    found = {report.number: report for report in seen.filter(number__in=wanted)}
    missing = [number for number in wanted if number not in found]
    if missing:
        raise NotFound(
            _("There is no report %(number)s that you may see.") % {"number": missing[0]}
        )
    return [found[number] for number in wanted]


def published() -> QuerySet[Story]:
    """What everybody may read, newest first."""
    return Story.objects.live().select_related("cover").order_by("-published_on", "-pk")


def published_per_day(user: User, *, since: date) -> dict[date, int]:
    """Stories by the day of their publication in the district's zone, counted from the stories."""
    start, _until = clock.day_bounds(since)
    rows = (
        stories(user)
        .filter(live=True, published_on__gte=start)
        .annotate(day=TruncDate("published_on"))
        .values("day")
        .annotate(count=Count("pk"))
        .order_by("day")
    )
    return {row["day"]: row["count"] for row in rows}


def published_per_column(user: User, *, day: date) -> list[tuple[Column, int]]:
    """Stories of one day by column, in the order of the site; columns without one count 0."""
    start, end = clock.day_bounds(day)
    paths = list(
        stories(user)
        .filter(live=True, published_on__gte=start, published_on__lt=end)
        .values_list("path", flat=True)
    )
    parents = [path[: -Page.steplen] for path in paths]
    return [(column, parents.count(column.path)) for column in columns()]


def published_on(user: User, *, day: date, column: Column | None = None) -> QuerySet[Story]:
    """The stories that a figure of `published_per_…` was counted from."""
    start, end = clock.day_bounds(day)
    found = stories(user).filter(live=True, published_on__gte=start, published_on__lt=end)
    found = found.child_of(column) if column else found
    return found.order_by("-published_on")


def _waiting_ids() -> list[int]:
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return [int(key) for key in states.values_list("object_id", flat=True)]
