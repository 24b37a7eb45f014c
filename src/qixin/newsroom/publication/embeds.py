"""Live channels within stories: which pages show one, and writing them when it changes."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from qixin.newsroom.models import LiveChannel, PublicText, Story
from qixin.newsroom.publication import files
from qixin.newsroom.publication.live import LiveList, latest
from qixin.newsroom.publication.publishing import render_story
from qixin.newsroom.stops import PublicationStopped

logger = logging.getLogger(__name__)


def write_stories_with(channel: LiveChannel) -> None:
    """Write the pages of the stories that show the channel. One that cannot be written stays as it
    was, which is logged: it holds up neither the channel nor the others."""
    showing = (
        PublicText.objects.filter(channels=channel).order_by("pk").values_list("pk", flat=True)
    )
    for pk in list(showing):
        # One writer at a time, who reads within: no older state overwrites a newer one.
        with files.lock(f"story {pk}"):
            story = Story.objects.live().filter(pk=pk).first()
            if story is None:
                continue
            try:
                render_story(story)
            except (OSError, PublicationStopped):
                logger.exception("story %s: its page could not be written", pk)


def states_shown(stories: Sequence[int]) -> dict[int, list[bytes]]:
    """How the channels stand that these stories show, by the story's id: it changes when a page
    that shows one does."""
    found: dict[int, list[bytes]] = {}
    rows = PublicText.objects.filter(pk__in=stories, channels__isnull=False).order_by("channels")
    shown = list(rows.values_list("pk", "channels"))
    channels = LiveChannel.objects.in_bulk({channel for _story, channel in shown})
    for story, key in shown:
        channel = channels[key]
        found.setdefault(story, []).append(
            latest(LiveList(channel)) + str(channel.version).encode()
        )
    return found
