"""What this room's columns may hold."""

from qixin.newsroom.enums.stories import (
    StoryState,
)

__all__ = [
    "StoryState",
]
