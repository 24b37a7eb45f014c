"""The full-text index over published stories, and what of a story it holds."""

from __future__ import annotations

import html
import re
from typing import Any

from qixin.core.search_index import SearchIndex

INDEX = SearchIndex("stories_search")
_TAG = re.compile(r"<[^>]*>")


def plain_text(story: Any) -> str:
    """The words of a story's body as a reader sees them, a line a part."""
    return "\n".join(part for block in story.body for part in _parts(block) if part)


def _parts(block: Any) -> list[str]:
    if block.block_type == "picture":
        return [block.value["caption"]]
    if block.block_type == "quote":
        return [block.value["text"], block.value["speaker"]]
    value = getattr(block.value, "source", block.value)
    return [" ".join(html.unescape(_TAG.sub(" ", str(value))).split())]
