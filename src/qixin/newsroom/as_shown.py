"""Readers' words as everybody may read them: no tricks of the alphabet, personal numbers masked."""

from __future__ import annotations

import re

from qixin.core.personal_data import mask_text
from qixin.core.plain_text import one_line, paragraphs

_DIGIT = re.compile(r"\d")


def as_shown(text: str) -> str:
    """`text` without what is not there to be read, its personal numbers masked; lines stay."""
    return mask_text(paragraphs(text))


def name_as_shown(name: str) -> str:
    """A name on one line; empty where nothing of it can be seen.

    A number that is too long for a name is hidden: together with the time that stands beside it, it
    could read like a telephone number, and the page that holds it would be refused.
    """
    line = mask_text(one_line(name))
    return _DIGIT.sub("*", line) if len(_DIGIT.findall(line)) > 4 else line
