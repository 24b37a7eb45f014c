"""Reasons that people give for a step, as the journal keeps them."""

from __future__ import annotations

from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.core.plain_text import one_line

SHORTEST_REASON = 4
LONGEST_REASON = 200


def kept_reason(reason: str, *, missing: str) -> str:
    """On one line, masked, at most LONGEST_REASON characters. Raises Invalid with `missing`."""
    cleaned = mask_text(one_line(reason))
    if len(cleaned) < SHORTEST_REASON:
        raise Invalid(missing)
    return cleaned[:LONGEST_REASON]
