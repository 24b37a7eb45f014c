"""The public site as files, in both languages: written when a story goes out."""

from qixin.newsroom.publication.publishing import (
    publish,
    remove,
    remove_section,
    render_all,
    render_lists,
    render_story,
    unrendered,
)

__all__ = ["publish", "remove", "remove_section", "render_all", "render_lists",
           "render_story", "unrendered"]  # fmt: skip
