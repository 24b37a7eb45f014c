"""The states of this room's things; `docs/states/` is generated from here."""

from qixin.newsroom.workflow.stories import (
    JOURNAL,
    NOTIFY,
    TRANSITIONS,
)

__all__ = [
    "JOURNAL",
    "NOTIFY",
    "TRANSITIONS",
]
