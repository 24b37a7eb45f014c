"""Checking a token against what is known: keys, revocations, the clock. No network, no database.

`frontend/src/passes/checking.js` does the same on the guard's telephone, in the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from qixin.passes.enums import Reason
from qixin.passes.tokens.cbor import Malformed
from qixin.passes.tokens.claims import Claims, read_claims, stated_issuer
from qixin.passes.tokens.cose import Foreign, Signed, WrongTag, read1
from qixin.passes.tokens.packing import CWT_CONTENT_TYPE, NotOurs, unpack

# Seconds that a guard's clock may be slow.
LEEWAY = 120


@dataclass(frozen=True)
class Trust:
    """What a checker knows. `until`: the second up to which its list of revocations counts."""

    issuer: str
    keys: Mapping[bytes, EllipticCurvePublicKey]
    revoked: Collection[str]
    until: int


@dataclass(frozen=True)
class Verdict:
    """`claims` are those of a token whose signature holds; None where nothing in it is true."""

    reason: Reason
    claims: Claims | None = None

    @property
    def is_valid(self) -> bool:
        return self.reason == Reason.VALID


def check(token: str, *, trust: Trust, now: int) -> Verdict:
    """What `token` is worth at second `now`; never raises. Line ends around it are no part of it.

    The signature comes before everything that it vouches for. A token that is expired or revoked
    is so whatever the age of the list; one that would be valid is not by a list too old.
    """
    try:
        signed = read1(unpack(token.strip("\r\n\t")), as_cwt=True)
    except (NotOurs, Foreign):
        return Verdict(Reason.NOT_OURS)
    except WrongTag:
        return Verdict(Reason.WRONG_TAG)
    except Malformed:
        return Verdict(Reason.UNREADABLE)
    return _judged(signed, trust, now)


def _judged(signed: Signed, trust: Trust, now: int) -> Verdict:
    key = trust.keys.get(signed.kid)
    if key is None:
        ours = stated_issuer(signed.payload) == trust.issuer
        return Verdict(Reason.UNKNOWN_KEY if ours else Reason.NOT_OURS)
    if not signed.holds(key):
        return Verdict(Reason.WRONG_SIGNATURE)
    # Something else that our key signed: a list of revocations is no pass.
    if signed.content_type != CWT_CONTENT_TYPE:
        return Verdict(Reason.WRONG_TAG)
    try:
        claims = read_claims(signed.payload)
    except Malformed:
        return Verdict(Reason.UNREADABLE)
    return Verdict(_standing(claims, trust, now), claims)


def _standing(claims: Claims, trust: Trust, now: int) -> Reason:
    if claims.issuer != trust.issuer:
        return Reason.NOT_OURS
    if claims.number in trust.revoked:
        return Reason.REVOKED
    if now >= claims.until:
        return Reason.EXPIRED
    if now + LEEWAY < claims.since:
        return Reason.NOT_YET_VALID
    return Reason.VALID if now < trust.until else Reason.LIST_TOO_OLD
