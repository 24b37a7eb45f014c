"""CBOR (RFC 8949) of which every value has one encoding, so that no byte can be altered unseen."""

from __future__ import annotations

from typing import Any

import cbor2

# Arrays within maps within arrays: nothing of ours lies deeper.
_DEEPEST = 6


class Malformed(ValueError):
    """These bytes are no CBOR of ours."""


def encode(value: Any) -> bytes:
    """Deterministic: shortest numbers and lengths, keys in the order of their encodings."""
    return cbor2.dumps(value, canonical=True)


def decode(encoded: bytes) -> Any:
    """The value that `encode` gives these bytes for. Raises Malformed for any other encoding."""
    try:
        value = cbor2.loads(
            encoded, max_depth=_DEEPEST, allow_indefinite=False, allow_duplicate_keys=False
        )
        exact = encode(value) == encoded
    except (cbor2.CBORError, ValueError, OverflowError) as error:
        raise Malformed(str(error)) from None
    if not exact:
        raise Malformed("not the deterministic encoding")
    return value
