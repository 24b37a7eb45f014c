"""The public site as files, in both languages: written when a story goes out."""

from qixin.newsroom.publication.publishing import (
    forget_file,
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
    untold,
)
from qixin.newsroom.publication.taking_off import take_off

__all__ = [
    "forget_file",
    "lead_on",
    "lists_at_the_end",
    "picture_changed",
    "publish",
    "remove",
    "remove_section",
    "render_lists",
    "render_naming",
    "render_story",
    "take_off",
    "unrendered",
    "untold",
]
