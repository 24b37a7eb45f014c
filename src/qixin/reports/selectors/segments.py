"""Texts cut where something is to be marked, so that templates escape every piece themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qixin.core.personal_data import find_personal_data
from qixin.reports.similarity import same_parts


@dataclass(frozen=True)
class Segment:
    """A piece of a text; `mark` is "", "personal" or "same"."""

    text: str
    mark: str = ""


def personal_marked(text: str) -> list[Segment]:
    """`text` with telephone, identity and plate numbers marked."""
    return _cut(text, ((found.start, found.end) for found in find_personal_data(text)), "personal")


def masked_and_marked(text: str) -> list[Segment]:
    """As `personal_marked`, with each number masked: for those who read and do not decide."""
    segments, at = [], 0
    for found in find_personal_data(text):
        segments += [Segment(text[at : found.start]), Segment(found.masked, "personal")]
        at = found.end
    return [segment for segment in [*segments, Segment(text[at:])] if segment.text]


def same_marked(text: str, other: str) -> tuple[list[Segment], list[Segment]]:
    """Both texts with what both hold marked."""
    parts = same_parts(text, other)
    return (
        _cut(text, ((part[0], part[1]) for part in parts), "same"),
        _cut(other, sorted((part[2], part[3]) for part in parts), "same"),
    )


def _cut(text: str, spans: Iterable[tuple[int, int]], mark: str) -> list[Segment]:
    segments, at = [], 0
    for start, end in spans:
        segments += [Segment(text[at:start]), Segment(text[start:end], mark)]
        at = end
    return [segment for segment in [*segments, Segment(text[at:])] if segment.text]
