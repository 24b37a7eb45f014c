"""Stories, columns and reports, as somebody may read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from wagtail.models import Page

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.newsroom.enums import SectionState
from qixin.newsroom.models import Column, Story
from qixin.newsroom.tree import BY_PATH
from qixin.people.models import User
from qixin.people.permissions import has_permission, scope
from qixin.reports.models import Report


def stories(user: User) -> QuerySet[Story]:
    """All stories for whoever may read the newsroom; none for others."""
    everything = Story.objects.select_related(
        "owner__person", "cover", "latest_revision", "locked_by__person"
    )
    return everything if has_permission(user, "newsroom.read") else everything.none()


def story(user: User, story_id: int) -> Story:
    """Raises NotFound where it does not exist or may not be seen."""
    found = stories(user).filter(pk=story_id).first()
    if found is None:
        raise NotFound(_("There is no such story, or you may not see it."))
    return found


def open_drafts(user: User) -> list[Story]:
    """Drafts that reports may be added to, latest first."""
    free = Q(locked=False) | Q(locked_by=user)
    drafts = stories(user).filter(free, live=False, expired=False)
    return list(drafts.order_by("-latest_revision_created_at")[:30])


def columns() -> list[Column]:
    """The columns that take stories, in the order of the site."""
    open_ones = Column.objects.live().filter(state=SectionState.ACTIVE)
    return list(open_ones.select_related("editor__person").order_by(BY_PATH))


def all_columns() -> list[Column]:
    """Those that may be read, paused and archived ones too."""
    read = Column.objects.live().exclude(state=SectionState.MERGED)
    return list(read.select_related("editor__person").order_by(BY_PATH))


def open_column(code: str) -> Column:
    """For a new story. Raises NotFound for a column that takes none."""
    found = next((one for one in columns() if one.slug == code), None)
    if found is None:
        raise NotFound(_("This column takes no stories at present. Choose another one."))
    return found


def column(code: str) -> Column:
    """Raises NotFound for a code that no column has which may be read."""
    found = Column.objects.live().exclude(state=SectionState.MERGED).filter(slug=code).first()
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
    return [(column, parents.count(column.path)) for column in all_columns()]


def published_on(user: User, *, day: date, column: Column | None = None) -> QuerySet[Story]:
    """The stories that a figure of `published_per_…` was counted from."""
    start, end = clock.day_bounds(day)
    found = stories(user).filter(live=True, published_on__gte=start, published_on__lt=end)
    found = found.filter(path__within=column.path) if column else found
    return found.order_by("-published_on", "-pk")
