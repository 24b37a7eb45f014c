"""What people type, without what cannot be read: tricks of writing, controls, heaps of marks.

A right-to-left override turns "exe.fdp" round, a zero-width space hides between the letters of a
name that is taken already, a pile of marks covers the lines above and below. Emoji stay whole: a
joiner, a selector or a tag stays where it is part of one.
"""

from __future__ import annotations

import re
import unicodedata

# What turns the direction of writing, hides between letters, or is a letter that is blank. Tags
# spell the picture of a flag, and nothing else.
_TRICKS = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f)"
    "|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff]"
)
# A selector says how the character before it looks: a symbol, a key, a Han or Mongolian letter.
_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001faff"
_SELECTORS = re.compile(
    f"((?<=[\u00a9\u00ae\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299{_SYMBOLS}])[\ufe0e\ufe0f]"
    "|(?<=[0-9#*])\ufe0f(?=\u20e3)"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    "|(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f])"
    "|[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# A joiner stands between two parts of an emoji.
_JOINERS = re.compile(f"(?<![{_SYMBOLS}\ufe0f])\u200d|\u200d(?![{_SYMBOLS}])")
_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MANY_LINES = re.compile(r"\n{3,}")
# Vietnamese has two marks on a letter, a pointed Hebrew or Tibetan one four.
_MOST_ON_LATIN, _MOST_MARKS = 2, 4
_LATIN_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)


def one_line(text: str) -> str:
    """A name, a title: on one line, single spaces; empty where nothing of it can be seen."""
    return " ".join(_readable(text).split())


def paragraphs(text: str) -> str:
    """A text with its lines, at most one of them empty in a row."""
    lines = (line.rstrip() for line in _readable(text).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def without_tricks(text: str) -> str:
    """The same without what turns, hides or covers, for what has spaces and lines of its own, e.g.
    HTML."""
    if text.isascii():
        return text
    plain = _TRICKS.sub(lambda found: found[1] or "", text)
    return _unheaped(_JOINERS.sub("", _SELECTORS.sub(lambda found: found[1] or "", plain)))


def _readable(text: str) -> str:
    lines = without_tricks(_ENDS.sub("\n", text)).replace("\t", " ")
    if lines.isprintable():
        return lines
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _unheaped(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= (_MOST_ON_LATIN if _LATIN_MARKS.match(character) else _MOST_MARKS):
            kept.append(character)
    return "".join(kept)
