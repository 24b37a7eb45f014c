"""What a story is made of, apart from how it is laid out."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from qixin.core import clock
from qixin.newsroom.bodies import placed_pictures
from qixin.newsroom.embargo import not_before
from qixin.newsroom.models import Picture, Story
from qixin.newsroom.models.live_block import channel_of
from qixin.newsroom.publication import files
from qixin.reports.media import renditions

_ITEM = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_END = re.compile(r"<br\b[^>]*>|</(?:p|li|h\d|div|figcaption|td|dd)>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Part:
    """`kind` is heading, text, quote, picture or link; `text` is plain, a picture's is its caption.

    `credit` is whoever a quotation or a picture is of, `address` where a link leads.
    """

    kind: str
    text: str = ""
    credit: str = ""
    picture: Picture | None = None
    address: str = ""

    @property
    def words(self) -> str:
        """The text with the address where there is one, for those who cannot tap it."""
        return " ".join(one for one in (self.text, self.address) if one)


def parts_of(story: Story) -> Iterator[Part]:
    """The body from top to bottom; the cover first where it does not stand in the body."""
    body = list(story.body)
    shown = {placed.picture for placed in placed_pictures(body)}
    if story.cover is not None and story.cover not in shown:
        yield Part("picture", story.cover.alt, story.cover.credit, story.cover)
    for block in body:
        yield from _parts(block)


def picture_bytes(picture: Picture) -> bytes:
    """The JPEG that the public sees, without metadata."""
    path = files.root() / picture.public_file("web")
    if path.is_file():
        return path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "original"
        with picture.file.open("rb") as stream:
            source.write_bytes(stream.read())
        return renditions(source, Path(folder) / "out").web.read_bytes()


def plain_text(story: Story) -> str:
    """Paragraphs with a blank line between them; pictures by their captions."""
    lines = []
    for part in parts_of(story):
        if part.kind == "picture":
            lines.append(f"［图］{caption_of(part)}" if caption_of(part) else "")
        elif part.kind == "quote" and part.credit:
            lines.append(f"“{part.text}”——{part.credit}")
        else:
            lines.append(part.words)
    return "\n\n".join(line for line in lines if line)


def embargo_line(story: Story) -> str:
    """What an outlet must not overlook, in Chinese like the package; empty where it may go out."""
    until = not_before(story)
    return f"【禁发】{clock.local(until):%Y-%m-%d %H:%M} 之前不得发布" if until else ""


def caption_of(part: Part) -> str:
    """Caption and credit of a picture on one line."""
    credit = f"（{part.credit}）" if part.credit else ""
    return f"{part.text}{credit}"


def _parts(block: Any) -> Iterator[Part]:
    kind, value = block.block_type, block.value
    if kind == "heading":
        yield Part("heading", str(value))
    elif kind == "quote":
        yield Part("quote", value["text"], value["speaker"])
    elif kind == "live":
        yield from _live(value)
    elif kind in ("picture", "gallery"):
        if value.get("title"):
            yield Part("heading", value["title"])
        for one in placed_pictures([block]):
            alone = one.picture
            yield Part("picture", one.caption or alone.alt, one.credit or alone.credit, alone)
    else:
        # rich text, and any block that has no form of its own here: its words
        yield from (Part("text", line) for line in _lines(block.render()))


def _live(value: Any) -> Iterator[Part]:
    """What is told there changes by the minute: others get the way to it. None leads to a page that
    is not there yet."""
    channel = channel_of(value)
    if channel is None:
        return
    caption = f"：{value['caption']}" if value["caption"] else ""
    address = f"{settings.QIXIN_SITE_URL}/zh/{channel.public_path()}" if channel.is_public else ""
    yield Part("link", f"直播《{channel.title}》{caption}", address=address)


def _lines(markup: str) -> list[str]:
    """A line for each paragraph and item of a list."""
    broken = _END.sub("\n", _ITEM.sub("· ", markup))
    lines = html.unescape(_ANY_TAG.sub("", broken)).split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]
