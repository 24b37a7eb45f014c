"""Numbers that people read out over the telephone, and codes that only their holder knows."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from qixin.core import clock

# Crockford's base 32: no I, L, O, U, so that nothing is misheard or misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILOU", "110V")


def new_number(prefix: str, at: datetime) -> str:
    """`prefix`, the day in the district's zone, six random characters and a check character.

    `R200203-7KQ4MXA`. 2^30 numbers a day: the column's unique constraint catches a twin.
    """
    drawn = secrets.randbits(30)
    body = "".join(ALPHABET[drawn >> shift & 31] for shift in range(0, 30, 5))
    stem = f"{prefix}{clock.local(at):%y%m%d}-{body}"
    return stem + _check_character(stem)


def normalise_number(typed: str) -> str:
    """A number as somebody typed it (spaces, lower case, O for 0), in the form that is stored.

    Without NUL, which no number has and PostgreSQL cannot compare with.
    """
    cleaned = "".join(typed.replace("\0", "").upper().split())
    head, dash, tail = cleaned.partition("-")
    return head + dash + tail.translate(_MISREAD)


def is_number(text: str) -> bool:
    """Whether the check character fits."""
    return len(text) > 8 and text[-1] == _check_character(text[:-1])


def new_code(length: int = 8) -> str:
    """A follow-up code: 5 bits a character, shown once and kept only as a keyed hash."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _check_character(stem: str) -> str:
    return ALPHABET[hashlib.sha256(stem.encode()).digest()[0] % 32]
