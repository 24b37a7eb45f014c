"""Two versions of a story compared as readers see them: passage by passage, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.newsroom.bodies import placed_pictures
from qixin.newsroom.enums import RemarkKind
from qixin.newsroom.screening import readable

LABELS: dict[str, Promise] = {
    "title": _("Title"),
    "summary": _("Summary"),
    "heading": _("Heading"),
    "paragraph": _("Text"),
    "picture": _("Picture"),
    "quote": _("Quotation"),
    "gallery": _("Gallery"),
    "figures": _("Figures"),
    "map": _("Map"),
    "answers": _("Questions and answers"),
    "timeline": _("Timeline"),
    "related": _("Related stories"),
    "clip": pgettext_lazy("clip", "Clip"),
    "live": pgettext_lazy("story", "Live"),
    "byline": _("Author"),
    "credits": _("Sources"),
    "goes_out": pgettext_lazy("story", "Goes out"),
}
# A Chinese character is a word of its own; what Latin writing joins stays joined.
_WORD = re.compile(r"[A-Za-z0-9_.%@:/-]+|\s+|.", re.DOTALL)
# Beyond this many words of one passage it is shown as replaced whole: comparing is quadratic.
MOST_WORDS = 4000
# Between two changes this little is no common ground, it only makes them hard to read.
_TOO_LITTLE = 1


@dataclass(frozen=True)
class Span:
    """A stretch of text: `kind` is same, added, removed, or the kind of the remark at it."""

    text: str
    kind: str = "same"
    remark: int | None = None


@dataclass(frozen=True)
class Passage:
    """One thing that readers see in one piece. `part` says what; `picture` or `clip` where there is
    one."""

    part: str
    text: str
    spans: tuple[Span, ...] = ()
    picture: Any = None
    clip: Any = None

    @property
    def label(self) -> Promise | str:
        return LABELS.get(self.part, self.part)

    def replaced(self, text: str) -> Passage:
        return replace(self, text=text, spans=())


@dataclass(frozen=True)
class Change:
    """A passage in both versions: `kind` is same, changed, added or removed. Another picture or
    clip is no change of the one before: one is removed, one is added."""

    kind: str
    part: str
    spans: tuple[Span, ...]
    picture: Any = None
    clip: Any = None

    @property
    def label(self) -> Promise | str:
        return LABELS.get(self.part, self.part)


def passages(version: Any) -> list[Passage]:
    """What readers see of a version, in the order in which they see it."""
    found = [Passage("title", version.title)]
    if version.summary:
        found.append(Passage("summary", version.summary))
    in_body = [placed.picture for placed in placed_pictures(version.body)]
    if version.cover is not None and version.cover not in in_body:
        found.append(_picture(version.cover, "", ""))
    for block in version.body:
        found.extend(_of_block(block))
    if version.byline:
        found.append(Passage("byline", version.byline))
    if version.credits:
        found.append(Passage("credits", version.credits))
    if version.go_live_at:
        # what is approved is also when
        found.append(Passage("goes_out", f"{clock.local(version.go_live_at):%Y-%m-%d %H:%M}"))
    return found


def changes(before: Sequence[Passage], after: Sequence[Passage]) -> list[Change]:
    """From the version before to the one after."""
    found: list[Change] = []
    old, new = [_key(one) for one in before], [_key(one) for one in after]
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole(one, "same") for one in after[b1:b2]]
            continue
        pairs = min(a2 - a1, b2 - b1)
        for n in range(pairs):
            found += _changed(before[a1 + n], after[b1 + n])
        found += [_whole(one, "removed") for one in before[a1 + pairs : a2]]
        found += [_whole(one, "added") for one in after[b1 + pairs : b2]]
    return found


def with_marks(found: Sequence[Passage], remarks: Iterable[Any]) -> list[Passage]:
    """The passages with the places of these remarks: each at the first place that it quotes."""
    waiting = list(remarks)
    marked = []
    for one in found:
        here = [remark for remark in waiting if remark.quote in one.text]
        waiting = [remark for remark in waiting if remark not in here]
        marked.append(replace(one, spans=_spans(one.text, here)))
    return marked


def _of_block(block: Any) -> list[Passage]:
    value = block.value
    if block.block_type == "picture" and value["picture"] is None:
        return [_picture(None, value["caption"] or "", "")]
    if block.block_type in ("picture", "gallery"):
        title = [Passage("gallery", value["title"])] if value.get("title") else []
        return title + [_picture(p.picture, p.caption, p.credit) for p in placed_pictures([block])]
    if block.block_type == "quote":
        speaker = f" — {value['speaker']}" if value["speaker"] else ""
        return [Passage("quote", f"{value['text']}{speaker}")]
    if block.block_type == "clip":
        return [Passage("clip", block.block.told(value), clip=block.block.playable(value))]
    if block.block_type == "live":
        return [Passage("live", block.block.told(value))]
    if block.block_type == "paragraph":
        lines = readable(value.source).split("\n")
        return [Passage("paragraph", line.strip()) for line in lines if line.strip()]
    if block.block_type == "heading":
        return [Passage("heading", str(value))]
    return [Passage(block.block_type, line) for line in _rows(value) if line]


def _rows(value: Any) -> Iterator[str]:
    """A line for each row of a block that is made of rows, and one for what stands above them."""
    if isinstance(value, Mapping):
        rows = [one for one in value.values() if isinstance(one, Sequence)
                and not isinstance(one, str)]  # fmt: skip
        alone = [str(one) for one in value.values() if one not in (None, "") and one not in rows]
        yield " · ".join(alone)
        for one in rows:
            yield from _rows(one)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _rows(one)
    elif value is not None:
        yield str(value.title if hasattr(value, "content_type") else value)


def _picture(picture: Any, caption: str, credit: str) -> Passage:
    if picture is None:
        return Passage("picture", caption)
    credit = credit or picture.credit
    return Passage("picture", " · ".join(filter(None, (caption, credit))), picture=picture)


def _key(one: Passage) -> tuple[str, str, tuple[int | None, int | None]]:
    return (one.part, one.text, _shown(one))


def _shown(one: Passage) -> tuple[int | None, int | None]:
    """What is to be seen in a passage besides its words."""
    return (getattr(one.picture, "pk", None), getattr(one.clip, "pk", None))


def _whole(one: Passage, kind: str) -> Change:
    return Change(kind, one.part, (Span(one.text, kind),), one.picture, one.clip)


def _changed(before: Passage, after: Passage) -> list[Change]:
    if _shown(before) != _shown(after):
        return [_whole(before, "removed"), _whole(after, "added")]
    spans = tuple(compare_words(before.text, after.text))
    return [Change("changed", after.part, spans, after.picture, after.clip)]


def compare_words(before: str, after: str) -> list[Span]:
    """The words that stayed, were removed and added, in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [Span(before, "removed"), Span(after, "added")]
    found: list[Span] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    removed = added = ""
    for number, (tag, a1, a2, b1, b2) in enumerate(codes):
        is_between = 0 < number < len(codes) - 1
        if tag == "equal" and not (is_between and b2 - b1 <= _TOO_LITTLE):
            found += _both(removed, added)
            removed = added = ""
            found.append(Span("".join(new[b1:b2])))
        else:
            removed += "".join(old[a1:a2])
            added += "".join(new[b1:b2])
    return found + _both(removed, added)


def _both(removed: str, added: str) -> list[Span]:
    spans = (Span(removed, "removed"), Span(added, "added"))
    return [span for span in spans if span.text]


def _spans(text: str, remarks: list[Any]) -> tuple[Span, ...]:
    """`text` cut at the places that remarks quote; of two that overlap the earlier one stands."""
    places = [(text.index(one.quote), len(one.quote), one) for one in remarks]
    places.sort(key=lambda place: place[:2])
    spans: list[Span] = []
    at = 0
    for start, length, one in places:
        if start < at:
            continue
        if start > at:
            spans.append(Span(text[at:start]))
        spans.append(Span(text[start : start + length], one.kind, one.pk))
        if one.kind in (RemarkKind.INSERTION, RemarkKind.REPLACEMENT):
            spans.append(Span(one.text, "added", one.pk))
        at = start + length
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)
