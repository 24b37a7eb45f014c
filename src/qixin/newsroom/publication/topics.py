"""What stands on a topic's first page besides its newest stories, read from the stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians, sqrt
from typing import Any

from django.db.models import Count, Max, Q

from qixin.core import clock
from qixin.newsroom.enums import SHOWN_STATES
from qixin.newsroom.models import Column, Story, StorySource, Topic
from qixin.people.enums import AreaLevel
from qixin.people.models import Area
from qixin.people.selectors.places import district_area

NEWEST_PER_COLUMN = 3
# Of the drawing, in its own units; its height follows from the district.
WIDTH = 400.0
_MARGIN = 12.0
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
    stories = Story.objects.live().descendant_of(topic).order_by("-published_on", "-pk")
    brief = stories.defer("body").select_related("cover")
    lead = brief.filter(pk=topic.lead_id).first() if topic.lead_id else None
    shown = Column.objects.live().child_of(topic).filter(state__in=SHOWN_STATES).order_by("path")
    return TopicFront(
        lead=lead or brief.first(),
        columns=[(column, list(brief.child_of(column)[:NEWEST_PER_COLUMN])) for column in shown],
        day=_day(topic),
        drawing=_drawing(topic),
    )


def _day(topic: Topic) -> Day | None:
    of_topic = Story.objects.live().descendant_of(topic)
    newest = of_topic.aggregate(at=Max("published_on"))["at"]
    if newest is None:
        return None
    day = clock.local(newest).date()
    start, end = clock.day_bounds(day)
    out = of_topic.filter(published_on__gte=start, published_on__lt=end)
    sources = StorySource.objects.filter(story__in=out.values("pk")).aggregate(
        contributions=Count("report", distinct=True),
        groups=Count("report__group", distinct=True),
    )
    return Day(day, out.count(), sources["contributions"], sources["groups"])


def _drawing(topic: Topic) -> Drawing | None:
    """None where the district has no outline, or no story comes from a known town."""
    rings = _rings(district_area().boundary)
    counted = _stories_by_town(topic)
    towns = {
        area.pk: area
        for area in Area.objects.filter(pk__in=counted, level=AreaLevel.TOWN)
        if area.lng is not None and area.lat is not None
    }
    if not rings or not towns:
        return None
    frame = _Frame(rings)
    most = max(counted[key][0] for key in towns)
    newest = Story.objects.in_bulk([counted[key][1] for key in towns])
    marks = []
    for key, area in sorted(towns.items(), key=lambda item: -counted[item[0]][0]):
        number, story = counted[key]
        x, y = frame.place(area.lng or 0, area.lat or 0)
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(number / most)
        marks.append(Mark(area, x, y, round(radius, 1), number, newest[story]))
    return Drawing(WIDTH, frame.height, frame.path(rings), marks)


def _stories_by_town(topic: Topic) -> dict[int, tuple[int, int]]:
    """Town → (how many stories of the topic tell of it, the newest of them)."""
    rows = (
        StorySource.objects.filter(
            Q(story__live=True, report__town__isnull=False), story__path__startswith=topic.path
        )
        .values("report__town")
        .annotate(stories=Count("story", distinct=True), newest=Max("story"))
    )
    return {row["report__town"]: (row["stories"], row["newest"]) for row in rows}


class _Frame:
    """An equirectangular projection true to scale in the district's middle (WGS 84 degrees)."""

    def __init__(self, rings: Sequence[Sequence[Sequence[float]]]) -> None:
        points = [point for ring in rings for point in ring]
        lngs, lats = [p[0] for p in points], [p[1] for p in points]
        self.west, self.north = min(lngs), max(lats)
        self.squeeze = cos(radians((min(lats) + max(lats)) / 2))
        wide = (max(lngs) - self.west) * self.squeeze or 1e-9
        self.scale = (WIDTH - 2 * _MARGIN) / wide
        self.height = round((self.north - min(lats)) * self.scale + 2 * _MARGIN, 1)

    def place(self, lng: float, lat: float) -> tuple[float, float]:
        x = (lng - self.west) * self.squeeze * self.scale + _MARGIN
        return round(x, 1), round((self.north - lat) * self.scale + _MARGIN, 1)

    def path(self, rings: Sequence[Sequence[Sequence[float]]]) -> str:
        parts = []
        for ring in rings:
            points = [self.place(*point[:2]) for point in ring]
            parts.append("M" + "L".join(f"{x},{y}" for x, y in points) + "Z")
        return "".join(parts)


def _rings(boundary: dict[str, Any] | None) -> list[list[list[float]]]:
    """The outer rings of a GeoJSON Polygon or MultiPolygon."""
    if not boundary:
        return []
    kind, coordinates = boundary.get("type"), boundary.get("coordinates") or []
    if kind == "Polygon":
        return coordinates[:1]
    return [polygon[0] for polygon in coordinates] if kind == "MultiPolygon" else []
