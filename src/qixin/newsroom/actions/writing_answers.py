"""Everything that shows a rumour's answer, written anew: its page, the list, the stories that tell
the claim, the first pages of the front page and of the topics."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction

from qixin.newsroom.models import Column, Rumour, Story
from qixin.newsroom.publication import news
from qixin.newsroom.publication.publishing import render_lists, render_story
from qixin.newsroom.publication.rumours import render_fact, render_facts_list
from qixin.newsroom.publication.sections import all_sections
from qixin.newsroom.signals import section_changed
from qixin.newsroom.stops import PublicationStopped

logger = logging.getLogger(__name__)


def write_after(rumour: Rumour, *, stories: Iterable[Story] | None = None) -> None:
    """Write it on commit; with `stories` their pages and the answer's alone."""
    chosen = None if stories is None else [story.pk for story in stories]

    def write() -> None:
        try:
            _write(rumour, chosen)
        except (OSError, PublicationStopped):
            logger.exception("rumour %s: its public files could not be written", rumour.pk)
            # the job that hears this writes the whole site as soon as there is room
            section_changed.send(sender=Rumour, page=None)

    transaction.on_commit(write)


def _write(rumour: Rumour, chosen: list[int] | None) -> None:
    rumour = Rumour.objects.get(pk=rumour.pk)
    render_fact(rumour)
    wanted = rumour.links.values("story") if chosen is None else chosen
    stories = list(Story.objects.live().filter(pk__in=wanted))
    for story in stories:
        render_story(story)
    if chosen is None:
        render_facts_list()
        render_lists(one for one in all_sections() if not isinstance(one.page, Column))
        news.tell_of_answer(rumour, stories)
    elif rumour.public_answer is not None:
        news.tell_of_box(stories)
