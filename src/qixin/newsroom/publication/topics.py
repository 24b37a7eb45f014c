"""What stands on a topic's first page besides its newest stories, read from the stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt

from django.db.models import Count, Max, Q, QuerySet

from qixin.core import clock
from qixin.newsroom.enums import SHOWN_STATES
from qixin.newsroom.models import Column, Story, StorySource, Topic
from qixin.newsroom.publication.outline import WIDTH, Outline
from qixin.newsroom.publication.sections import section_of
from qixin.newsroom.tree import BY_PATH, below
from qixin.people.enums import AreaLevel
from qixin.people.models import Area

NEWEST_PER_COLUMN = 3
# Radiuses of the marks, in the drawing's units.
_SMALLEST, _LARGEST = 5.0, 18.0


@dataclass(frozen=True)
class Day:
    """Counts of the newest day on which anything came out."""

    day: date
    stories: int
    contributions: int
    groups: int


@dataclass(frozen=True)
class Mark:
    """A town on the drawing: where, how large, how many stories, and the newest of them."""

    town: Area
    x: float
    y: float
    radius: float
    stories: int
    newest: Story


@dataclass(frozen=True)
class Drawing:
    """The district's outline (an SVG path) with its towns."""

    width: float
    height: float
    outline: str
    marks: list[Mark]


@dataclass(frozen=True)
class TopicFront:
    lead: Story | None
    columns: list[tuple[Column, list[Story]]]
    day: Day | None
    drawing: Drawing | None


def topic_front(topic: Topic) -> TopicFront:
    """A number of queries that depends on the topic's columns alone."""
    brief = section_of(topic).stories()
    lead = brief.filter(pk=topic.lead_id).first() if topic.lead_id else None
    shown = Column.objects.live().child_of(topic).filter(state__in=SHOWN_STATES).order_by(BY_PATH)
    return TopicFront(
        lead=lead or brief.first(),
        columns=[(column, list(_newest_of(column))) for column in shown],
        day=_day(topic),
        drawing=_drawing(topic),
    )


def _newest_of(column: Column) -> QuerySet[Story]:
    """Without asking how many there are, which the column knows."""
    found = below(Story.objects.live(), column.path, column.numchild)
    brief = found.defer("body").select_related("cover")
    return brief.order_by("-published_on", "-pk")[:NEWEST_PER_COLUMN]


def _day(topic: Topic) -> Day | None:
    newest = section_of(topic).stories().values_list("published_on", flat=True).first()
    if newest is None:
        return None
    day = clock.local(newest).date()
    start, end = clock.day_bounds(day)
    of_topic = Story.objects.live().filter(path__within=topic.path)
    out = of_topic.filter(published_on__gte=start, published_on__lt=end)
    sources = StorySource.objects.filter(story__in=out.values("pk")).aggregate(
        contributions=Count("report", distinct=True),
        groups=Count("report__group", distinct=True),
    )
    return Day(day, out.count(), sources["contributions"], sources["groups"])


def _drawing(topic: Topic) -> Drawing | None:
    """None where the district has no outline, or no story comes from a known town."""
    district = Outline.of_district()
    counted = _stories_by_town(topic)
    towns = {
        area.pk: area
        for area in Area.objects.filter(pk__in=counted, level=AreaLevel.TOWN)
        if area.lng is not None and area.lat is not None
    }
    if district is None or not towns:
        return None
    most = max(counted[key][0] for key in towns)
    newest = Story.objects.in_bulk([counted[key][1] for key in towns])
    marks = []
    for key, area in sorted(towns.items(), key=lambda item: -counted[item[0]][0]):
        number, story = counted[key]
        x, y = district.place(area.lng or 0, area.lat or 0)
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(number / most)
        marks.append(Mark(area, x, y, round(radius, 1), number, newest[story]))
    return Drawing(WIDTH, district.height, district.path, marks)


def _stories_by_town(topic: Topic) -> dict[int, tuple[int, int]]:
    """Town → (how many stories of the topic tell of it, the newest of them)."""
    rows = (
        StorySource.objects.filter(
            Q(story__live=True, report__town__isnull=False), story__path__within=topic.path
        )
        .values("report__town")
        .annotate(stories=Count("story", distinct=True), newest=Max("story"))
    )
    return {row["report__town"]: (row["stories"], row["newest"]) for row in rows}
