"""Tokens: what was signed is read again, and nothing else ever is."""

import zlib

import base45
import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.passes.enums import Reason
from qixin.passes.tokens import (
    LEEWAY,
    PREFIX,
    Delta,
    Trust,
    check,
    issue,
    public_key,
    read_delta,
    sign_delta,
    signer_from_pem,
)
from qixin.passes.tokens.cose import Signed
from qixin.passes.tokens.packing import pack, unpack
from tests.passes.factories import FEBRUARY_3, FEBRUARY_10, ISSUER, SIGNER, make_claims
from tests.passes.refusals import OTHER, REVOKED, refused_tokens

NOON = FEBRUARY_3 + 12 * 3600
TRUST = Trust(ISSUER, {SIGNER.kid: SIGNER.public}, frozenset({REVOKED}), FEBRUARY_10)
TOKEN = issue(make_claims(), signer=SIGNER)
texts = st.text(max_size=60)
seconds = st.integers(0, 2**40 - 1)


def reason(token, *, trust=TRUST, now=NOON):
    return check(token, trust=trust, now=now).reason


@given(texts, seconds, seconds, st.integers(1, 9), st.text(max_size=8), texts)
def test_what_was_signed_is_read_again(number, since, until, pass_class, plate, route):
    claims = make_claims(
        number=number, since=since, until=until, pass_class=pass_class, plate=plate, route=route
    )
    assert check(issue(claims, signer=SIGNER), trust=TRUST, now=NOON).claims == claims


def test_a_token_fits_a_code_that_a_telephone_reads():
    longest = make_claims(plate="冀AD12345", route="河" * 60)
    assert len(issue(longest, signer=SIGNER)) < 450
    assert set(TOKEN) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_token_says_nothing_of_the_driver():
    claims = check(TOKEN, trust=TRUST, now=NOON).claims
    assert vars(claims).keys() == {
        "issuer", "number", "since", "until", "pass_class", "plate", "route",
    }  # fmt: skip


REFUSED = refused_tokens(NOON)


@pytest.mark.parametrize("case", REFUSED)
def test_each_reason_is_told_apart(case):
    expected, token = REFUSED[case]
    assert reason(token) == expected


def test_every_reason_has_its_case():
    told = {expected for expected, _token in REFUSED.values()}
    assert told | {Reason.VALID, Reason.LIST_TOO_OLD} == set(Reason)


def test_a_valid_pass_is_not_trusted_by_a_list_too_old():
    assert reason(TOKEN, now=NOON) == Reason.VALID
    old = Trust(ISSUER, TRUST.keys, frozenset(), NOON)
    assert reason(TOKEN, trust=old) == Reason.LIST_TOO_OLD
    assert reason(REFUSED["expired"][1], trust=old) == Reason.EXPIRED


def test_validity_counts_from_its_first_second_to_before_its_last():
    moments = {
        FEBRUARY_3 - LEEWAY - 1: Reason.NOT_YET_VALID,
        FEBRUARY_3 - LEEWAY: Reason.VALID,
        FEBRUARY_10 - 1: Reason.VALID,
        FEBRUARY_10: Reason.EXPIRED,
    }
    trust = Trust(ISSUER, TRUST.keys, frozenset(), FEBRUARY_10 + 1)
    assert {now: reason(TOKEN, trust=trust, now=now) for now in moments} == moments


def test_line_ends_that_pasting_leaves_are_no_part_of_a_token():
    assert reason(f"\r\n{TOKEN}\n") == Reason.VALID


def test_no_byte_of_what_is_signed_can_be_altered():
    content = unpack(TOKEN)
    for at in range(len(content)):
        for flip in (0x01, 0x80, 0xFF):
            altered = bytearray(content)
            altered[at] ^= flip
            verdict = check(pack(bytes(altered)), trust=TRUST, now=NOON)
            assert not verdict.is_valid, (at, flip)


