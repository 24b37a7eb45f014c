"""What of a short text counts when two are compared, and the exact measures on it."""

import re
import unicodedata

# Longer texts are compared by their beginning: nobody rewords 20,000 characters, and a report of
# 100,000 must not hold up the queue.
LONGEST = 20_000
SHINGLE = 3
# Fewer shingles than this say too little: "已收到，谢谢" is the same in a hundred reports.
FEWEST = 8

# In this order: an address may hold an @ or a #.
_ASIDES = re.compile(
    r"""
      https?://[^\s\u4e00-\u9fff]+                  # links
    | \#[^#\n]{1,40}\#                              # hashtags as Weibo writes them
    | \#[\w-]{1,40}(?=\s|$)                         # and as others do
    | //@[^:\s]{1,30}:                              # "forwarded from"
    | @[\w-]{1,30}                                  # names called
    | \[[\u4e00-\u9fffA-Za-z]{1,6}\]                # [流泪]: an emoji in letters
    | [\d*xX-]*(?:\d{5}|[*xX]{4})[\d*xX-]*          # telephone numbers and their masks
    """,
    re.VERBOSE,
)
_SILENT = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """The letters and characters that count: no links, hashtags, names called, long numbers,
    emoji, punctuation or blanks; widths and case made one (NFKC)."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return _SILENT.sub("", _ASIDES.sub(" ", folded))


def shingles(text: str) -> frozenset[str]:
    """All runs of three characters of the plain text (Broder 1997)."""
    return _runs(plain(text))


def _runs(letters: str) -> frozenset[str]:
    return frozenset(letters[i : i + SHINGLE] for i in range(len(letters) - SHINGLE + 1))


def resemblance(text_a: str, text_b: str) -> float:
    """Jaccard resemblance of the shingles, 0 to 1; 0 if either text is too short to say."""
    a, b = shingles(text_a), shingles(text_b)
    if min(len(a), len(b)) < FEWEST:
        return 0.0
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)


def containment(text_a: str, text_b: str) -> float:
    """How much of the shorter text stands in the longer, 0 to 1; 0 if it is too short to say."""
    a, b = shingles(text_a), shingles(text_b)
    fewer = min(len(a), len(b))
    return len(a & b) / fewer if fewer >= FEWEST else 0.0
