"""What has changed on the page of a live story since its three reviews: words of its pictures."""

from __future__ import annotations

from qixin.core import journal
from qixin.core.models import Entry
from qixin.newsroom.models import Story
from qixin.newsroom.workflow import JOURNAL


def changes_to_look_at(story: Story) -> list[Entry]:
    """The lines of the journal that nobody has looked at yet, oldest first; those before the last
    publication were before the eyes of its reviewers."""
    kept: list[Entry] = []
    ends = (JOURNAL["look_at_pictures"], JOURNAL["publish"])
    verbs = (*ends, JOURNAL["change_picture"])
    for entry in journal.timeline(story).filter(verb__in=verbs):
        if entry.verb in ends:
            kept.clear()
        else:
            kept.append(entry)
    return kept
