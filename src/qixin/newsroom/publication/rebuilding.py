"""The whole public site once more: in batches, over several processes, on from where it stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db.models import Prefetch

from qixin.core import clock
from qixin.core.processes import pool
from qixin.newsroom.enums import BuildState, NoticeState, SectionState
from qixin.newsroom.models import Answer, Column, PublicNotice, ReaderMessage, SiteBuild, Story
from qixin.newsroom.publication import files
from qixin.newsroom.publication.calls import render_calls
from qixin.newsroom.publication.embeds import states_shown
from qixin.newsroom.publication.live import write_all_channels
from qixin.newsroom.publication.neighbours import Order
from qixin.newsroom.publication.pages import Around
from qixin.newsroom.publication.pictures import remove_surplus
from qixin.newsroom.publication.publishing import (
    lead_on,
    remove,
    render_lists,
    render_story,
    render_withdrawn,
    withdrawn,
    write_card_of,
)
from qixin.newsroom.publication.readers import messages_under, taking_part
from qixin.newsroom.publication.rumours import render_all_facts
from qixin.newsroom.publication.sections import all_sections
from qixin.newsroom.publication.site import Site
from qixin.newsroom.selectors.facts import answers_of_stories
from qixin.newsroom.stops import PublicationStopped

BATCH = 200

logger = logging.getLogger(__name__)

Part = Sequence[int]
Progress = Callable[[SiteBuild], object]
Act = Callable[["Writer", Part], Part]
Each = Callable[[Act, Iterable[Part]], Iterable[Part]]


@dataclass(frozen=True)
class Writer:
    """What a process needs to write many stories: read once."""

    site: Site
    order: Order

    @classmethod
    def now(cls) -> Writer:
        site = Site.now()
        return cls(site, Order(site.columns.values()))

    def write(self, ids: Part) -> Part:
        """Write the stories with these ids, and return the ids.

        What was changed or taken off while they were written is done once more: whoever published
        it wrote its page before ours.
        """
        self.site.forget_pieces()
        with files.synced_at_the_end():
            stories, beside = self._read(ids), Beside.of(ids)
            named = {pk for story in stories for pk in self.order.named_by(story)}
            brief = Story.objects.defer("body").select_related("cover").in_bulk(named)
            for story in stories:
                earlier = [brief[pk] for pk in self.order.named_by(story) if pk in brief]
                _write_unless_stopped(story, beside.around(story, self.site, earlier))
        self._once_more(stories, beside)
        return ids

    def write_lists(self, ids: Part) -> Part:
        """Write the lists and feeds of the sections with these ids; returns the ids."""
        with files.synced_at_the_end():
            render_lists([one for one in all_sections() if one.page.pk in ids], deep=True)
        return ids

    def draw(self, ids: Part) -> Part:
        """Draw the share cards of the stories with these ids that need one; returns the ids.

        What was kept from going out has no page, and gets no card.
        """
        stories = Story.objects.live().filter(pk__in=ids).defer("body").select_related("cover")
        with files.synced_at_the_end():
            for story in stories.order_by("pk"):
                if files.exists(f"zh/{story.public_path()}"):
                    write_card_of(story, self.site)
        return ids

    def _read(self, ids: Iterable[int]) -> list[Story]:
        told = PublicNotice.objects.filter(state=NoticeState.PUBLIC).order_by("public_at", "pk")
        stories = Story.objects.live().filter(pk__in=ids).select_related("cover")
        return list(stories.prefetch_related(Prefetch("notices", told, "_told")).order_by("pk"))

    def _once_more(self, stories: Sequence[Story], beside: Beside) -> None:
        ids = [story.pk for story in stories]
        now, beside_now = Story.objects.in_bulk(ids), Beside.of(ids)
        for before in stories:
            story = now.get(before.pk)
            if story is None or not story.live:
                remove(story or before)
            elif beside.mark(before) != beside_now.mark(story):
                render_story(story)


@dataclass(frozen=True)
class Beside:
    """What others put on the pages of these stories, by the story's id."""

    messages: dict[int, list[ReaderMessage]]
    answers: dict[int, list[Answer]]
    live: dict[int, list[bytes]]

    @classmethod
    def of(cls, ids: Sequence[int]) -> Beside:
        return cls(messages_under(ids), answers_of_stories(ids), states_shown(ids))

    def around(self, story: Story, site: Site, earlier: Sequence[Story]) -> Around:
        part = taking_part(story, site.column_of(story), self.messages.get(story.pk, []))
        answers = self.answers.get(story.pk, [])
        return Around(site, earlier, story.public_notices, part, answers)

    def mark(self, story: Story) -> tuple[Any, ...]:
        """Changes when the story's page does."""
        return (
            story.live_revision_id,
            story.last_published_at,
            [(one.pk, one.answered_at) for one in self.messages.get(story.pk, [])],
            [(one.pk, one.published_at) for one in self.answers.get(story.pk, [])],
            self.live.get(story.pk, []),
        )


