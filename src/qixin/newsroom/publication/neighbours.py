"""Which stories' pages name which others: each names the few that came before it in its column.

Earlier ones and not the newest, so that a page that is written once stays as it is: what comes out
later changes no page of what came out before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from qixin.newsroom.models import Column, Story
from qixin.newsroom.models.search import PublicText
from qixin.newsroom.tree import live_below

NAMED = 5


@dataclass(frozen=True)
class Spot:
    """Where a story stands among those of its column: `column` is that one's path in the tree."""

    column: str
    published_on: datetime
    pk: int

    @classmethod
    def of(cls, story: Story) -> Spot | None:
        """None for what has never come out."""
        if story.published_on is None:
            return None
        return cls(story.path[: -Story.steplen], story.published_on, story.pk)

    @classmethod
    def last_of(cls, story: Story) -> Spot | None:
        """Where the public has had it until now, whatever the new version says."""
        row = PublicText.objects.select_related("column").filter(pk=story.pk).first()
        return row and cls(row.column.path, row.published_on, row.pk)


def before(spot: Spot) -> list[Story]:
    """The stories that the page at this spot names, the nearest first; without their bodies."""
    older = Q(published_on__lt=spot.published_on) | Q(
        published_on=spot.published_on, pk__lt=spot.pk
    )
    return list(_of(spot.column).filter(older).order_by("-published_on", "-pk")[:NAMED])


def naming(spots: Iterable[Spot | None]) -> list[int]:
    """The stories whose pages name what stands, or stood, at one of these spots."""
    found: dict[int, None] = {}
    for spot in filter(None, spots):
        newer = Q(published_on__gt=spot.published_on) | Q(
            published_on=spot.published_on, pk__gt=spot.pk
        )
        after = _of(spot.column).filter(newer).order_by("published_on", "pk")
        found |= dict.fromkeys(after.values_list("pk", flat=True)[:NAMED])
        leading_to = PublicText.objects.filter(related=spot.pk).order_by("pk")
        found |= dict.fromkeys(leading_to.values_list("pk", flat=True))
    return list(found)


class Order:
    """The order of all live stories, in memory: for writing many pages."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._spots: dict[str, list[tuple[datetime, int]]] = {
            column.path: list(
                Story.objects.live()
                .child_of(column)
                .order_by("published_on", "pk")
                .values_list("published_on", "pk")
            )
            for column in columns
        }

    def named_by(self, story: Story) -> Sequence[int]:
        """The ids of the stories that its page names, the nearest first."""
        spot = Spot.of(story)
        spots = self._spots.get(spot.column, []) if spot else []
        place = bisect_left(spots, (spot.published_on, spot.pk)) if spot else 0
        return [pk for _at, pk in spots[max(0, place - NAMED) : place]][::-1]


def _of(column: str) -> QuerySet[Story]:
    live = live_below(column).filter(depth=len(column) // Column.steplen + 1)
    return live.defer("body").select_related("cover")
