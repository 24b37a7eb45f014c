"""From signed bytes to what fits a QR code, and back within bounds."""

from __future__ import annotations

import zlib

import base45

from qixin.passes.tokens.cbor import Malformed
from qixin.passes.tokens.claims import Claims
from qixin.passes.tokens.cose import Signer, sign1, tagged

# Letters, digits and a colon: the whole token stays in the QR code's alphanumeric mode.
PREFIX = "QX1:"
# The CoAP content format of application/cwt (RFC 8392, 9.2).
CWT_CONTENT_TYPE = 61
# A token of ours has about 330 characters and 230 bytes.
_MOST_CHARACTERS = 1_200
_MOST_BYTES = 1_024


class NotOurs(ValueError):
    """Without our prefix: some other code."""


def issue(claims: Claims, *, signer: Signer) -> str:
    """The token of a pass: different each time, for ES256 draws a number for each signature."""
    signed = sign1(claims.encoded(), content_type=CWT_CONTENT_TYPE, signer=signer)
    return pack(tagged(signed, as_cwt=True))


def pack(content: bytes) -> str:
    packed: bytes = base45.b45encode(zlib.compress(content, 9))
    return PREFIX + packed.decode("ascii")


def unpack(token: str) -> bytes:
    """The signed bytes in a token. Raises NotOurs, or Malformed: too long, cut short, doubled, not
    base45, not zlib, or larger than any token once inflated."""
    if not token.startswith(PREFIX):
        raise NotOurs
    if len(token) > _MOST_CHARACTERS:
        raise Malformed("too long")
    try:
        packed = base45.b45decode(token[len(PREFIX) :])
    except ValueError as error:
        raise Malformed(str(error)) from None
    return _inflated(packed)


def _inflated(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(packed, _MOST_BYTES)
    except zlib.error as error:
        raise Malformed(str(error)) from None
    # Not at its end: cut short, or more than any token holds. Something behind it: two in one.
    if not stream.eof or stream.unused_data:
        raise Malformed("not one whole stream")
    return content
