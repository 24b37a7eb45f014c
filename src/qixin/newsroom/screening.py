"""Everything of a story that will be read in public, searched for personal data.

Works on any object with the fields of a story, so that the models can ask as well.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qixin.core.personal_data import Finding, find_personal_data

FIELDS: dict[str, Promise] = {
    "title": _("Title"),
    "summary": _("summary"),
    "byline": _("author"),
    "credits": _("credits"),
}
PARTS: dict[str, Promise] = {
    "heading": _("Heading"),
    "paragraph": _("Text"),
    "picture": _("Caption or credit of a picture"),
    "quote": _("Quotation"),
    "gallery": _("Gallery"),
    "figures": _("Figures"),
    "map": _("Map"),
    "answers": _("Questions and answers"),
    "timeline": _("Timeline"),
    "clip": _("Caption of a clip"),
    "live": _("Caption of a live channel"),
}
OF_PICTURE: dict[str, Promise] = {
    "title": _("Title of a picture"),
    "credit": _("Credit of a picture"),
    "description": _("Description of a picture"),
}
# A tag, an entity, or one character.
_TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);|.", re.DOTALL)
_BREAKS = re.compile(r"</?(?:p|li|ul|ol|br|h\d|div)\b", re.IGNORECASE)
_BREAKING_TAG = re.compile(r"</?(?:p|li|ul|ol|br|h\d|div|a|td|th|tr|title|main|nav)\b[^>]*>")
_ANY_TAG = re.compile(r"<[^>]*>")
# The empty lines of templates, half of what would be searched. No number goes on past four.
_GAP, _WIDE = re.compile(r"\n *\n[ \n]{2,}"), "\n" * 4
# What a tag tells without showing it: a number to dial, a description read aloud.
_TOLD = re.compile(r'\b(href|alt|title|content|aria-label)="([^"]*)"')
# What Wagtail says of an item of a list besides its value: random digits that mean nobody.
_OF_LISTS = frozenset({"id", "type"})
# An address of a page or file is long and full of digits that mean nobody.
_ADDRESS = ("/", "#", "http:", "https:")


@dataclass(frozen=True)
class Found:
    """One finding and where it stands: `anchor` in the editor, `number` counts the parts."""

    finding: Finding
    where: Any
    number: int
    anchor: str


def findings(story: Any) -> list[Found]:
    """All personal data in what the public would read of this version of a story."""
    found: list[Found] = []

    def look(text: str, where: Any, number: int, anchor: str, is_html: bool) -> str:
        plain = "\n".join([_characters(text)[0], *_told_by_tags(text)]) if is_html else text
        found.extend(Found(one, where, number, anchor) for one in find_personal_data(plain))
        return text

    _walk(story, look)
    return found


def mask(story: Any) -> list[Model]:
    """Mask all findings in place, nothing is saved; returns the pictures that were changed."""

    def cover(text: str, _where: Any, _number: int, _anchor: str, is_html: bool) -> str:
        return mask_html(text) if is_html else _masked(text, find_personal_data(text))

    return _walk(story, cover)


def find_in_page(markup: str) -> list[Finding]:
    """Findings in the readable text of a rendered page, and in what its tags tell.

    Positions are those in that text, not in `markup`.
    """
    plain = html.unescape(_ANY_TAG.sub("", _BREAKING_TAG.sub("\n", markup)))
    return find_personal_data("\n".join([_GAP.sub(_WIDE, plain), *_told_by_tags(markup)]))


def mask_html(markup: str) -> str:
    """`markup` with the findings of its readable text masked; its tags stay where they were."""
    plain, spans = _characters(markup)
    pieces, position = [], 0
    for finding in find_personal_data(plain):
        inside = spans[finding.start : finding.end]
        pieces += [markup[position : inside[0][0]], html.escape(finding.masked)]
        # What stands between the characters (a tag in the middle of a number) is kept.
        pieces += [markup[a[1] : b[0]] for a, b in itertools.pairwise(inside)]
        position = inside[-1][1]
    return _ANY_TAG.sub(_masked_tag, "".join([*pieces, markup[position:]]))


def readable(markup: str) -> str:
    """What stands between the tags, a line a paragraph or point."""
    return _characters(markup)[0]


def _told_by_tags(markup: str) -> Iterator[str]:
    for tag in _ANY_TAG.findall(markup):
        for _name, value in _TOLD.findall(tag):
            if not value.startswith(_ADDRESS):
                yield html.unescape(value)


def _masked_tag(tag: re.Match[str]) -> str:
    def masked(told: re.Match[str]) -> str:
        name, value = told.groups()
        plain = html.unescape(value)
        found = [] if value.startswith(_ADDRESS) else find_personal_data(plain)
        return f'{name}="{html.escape(_masked(plain, found))}"' if found else told.group()

    return _TOLD.sub(masked, tag.group())


Visit = Callable[[str, Any, int, str, bool], str]


def _walk(story: Any, visit: Visit) -> list[Model]:
    for name, label in FIELDS.items():
        before = getattr(story, name) or ""
        after = visit(before, label, 0, f"panel-child-content-{name}-section", False)
        if after != before:
            setattr(story, name, after)
    raw = story.body.get_prep_value()
    changed = False
    for number, part in enumerate(raw, start=1):
        where = PARTS.get(part["type"], part["type"])
        anchor = f"block-{part.get('id', '')}-section"

        def look(text: str, number: int = number, part: Any = part, where: Any = where,
                 anchor: str = anchor) -> str:  # fmt: skip
            return visit(text, where, number, anchor, part["type"] == "paragraph")

        value = _through(part["value"], look)
        changed = changed or value != part["value"]
        part["value"] = value
    if changed:
        story.body = story.body.stream_block.to_python(raw)
    return [picture for picture in story.pictures if _walk_picture(picture, visit)]


def _walk_picture(picture: Any, visit: Visit) -> bool:
    changed = False
    for name, label in OF_PICTURE.items():
        before = getattr(picture, name)
        after = visit(before, label, 0, "panel-child-content-body-section", False)
        if after != before:
            setattr(picture, name, after)
            changed = True
    return changed


def _through(value: Any, look: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return look(value)
    if isinstance(value, dict):
        return {key: _through(inner, look) if key not in _OF_LISTS else inner
                for key, inner in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_through(inner, look) for inner in value]
    return value


def _masked(text: str, found: list[Finding]) -> str:
    pieces, position = [], 0
    for finding in found:
        pieces += [text[position : finding.start], finding.masked]
        position = finding.end
    return "".join([*pieces, text[position:]])


def _characters(markup: str) -> tuple[str, list[tuple[int, int]]]:
    """The readable text, and for each of its characters where it stands in `markup`."""
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    for character, span in _readable(markup):
        text.append(character)
        spans.append(span)
    return "".join(text), spans


def _readable(markup: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for match in _TOKEN.finditer(markup):
        token = match.group()
        if token.startswith("<") and len(token) > 1:
            if _BREAKS.match(token):
                yield "\n", match.span()
        else:
            # An entity that stands for several characters counts as its first.
            yield html.unescape(token)[0], match.span()