def _write_unless_stopped(story: Story, around: Around) -> None:
    """One that must not be out holds up nobody; it is taken off, and the log says which."""
    try:
        render_story(story, around, card=False)
    except PublicationStopped:
        logger.exception("story %s: taken off the public site", story.pk)
        remove(story)


def build(
    started: SiteBuild, *, processes: int = 1, on_progress: Progress = lambda _: None
) -> bool:
    """Write everything that `started` has not written yet; whether it came to its end.

    False: somebody began anew meanwhile. A process that dies takes nothing along: call it again.
    Raises OSError; PublicationStopped where a list would show what must not be out.
    """
    # By id: a cursor left open would hold SQLite's snapshot, and writing from an old one fails.
    live = Story.objects.live().order_by("pk")
    waiting = list(live.filter(pk__gt=started.last_story).values_list("pk", flat=True))
    started.stories = started.written + len(waiting)
    with _hands(started.pk, processes if len(waiting) > BATCH else 1) as each:
        for part in each(Writer.write, _parts(waiting)):
            if not _note(started, part[-1], len(part)):
                return False
            on_progress(started)
        for story in withdrawn():
            render_withdrawn(story, story.file_path or story.public_path())
        # The front page's and the topics' lists are long: they come first, each for itself.
        for _part in each(Writer.write_lists, [[one.page.pk] for one in all_sections()]):
            if not _note(started, started.last_story, 0):
                return False
        for column in Column.objects.live().filter(state=SectionState.MERGED):
            lead_on(column)
        render_calls()
        render_all_facts()
        write_all_channels()
        remove_surplus()
        # Last: a page is complete without, and a card that is there is not drawn again.
        uncovered = _parts(list(live.filter(cover=None).values_list("pk", flat=True)))
        for _part in each(Writer.draw, uncovered):
            if not _note(started, started.last_story, 0):
                return False
    return bool(
        SiteBuild.objects.filter(pk=started.pk, state=BuildState.RUNNING).update(
            state=BuildState.DONE, ended_at=clock.now()
        )
    )


def _parts(ids: Sequence[int]) -> list[Part]:
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]


@contextmanager
def _hands(build: int, processes: int) -> Iterator[Each]:
    """What lets a writer do something to each part, over so many processes; in their order."""
    if processes <= 1:
        writer = Writer.now()
        yield lambda act, parts: (act(writer, part) for part in parts)
        return
    others = pool(processes)
    try:
        yield lambda act, parts: others.map(partial(_do, build, act), parts)
    finally:
        others.shutdown(cancel_futures=True)


def _note(started: SiteBuild, last: int, count: int) -> bool:
    """Keep how far it is; False where it is no longer wanted."""
    started.last_story = last
    started.written += count
    return bool(
        SiteBuild.objects.filter(pk=started.pk, state=BuildState.RUNNING).update(
            last_story=last, written=started.written, stories=started.stories
        )
    )


@lru_cache(maxsize=1)
def _writer_of(_build: int) -> Writer:
    """One for each writing of the site: the next one meets other sections."""
    return Writer.now()


def _do(build: int, act: Act, part: Part) -> Part:
    """In a process of the pool."""
    return act(_writer_of(build), part)
