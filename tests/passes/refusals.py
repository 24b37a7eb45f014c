"""Codes that are refused, each with its reason: for the server's check and for the page's."""

import zlib
from functools import partial

import base45
import cbor2

from qixin.passes.enums import Reason
from qixin.passes.tokens import PREFIX, Signer, issue, new_signer
from qixin.passes.tokens.cose import sign1, tagged
from qixin.passes.tokens.packing import CWT_CONTENT_TYPE, pack, unpack
from qixin.passes.tokens.revocations import CONTENT_TYPE as LIST
from tests.passes.factories import ISSUER, SIGNER, make_claims

# What a checker of these must have on its list; its keys hold SIGNER's alone.
REVOKED = "P200203-REVOKED"
OTHER = new_signer()
HOUR = 3600


def signed_with(payload, *, signer=SIGNER, content_type=CWT_CONTENT_TYPE, as_cwt=True):
    return pack(tagged(sign1(payload, content_type=content_type, signer=signer), as_cwt=as_cwt))


def raw(value):
    return pack(cbor2.dumps(value))


def bomb(size):
    return PREFIX + base45.b45encode(zlib.compress(bytes(size), 9)).decode()


def refused_tokens(now):
    """Name → (reason, token), for a checker at second `now`."""
    claims = partial(make_claims, since=now - HOUR, until=now + HOUR)
    foreign, token = claims(issuer="somebody-else"), issue(claims(), signer=SIGNER)
    listed = signed_with(claims().encoded(), content_type=LIST)
    return {
        "expired": (Reason.EXPIRED, issue(claims(until=now), signer=SIGNER)),
        "not yet": (Reason.NOT_YET_VALID, issue(claims(since=now + HOUR // 2), signer=SIGNER)),
        "revoked": (Reason.REVOKED, issue(claims(number=REVOKED), signer=SIGNER)),
        "revoked and expired": (
            Reason.REVOKED, issue(claims(number=REVOKED, until=now), signer=SIGNER),
        ),
        "our kid, another's key": (
            Reason.WRONG_SIGNATURE, issue(claims(), signer=Signer(SIGNER.kid, OTHER.private)),
        ),
        "unknown key": (Reason.UNKNOWN_KEY, issue(claims(), signer=OTHER)),
        "another issuer's": (Reason.NOT_OURS, issue(foreign, signer=OTHER)),
        "another issuer's, by our key": (Reason.NOT_OURS, issue(foreign, signer=SIGNER)),
        "another prefix": (Reason.NOT_OURS, token.replace(PREFIX, "HC1:")),
        "no prefix": (Reason.NOT_OURS, token.removeprefix(PREFIX)),
        "small letters": (Reason.NOT_OURS, token.lower()),
        "an address": (Reason.NOT_OURS, "https://example.org/"),
        "nothing": (Reason.NOT_OURS, ""),
        "no CWT tag": (Reason.WRONG_TAG, signed_with(claims().encoded(), as_cwt=False)),
        "no tag": (Reason.WRONG_TAG, pack(sign1(b"", content_type=61, signer=SIGNER))),
        "a MAC": (Reason.WRONG_TAG, raw(cbor2.CBORTag(61, cbor2.CBORTag(17, [b"", {}, b"", b""])))),
        "several signers": (Reason.WRONG_TAG, raw(cbor2.CBORTag(98, [b"", {}, b"", []]))),
        "a list of revocations": (Reason.WRONG_TAG, listed),
        "cut short": (Reason.UNREADABLE, token[:-20]),
        "doubled": (Reason.UNREADABLE, token * 2),
        "its content doubled": (Reason.UNREADABLE, token + token.removeprefix(PREFIX)),
        "padded": (Reason.UNREADABLE, token + "=="),
        "the prefix alone": (Reason.UNREADABLE, PREFIX),
        "no base45": (Reason.UNREADABLE, PREFIX + "é"),
        "a small bomb": (Reason.UNREADABLE, bomb(300_000)),
        "a large bomb": (Reason.UNREADABLE, bomb(3_000_000)),
        "deep": (Reason.UNREADABLE, pack(b"\x81" * 900 + b"\x00")),
        "no CBOR": (Reason.UNREADABLE, pack(b"\xff")),
        "something behind it": (Reason.UNREADABLE, pack(unpack(token) + b"\x00")),
        "claims of another kind": (Reason.UNREADABLE, signed_with(cbor2.dumps([1, 2]))),
        "a claim missing": (Reason.UNREADABLE, signed_with(cbor2.dumps({1: ISSUER, 2: "P"}))),
        "an unprotected header": (
            Reason.NOT_OURS,
            raw(cbor2.CBORTag(61, cbor2.CBORTag(18, [b"\xa1\x01\x26", {4: b"x"}, b"", bytes(64)]))),
        ),
    }  # fmt: skip
