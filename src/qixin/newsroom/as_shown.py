"""Readers' words as everybody may read them: no tricks of the alphabet, personal numbers masked."""

from __future__ import annotations

import re
import unicodedata

from qixin.core.personal_data import mask_text

# What turns the direction of writing or hides between letters; a joiner is needed between the
# parts of an emoji and nowhere else here.
_TRICKS = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
    "|[\U000e0000-\U000e007f]"
)
# Marks heaped upon one letter cover the lines above and below.
_HEAP = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{2})"
                   "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+")  # fmt: skip
_DIGIT = re.compile(r"\d")
_MANY_LINES = re.compile(r"\n{3,}")


def as_shown(text: str) -> str:
    """`text` without what is not there to be read, its personal numbers masked; lines stay."""
    lines = _TRICKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return mask_text(_MANY_LINES.sub("\n\n", _HEAP.sub(r"\1", plain)).strip())


def name_as_shown(name: str) -> str:
    """A name on one line; empty where nothing of it can be seen.

    A number that is too long for a name is hidden: together with the time that stands beside it, it
    could read like a telephone number, and the page that holds it would be refused.
    """
    line = " ".join(as_shown(name).split())
    return _DIGIT.sub("*", line) if len(_DIGIT.findall(line)) > 4 else line
