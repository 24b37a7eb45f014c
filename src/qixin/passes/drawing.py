"""A token as a QR code."""

from __future__ import annotations

import segno

# Any mask can be read. Choosing the best of eight takes three quarters of the time of drawing, and
# a token is noise already: there are no large plain areas for a mask to break up.
_MASK = 4


# Pixels of a module in a picture: sharp on every telephone, and some kilobytes.
_SCALE = 6


def draw(token: str) -> str:
    """The QR code as inline SVG, alphanumeric, error correction M, with its quiet zone."""
    return _code(token).svg_inline(border=4, omitsize=True, dark="#000", light="#fff")


def picture(token: str) -> str:
    """The QR code as the address of a PNG that bears its own bytes: telephones keep such a picture
    when it is pressed, and no drawing."""
    return _code(token).png_data_uri(border=4, scale=_SCALE, dark="#000", light="#fff")


def _code(token: str) -> segno.QRCode:
    return segno.make(token, error="m", boost_error=False, micro=False, mask=_MASK)
