"""Where two texts say the same, to be marked when they are shown side by side."""

import unicodedata
from collections import defaultdict

from qixin.reports.similarity.shingles import LONGEST

# Shorter runs ("的时候", "联系电话") are the same by chance.
SHORTEST = 5
# A run that stands more often than this (a line of dashes) leads nowhere.
MOST_PLACES = 8

Part = tuple[int, int, int, int]


def same_parts(text_a: str, text_b: str) -> list[Part]:
    """(start_a, end_a, start_b, end_b) of each run of five characters or more that both hold.

    In order of text_a, wherever they stand in text_b; no character is used twice. Widths and case
    do not matter. Greedy string tiling from left to right (after Wise 1993) over an index of
    text_b, so that the time grows with the length and not with its square; beyond the first 20,000
    characters nothing is marked.
    """
    a, b = _folded(text_a), _folded(text_b)
    places = _index(b)
    used = bytearray(len(b))
    parts: list[Part] = []
    at = 0
    while at <= len(a) - SHORTEST:
        start, length = _longest(a, at, b, places.get(a[at : at + SHORTEST], ()), used)
        if length:
            parts.append((at, at + length, start, start + length))
            used[start : start + length] = b"\x01" * length
        at += length or 1
    return [part for part in parts if a[part[0] : part[1]].strip()]


def _folded(text: str) -> str:
    """One character for each of the text's, so that positions stay."""
    text = text[:LONGEST]
    whole = unicodedata.normalize("NFKC", text).casefold()
    if len(whole) == len(text) and text.isascii():
        return whole
    return "".join(map(_fold, text))


def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character


def _index(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(text) - SHORTEST + 1):
        found = places[text[at : at + SHORTEST]]
        if len(found) < MOST_PLACES:
            found.append(at)
    return places


def _longest(
    a: str, at: int, b: str, starts: list[int] | tuple[()], used: bytearray
) -> tuple[int, int]:
    best = (0, 0)
    for start in starts:
        length = _common(a, at, b, start)
        taken = used.find(1, start, start + length)
        if taken >= 0:
            length = taken - start
        if length >= SHORTEST and length > best[1]:
            best = (start, length)
    return best


def _common(a: str, at: int, b: str, start: int) -> int:
    """The number of characters equal from here on, by doubling and halving slices."""
    most = min(len(a) - at, len(b) - start)
    low, step = SHORTEST, SHORTEST
    while low < most and a[at + low : at + low + step] == b[start + low : start + low + step]:
        low = min(low + step, most)
        step *= 2
    while step:
        end = min(low + step, most)
        if end > low and a[at + low : at + end] == b[start + low : start + end]:
            low = end
        step //= 2
    return low
