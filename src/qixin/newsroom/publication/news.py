"""Telling open pages what came out, was corrected, or is gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from qixin.core import clock, wakeups
from qixin.newsroom.enums import NewsKind
from qixin.newsroom.enums.live import EntryState
from qixin.newsroom.models import LiveChannel, LiveEntry, PublicNews, Rumour, Story
from qixin.newsroom.publication.sections import Section, sections_above

KEPT = timedelta(days=1)


def tell_of(story: Story) -> None:
    """The story's page and its lists are written: it is new, or new in what it says."""
    first = story.first_published_at == story.last_published_at
    tell(NewsKind.STORY if first else NewsKind.CHANGED, story, sections_above(story.column))


def tell(kind: NewsKind, story: Story, sections: Iterable[Section]) -> None:
    """Have whoever has the story or one of these lists open hear of it."""
    folders = " ".join(one.folder for one in sections if one.folder)
    _keep(kind, story.pk, story.public_path(), folders)


def tell_of_channel(channel: LiveChannel, entry: LiveEntry | None) -> None:
    """Have whoever has the channel's page open hear of a new entry, or that something changed."""
    is_new = (
        entry is not None
        and entry.state == EntryState.OUT
        and not entry.corrections.exists()
        and entry.pinned_at is None
    )
    path = channel.public_path()
    kind = NewsKind.ENTRY if is_new else NewsKind.CHANGED
    _keep(kind, entry.pk if entry else channel.pk, path, path.removesuffix("index.html"))


def tell_of_answer(rumour: Rumour, stories: Iterable[Story]) -> None:
    """The rumour's page is written, and those of the stories that bear its answer: a first answer
    is new in the list, a correction or withdrawal is told to whoever has the page open."""
    answer, path = rumour.public_answer, rumour.public_path()
    if answer is None:
        _keep(NewsKind.GONE, rumour.pk, path, "")
    elif answer.notice:
        _keep(NewsKind.CHANGED, rumour.pk, path, "")
    else:
        _keep(NewsKind.ENTRY, rumour.pk, path, path.rpartition("/")[0] + "/")
    tell_of_box(stories)


def tell_of_box(stories: Iterable[Story]) -> None:
    """What an answer says on top of these stories is another."""
    for story in stories:
        tell(NewsKind.CHANGED, story, ())


def _keep(kind: NewsKind, ref: int, page: str, sections: str) -> None:
    PublicNews.objects.create(kind=kind, ref=ref, page=page, sections=sections)
    wakeups.tell(PublicNews)


def forget_old() -> int:
    """Drop what nobody comes back for; returns how many rows."""
    return PublicNews.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
