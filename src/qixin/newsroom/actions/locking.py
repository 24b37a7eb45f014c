"""What every write to a story does first."""

from __future__ import annotations

from typing import Any

from qixin.core import journal
from qixin.core.actors import Actor
from qixin.newsroom.models import Story
from qixin.newsroom.workflow import JOURNAL


def locked(story: Story) -> Story:
    """The story as it is now, locked until the transaction ends."""
    return Story.objects.select_for_update().get(pk=story.pk)


def told(story: Story, verb: str, *, by: Actor, **detail: Any) -> None:
    """A line in the journal of what `verb` did to the story."""
    journal.write(verb=JOURNAL[verb], subject=story, by=by, detail=detail)


def keep(story: Story, **changes: Any) -> None:
    """Store what belongs to the story and not to a version of it, past its versions."""
    Story.objects.filter(pk=story.pk).update(**changes)
    for name, value in changes.items():
        setattr(story, name, value)
