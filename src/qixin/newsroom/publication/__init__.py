"""The public site as files, in both languages: written when a story goes out."""

from qixin.newsroom.publication.publishing import (
    lead_on,
    lists_at_the_end,
    picture_changed,
    publish,
    remove,
    remove_section,
    render_lists,
    render_naming,
    render_story,
    unrendered,
)

__all__ = [
    "lead_on",
    "lists_at_the_end",
    "picture_changed",
    "publish",
    "remove",
    "remove_section",
    "render_lists",
    "render_naming",
    "render_story",
    "unrendered",
]
