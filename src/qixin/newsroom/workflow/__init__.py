"""The states of this room's things; `docs/states/` is generated from here."""

from qixin.newsroom.workflow import coverage, placements, readers, rumours, stories
from qixin.newsroom.workflow.stories import JOURNAL, NOTIFY, PERMISSION

TRANSITIONS = {
    **stories.TRANSITIONS,
    **coverage.TRANSITIONS,
    **placements.TRANSITIONS,
    **readers.TRANSITIONS,
    **rumours.TRANSITIONS,
}
INITIAL = {
    **stories.INITIAL,
    **coverage.INITIAL,
    **placements.INITIAL,
    **readers.INITIAL,
    **rumours.INITIAL,
}

__all__ = [
    "INITIAL",
    "JOURNAL",
    "NOTIFY",
    "PERMISSION",
    "TRANSITIONS",
]
