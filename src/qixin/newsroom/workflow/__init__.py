"""The states of this room's things; `docs/states/` is generated from here."""

from qixin.newsroom.workflow import coverage, live, placements, readers, rumours, stories
from qixin.newsroom.workflow.stories import JOURNAL, NOTIFY, PERMISSION

_NOUNS = (stories, coverage, placements, readers, rumours, live)
TRANSITIONS = {noun: roads for one in _NOUNS for noun, roads in one.TRANSITIONS.items()}
INITIAL = {noun: state for one in _NOUNS for noun, state in one.INITIAL.items()}

__all__ = [
    "INITIAL",
    "JOURNAL",
    "NOTIFY",
    "PERMISSION",
    "TRANSITIONS",
]
