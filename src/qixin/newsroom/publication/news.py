"""Telling open pages what came out, was corrected, or is gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from qixin.core import clock
from qixin.newsroom.enums import NewsKind
from qixin.newsroom.models import PublicNews, Story
from qixin.newsroom.publication.sections import Section, sections_above

KEPT = timedelta(days=1)


def tell_of(story: Story) -> None:
    """The story's page and its lists are written: it is new, or new in what it says."""
    first = story.first_published_at == story.last_published_at
    tell(NewsKind.STORY if first else NewsKind.CHANGED, story, sections_above(story.column))


def tell(kind: NewsKind, story: Story, sections: Iterable[Section]) -> None:
    """Have whoever has the story or one of these lists open hear of it."""
    PublicNews.objects.create(
        kind=kind,
        ref=story.pk,
        page=story.public_path(),
        sections=" ".join(one.folder for one in sections if one.folder),
    )


def forget_old() -> int:
    """Drop what nobody comes back for; returns how many rows."""
    return PublicNews.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