def test_no_character_of_a_token_can_be_altered_to_say_something_else():
    said = check(TOKEN, trust=TRUST, now=NOON).claims
    for at in range(len(TOKEN)):
        for other in "0Z:":
            altered = TOKEN[:at] + other + TOKEN[at + 1 :]
            # bits that pad the end of a compressed stream mean nothing, and may be either
            assert check(altered, trust=TRUST, now=NOON).claims in (None, said)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(content):
    assert reason(pack(content)) in {Reason.UNREADABLE, Reason.WRONG_TAG, Reason.NOT_OURS}


@given(st.text(max_size=400))
def test_no_text_makes_it_stumble(text):
    assert reason(PREFIX + text) in {Reason.UNREADABLE, Reason.WRONG_TAG}


# The signed CWT of RFC 8392, A.3, as the COSE working group's examples give it (CWT/A_3.json), and
# its key of A.2.3: issued by coap://as.example.com, and none of ours.
PUBLISHED = bytes.fromhex(
    "d28443a10126a05850a70175636f61703a2f2f61732e6578616d706c652e636f6d"
    "02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f"
    "6d041a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fba"
    "d1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca5acd08c8d4d4f96131680c"
    "429a01f85951ecee743a52b9b63632c57209120e1c9e30"
)
PUBLISHED_KEY = public_key(
    bytes.fromhex("143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f"),
    bytes.fromhex("60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9"),
)


def test_a_published_signature_holds_as_we_verify_it():
    protected, _open, payload, signature = cbor2.loads(PUBLISHED).value
    assert Signed(b"", 0, payload, protected, signature).holds(PUBLISHED_KEY)
    assert not Signed(b"", 0, payload + b"\0", protected, signature).holds(PUBLISHED_KEY)


def test_a_published_token_is_not_one_of_ours():
    assert reason(base45.b45encode(zlib.compress(PUBLISHED)).decode()) == Reason.NOT_OURS
    # Under our prefix it bears no CWT tag; with one, it names no key where ours do.
    assert reason(pack(PUBLISHED)) == Reason.WRONG_TAG
    assert reason(pack(bytes([0xD8, 61]) + PUBLISHED)) == Reason.NOT_OURS


def test_a_key_is_kept_and_found_again_by_its_thumbprint():
    again = signer_from_pem(SIGNER.pem())
    assert (again.kid, again.coordinates) == (SIGNER.kid, SIGNER.coordinates)
    assert SIGNER.kid != OTHER.kid


def test_keys_overlap():
    """What the older key signed holds as long as it is trusted, and not a moment longer."""
    both = Trust(ISSUER, TRUST.keys | {OTHER.kid: OTHER.public}, frozenset(), FEBRUARY_10)
    alone = Trust(ISSUER, {OTHER.kid: OTHER.public}, frozenset(), FEBRUARY_10)
    newer = issue(make_claims(), signer=OTHER)
    assert [reason(one, trust=both) for one in (TOKEN, newer)] == [Reason.VALID] * 2
    assert [reason(one, trust=alone) for one in (TOKEN, newer)] == [
        Reason.UNKNOWN_KEY, Reason.VALID,
    ]  # fmt: skip


def test_a_list_is_read_only_as_it_was_signed():
    delta = Delta(ISSUER, 2, 4, NOON, FEBRUARY_10, {"P200203-1": FEBRUARY_10})
    encoded = sign_delta(delta, signer=SIGNER)
    assert read_delta(encoded, keys=TRUST.keys, issuer=ISSUER) == delta
    for at in range(len(encoded)):
        altered = bytearray(encoded)
        altered[at] ^= 0x01
        with pytest.raises(ValueError):
            read_delta(bytes(altered), keys=TRUST.keys, issuer=ISSUER)
    with pytest.raises(ValueError, match="ours"):
        read_delta(encoded, keys=TRUST.keys, issuer="qixin-999999")
    pass_in_its_place = unpack(TOKEN)[2:]
    with pytest.raises(ValueError, match="ours"):
        read_delta(pass_in_its_place, keys=TRUST.keys, issuer=ISSUER)
