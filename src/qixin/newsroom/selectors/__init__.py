"""Reads of the newsroom; each takes the user, and fails closed."""

from qixin.newsroom.selectors.stories import (
    Desk,
    column,
    columns,
    desk,
    open_drafts,
    published,
    published_on,
    published_per_column,
    published_per_day,
    reports_by_number,
    stories,
    story,
    waiting_count,
)

__all__ = [
    "Desk",
    "column",
    "columns",
    "desk",
    "open_drafts",
    "published",
    "published_on",
    "published_per_column",
    "published_per_day",
    "reports_by_number",
    "stories",
    "story",
    "waiting_count",
]
