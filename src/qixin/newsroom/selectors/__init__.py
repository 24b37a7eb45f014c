"""Reads of the newsroom; each takes the user, and fails closed."""

from qixin.newsroom.selectors.desk_lists import desk, desk_list
from qixin.newsroom.selectors.reviews import (
    Reading,
    open_remarks,
    reading,
    remark_for,
    story_in_review,
)
from qixin.newsroom.selectors.stories import (
    all_columns,
    column,
    columns,
    open_column,
    open_drafts,
    published,
    published_on,
    published_per_column,
    published_per_day,
    reports_by_number,
    stories,
    story,
)
from qixin.newsroom.selectors.turns import (
    is_for,
    reviewers,
    safe_title,
    steps_of,
    waiting_count,
    waiting_for,
)

__all__ = [
    "Reading",
    "all_columns",
    "column",
    "columns",
    "desk",
    "desk_list",
    "is_for",
    "open_column",
    "open_drafts",
    "open_remarks",
    "published",
    "published_on",
    "published_per_column",
    "published_per_day",
    "reading",
    "remark_for",
    "reports_by_number",
    "reviewers",
    "safe_title",
    "steps_of",
    "stories",
    "story",
    "story_in_review",
    "waiting_count",
    "waiting_for",
]
