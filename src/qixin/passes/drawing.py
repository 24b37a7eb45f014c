"""A token as a QR code."""

from __future__ import annotations

import segno

# Any mask can be read. Choosing the best of eight takes three quarters of the time of drawing, and
# a token is noise already: there are no large plain areas for a mask to break up.
_MASK = 4


def draw(token: str) -> str:
    """The QR code as inline SVG, alphanumeric, error correction M, with its quiet zone."""
    code = segno.make(token, error="m", boost_error=False, micro=False, mask=_MASK)
    return code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
