"""Published stories enter the public search with their publication, and leave it with that."""

from __future__ import annotations

import logging

from django.db import transaction

from qixin.core import clock
from qixin.newsroom.actions.indexing import note_change
from qixin.newsroom.bodies import live_channels, placed_clips, related_stories
from qixin.newsroom.models import Clip, LiveChannel, PublicText, Story
from qixin.newsroom.publication.packages.parts import plain_text
from qixin.newsroom.search import BANDS, INDEX
from qixin.newsroom.search.layout import STORIES
from qixin.newsroom.stops import PublicationStopped, check_personal_data
from qixin.reports.similarity import Signature, bands, signature

logger = logging.getLogger(__name__)


@transaction.atomic
def make_findable(*, story: Story) -> PublicText:
    """The live version of `story` as the search has it from now on, in the caller's transaction.

    Raises PublicationStopped for personal data, like everything else that readers see.
    """
    check_personal_data(story, story.live_revision_id)
    _take_out(story.pk)
    source = story.sources.select_related("report").filter(report__town__isnull=False).first()
    row = PublicText.objects.create(
        story_id=story.pk,
        district=story.district,
        title=story.title,
        summary=story.summary,
        text=plain_text(story),
        column=story.column,
        town_id=source.report.town_id if source else None,
        published_on=story.published_on or clock.now(),
    )
    row.pictures.set(story.pictures)
    row.related.set(related_stories(story.body))
    row.channels.set(LiveChannel.objects.filter(pk__in=live_channels(story.body)))
    row.clips.set(Clip.objects.filter(pk__in=placed_clips(story.body)))
    INDEX.add([(row.pk, row.indexed)])
    _sign(row)
    note_change(STORIES, row.pk)
    return row


@transaction.atomic
def make_unfindable(*, story_id: int) -> None:
    """Nothing of the story is found any more."""
    if _take_out(story_id):
        note_change(STORIES, story_id)


def _take_out(story_id: int) -> bool:
    """Whether it was in."""
    row = PublicText.objects.select_for_update(of=("self",)).filter(pk=story_id).first()
    if row is not None:
        INDEX.remove([(row.pk, row.indexed)])
        BANDS.remove(_bands_of(row))
        row.delete()
    return row is not None


def find_missing(*, most: int = 500) -> int:
    """Make live stories findable, and comparable, that are not, e.g. those that an earlier version
    published; returns how many."""
    missing = Story.objects.live().filter(public_text__isnull=True).order_by("pk")[:most]
    for story in missing:
        try:
            make_findable(story=story)
        except PublicationStopped:
            # it holds up nobody: whoever wrote it finds it among what is not out
            logger.exception("story %s: not findable", story.pk)
    unsigned = PublicText.objects.filter(signature=b"").order_by("pk")[:most]
    for row in unsigned:
        with transaction.atomic():
            _sign(row)
    return len(missing) + len(unsigned)


def _sign(row: PublicText) -> None:
    """By its words, so that a draft that says the same finds it."""
    row.signature = bytes(signature(row.indexed))
    row.save(update_fields=["signature"])
    BANDS.add(_bands_of(row))


def _bands_of(row: PublicText) -> list[tuple[int, int]]:
    if not row.signature:
        return []
    return [(value, row.pk) for value in bands(Signature.from_bytes(bytes(row.signature)))]
