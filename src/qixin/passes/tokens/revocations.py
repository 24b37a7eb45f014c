"""The list of revoked passes: signed, numbered, sent whole or from where the reader stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qixin.passes.tokens import cbor
from qixin.passes.tokens.cbor import Malformed
from qixin.passes.tokens.cose import Signer, read1, sign1, tagged

CONTENT_TYPE = "application/vnd.qixin.revocations+cbor"
_ISS, _EXP, _IAT = 1, 4, 6
_AFTER, _VERSION, _REVOKED = -65540, -65541, -65542


@dataclass(frozen=True)
class Delta:
    """What was revoked after version `after` up to `version`: number → end of its validity.

    From 0 it is the whole list. Signed at `at`; a reader trusts it until `until`. Seconds.
    """

    issuer: str
    after: int
    version: int
    at: int
    until: int
    revoked: Mapping[str, int] = field(default_factory=dict)


def sign_delta(delta: Delta, *, signer: Signer) -> bytes:
    payload = cbor.encode(
        {
            _ISS: delta.issuer,
            _EXP: delta.until,
            _IAT: delta.at,
            _AFTER: delta.after,
            _VERSION: delta.version,
            _REVOKED: dict(delta.revoked),
        }
    )
    return tagged(sign1(payload, content_type=CONTENT_TYPE, signer=signer), as_cwt=False)


def read_delta(encoded: bytes, *, keys: Mapping[bytes, Any], issuer: str) -> Delta:
    """What `sign_delta` wrote. Raises ValueError unless a key of `keys` signed it for `issuer`."""
    signed = read1(encoded, as_cwt=False)
    key = keys.get(signed.kid)
    if signed.content_type != CONTENT_TYPE or key is None or not signed.holds(key):
        raise ValueError("not a list of ours")
    match cbor.decode(signed.payload):
        case {
            1: str(issuer_said),
            4: int(until),
            6: int(at),
            -65540: int(after),
            -65541: int(version),
            -65542: dict(revoked),
        } if issuer_said == issuer:
            return Delta(issuer, after, version, at, until, revoked)
    raise Malformed("not a list of ours")
