"""A reader likes a story or column."""

from __future__ import annotations

from django.db import transaction

from qixin.core.encryption import keyed_hash
from qixin.core.insertion import insert
from qixin.newsroom.models import Column, Like, Story, Topic


@transaction.atomic
def like(*, page: Story | Column | Topic, browser: str) -> bool:
    """Count one browser once; returns whether it is new. No journal: nobody did it.

    What is kept is a hash of browser and page together, which leads to neither person nor habits.
    """
    trace = mark_of(browser, page.thing)
    return insert(Like(page_id=page.pk, mark=trace), unless_known="mark")


def mark_of(browser: str, thing: str) -> str:
    """The trace that `browser` leaves at `thing`."""
    return keyed_hash(f"{browser} {thing}", purpose="reader-mark")
