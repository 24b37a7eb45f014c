"""What happens around Wagtail's publishing: journal, the reports' fates, the files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page, Revision

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM, Actor
from qixin.core.errors import QixinError
from qixin.newsroom import publication
from qixin.newsroom.actions.announcing import publish_notice
from qixin.newsroom.actions.searching import make_findable, make_unfindable
from qixin.newsroom.enums import NewsKind
from qixin.newsroom.models import Story
from qixin.newsroom.models.addresses import public_url
from qixin.newsroom.publication import files, news
from qixin.newsroom.publication.neighbours import Spot
from qixin.newsroom.publication.pictures import pictures_of
from qixin.newsroom.publication.rumours import render_facts
from qixin.newsroom.publication.sections import sections_above
from qixin.newsroom.selectors.facts import answered_about
from qixin.newsroom.signals import story_published, story_unpublished
from qixin.newsroom.stops import PublicationStopped, Stop
from qixin.newsroom.workflow import JOURNAL
from qixin.reports.actions import settle
from qixin.reports.enums import Outcome

logger = logging.getLogger(__name__)


@transaction.atomic
def record_publication(*, story: Story, by: Actor) -> None:
    """A version went live: journal, news for the reports' senders, and its files on commit."""
    journal.write(
        verb=JOURNAL["publish"],
        subject=story,
        by=by,
        detail={"revision": story.live_revision_id, "column": story.column.slug},
    )
    publish_notice(story, by=by)
    until_now, shown = Spot.last_of(story), pictures_of(story)
    make_findable(story=story)
    for source in story.sources.select_related("report"):
        settle(
            report=source.report,
            thing=story.thing,
            outcome=Outcome.STORY_PUBLISHED,
            by=by,
            title=story.title,
            link=public_url(story.public_path()),
        )

    def bring_out(now: Story) -> None:
        publication.publish(now, until_now=until_now, shown=shown)
        render_facts(answered_about(now))

    since = _since(until_now, Spot.of(story))
    transaction.on_commit(lambda: _after(story, bring_out, story_published, since))


@transaction.atomic
def record_removal(*, story: Story, by: Actor) -> None:
    """A story came off the site: journal, news for the senders, its files removed on commit.

    Of a withdrawn one a page with the notice stays in their place.
    """
    if story.withdrawal is None:
        journal.write(verb=JOURNAL["unpublish"], subject=story, by=by)
    for source in story.sources.select_related("report"):
        settle(
            report=source.report,
            thing=story.thing,
            outcome=Outcome.STORY_DROPPED,
            by=by,
            title=story.title,
        )
    until_now, shown = Spot.last_of(story), pictures_of(story)
    make_unfindable(story_id=story.pk)
    # Asked now: when a page is deleted, it has no parents any more on commit.
    sections, answered = sections_above(story.column), answered_about(story)

    def take_off(gone: Story) -> None:
        publication.take_off(gone, sections=sections, until_now=until_now, shown=shown)
        with files.by_force():
            render_facts(answered)
        news.tell(NewsKind.GONE, gone, sections)

    since = _since(until_now, Spot.of(story))
    transaction.on_commit(lambda: _after(story, take_off, story_unpublished, since))


@transaction.atomic
def record_step(*, story: Story, verb: str, by: Actor, **detail: Any) -> None:
    """A step of the reviews: submit, approve, send_back, call_off, change."""
    journal.write(verb=JOURNAL[verb], subject=story, by=by, detail=detail)


@transaction.atomic
def record_stop(*, story: Story, stops: Iterable[Stop], by: Actor) -> None:
    """A publication that was due was stopped; by what, and never which number."""
    kinds = sorted({str(one.kind) for one in stops})
    journal.write(verb=JOURNAL["stop"], subject=story, by=by, detail={"stops": kinds})


def publish_due() -> tuple[int, int]:
    """Publish what was approved for a time that has come.

    Returns how many went out and how many were stopped. A stopped story goes back to being a draft
    and does not hold up the others.
    """
    gone_out = stopped = 0
    for revision in _due():
        try:
            with transaction.atomic():
                Page.objects.select_for_update().filter(pk=revision.object_id).first()
                # an embargo may have been set since the list was read
                if not _due().filter(pk=revision.pk).exists():
                    continue
                revision.publish(log_action="wagtail.publish.scheduled")
            gone_out += 1
        except QixinError as error:
            _hold_back(revision, error)
            stopped += 1
    return gone_out, stopped


def _due() -> QuerySet[Revision]:
    """Approved versions whose time has come."""
    found: QuerySet[Revision] = Revision.objects.filter(approved_go_live_at__lt=clock.now())
    return found


def _hold_back(revision: Revision, error: QixinError) -> None:
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        if isinstance(revision.content_object, Story):
            found = error.stops if isinstance(error, PublicationStopped) else ()
            record_stop(story=revision.content_object, stops=found, by=SYSTEM)


def _since(*spots: Spot | None) -> datetime | None:
    """The earliest moment at which the story stands, or stood, in its lists."""
    return min((spot.published_on for spot in spots if spot), default=None)


def _after(story: Story, write: Callable[[Story], None], news: Any, since: datetime | None) -> None:
    """Write the files now. Where the disk refuses, the jobs try again: the one that hears the news
    its lists, the one that looks for what is missing its page."""
    try:
        write(story)
    except (OSError, PublicationStopped) as error:
        logger.exception("story %s: its public files could not be written", story.pk)
        if isinstance(error, OSError):
            publication.forget_file(story)
    news.send(sender=Story, story=story, since=since)
