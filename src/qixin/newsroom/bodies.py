"""What stands in a story's body, whichever block it stands in; knows no models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from qixin.core.plain_text import without_tricks


@dataclass(frozen=True)
class Placed:
    """A picture where it stands: the words beside it there; empty where it has only its own."""

    picture: Any
    caption: str
    credit: str


def placed_pictures(body: Iterable[Any]) -> Iterator[Placed]:
    """Every picture of the body from top to bottom; deleted ones are left out."""
    for block in body:
        if block.block_type == "picture":
            values: Iterable[Any] = [block.value]
        elif block.block_type == "gallery":
            values = block.value["pictures"]
        else:
            continue
        for value in values:
            if value["picture"] is not None:
                yield Placed(value["picture"], value["caption"] or "", value["credit"] or "")


def all_pictures(cover: Any, body: Iterable[Any]) -> list[Any]:
    """Cover first, then those of the body, each once."""
    found = [cover, *(placed.picture for placed in placed_pictures(body))]
    return list(dict.fromkeys(picture for picture in found if picture is not None))


def related_stories(body: Iterable[Any]) -> list[Any]:
    """The stories that the body leads to, each once; deleted ones are left out."""
    found = [page for block in body if block.block_type == "related" for page in block.value]
    return list(dict.fromkeys(page for page in found if page is not None))


def live_channels(body: Iterable[Any]) -> list[int]:
    """The numbers of the live channels that the body shows, each once."""
    return _chosen(body, "live", "channel")


def placed_clips(body: Iterable[Any]) -> list[int]:
    """The numbers of the clips that the body shows, each once."""
    return _chosen(body, "clip", "clip")


def _chosen(body: Iterable[Any], kind: str, field: str) -> list[int]:
    named = [block.value[field] or "" for block in body if block.block_type == kind]
    return list(dict.fromkeys(int(key) for key in named if key.isascii() and key.isdigit()))


def tidy_body(story: Any) -> None:
    """Take out of all its words what turns the writing round or hides; nothing is saved."""
    raw = story.body.get_prep_value() if story.body else []
    tidy = _tidied(raw)
    if tidy != raw:
        story.body = story.body.stream_block.to_python(tidy)


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return without_tricks(value)
    if isinstance(value, dict):
        return {key: _tidied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_tidied(inner) for inner in value]
    return value
