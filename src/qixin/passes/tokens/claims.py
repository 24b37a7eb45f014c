"""What a token says: the least that a guard needs, and nothing of the driver."""

from __future__ import annotations

from dataclasses import dataclass

from qixin.passes.tokens import cbor
from qixin.passes.tokens.cbor import Malformed

# RFC 8392, 4: issuer, subject, expiration, not before.
_ISS, _SUB, _EXP, _NBF = 1, 2, 4, 5
# Keys below -65536 are for private use (IANA, CBOR Web Token claims).
_CLASS, _PLATE, _ROUTE = -65537, -65538, -65539
# Seconds since 1970; later moments are no validity of a pass, and JavaScript counts no further.
_LATEST = 2**40


@dataclass(frozen=True)
class Claims:
    """A pass as its token tells it; moments are whole seconds since 1970, `until` exclusive."""

    issuer: str
    number: str
    since: int
    until: int
    pass_class: int
    plate: str
    route: str

    def encoded(self) -> bytes:
        return cbor.encode(
            {
                _ISS: self.issuer,
                _SUB: self.number,
                _EXP: self.until,
                _NBF: self.since,
                _CLASS: self.pass_class,
                _PLATE: self.plate,
                _ROUTE: self.route,
            }
        )


def issuer_of(district: str) -> str:
    """How tokens of the district with this GB/T 2260 code name their issuer."""
    return f"qixin-{district}"


def stated_issuer(payload: bytes) -> str:
    """The issuer that a payload names, whatever else it holds; "" for none."""
    try:
        claims = cbor.decode(payload)
    except Malformed:
        return ""
    issuer = claims.get(_ISS) if isinstance(claims, dict) else None
    return issuer if isinstance(issuer, str) else ""


def read_claims(payload: bytes) -> Claims:
    """What `Claims.encoded` wrote. Raises Malformed where a claim is missing or of another type."""
    match cbor.decode(payload):
        case {
            1: str(issuer),
            2: str(number),
            4: int(until),
            5: int(since),
            -65537: int(pass_class),
            -65538: str(plate),
            -65539: str(route),
        } if all(map(_is_count, (since, until, pass_class))):
            return Claims(issuer, number, since, until, pass_class, plate, route)
    raise Malformed("a claim is missing or of another type")


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < _LATEST
