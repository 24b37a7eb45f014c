"""COSE_Sign1 (RFC 9052) with ES256: signing, and reading without trusting."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from qixin.passes.tokens import cbor
from qixin.passes.tokens.cbor import Malformed

# Registered numbers: header parameters, algorithm, tags (IANA COSE and CBOR tag registries).
_ALG, _CONTENT_TYPE, _KID = 1, 3, 4
_ES256 = -7
SIGN1_TAG, CWT_TAG = 18, 61
_HALF = 32  # bytes of r and of s
KID_BYTES = 8


class WrongTag(ValueError):
    """CBOR, but tagged as something else than a signed token (or not at all)."""


class Foreign(ValueError):
    """A COSE_Sign1, but with headers that we do not write: somebody else's."""


@dataclass(frozen=True)
class Signer:
    """A private key with the name that tokens give it."""

    kid: bytes
    private: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        return self.private.public_key()

    @property
    def coordinates(self) -> tuple[bytes, bytes]:
        """x and y of the public key, 32 bytes each."""
        numbers = self.public.public_numbers()
        return numbers.x.to_bytes(_HALF, "big"), numbers.y.to_bytes(_HALF, "big")

    def pem(self) -> str:
        """The private key, unencrypted: for an encrypted field alone."""
        return self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode("ascii")


@dataclass(frozen=True)
class Signed:
    """What was read; nothing in it is true before `holds` says so."""

    kid: bytes
    content_type: int | str
    payload: bytes
    protected: bytes
    signature: bytes

    def holds(self, key: ec.EllipticCurvePublicKey) -> bool:
        """Whether `key` made the signature over this payload and header."""
        der = encode_dss_signature(
            int.from_bytes(self.signature[:_HALF], "big"),
            int.from_bytes(self.signature[_HALF:], "big"),
        )
        try:
            key.verify(der, _to_be_signed(self.protected, self.payload), ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


def new_signer() -> Signer:
    """A fresh P-256 key, named by the thumbprint of its public half."""
    return _named(ec.generate_private_key(ec.SECP256R1()))


def signer_from_pem(pem: str) -> Signer:
    """The signer that `Signer.pem` wrote. Raises ValueError for anything but a P-256 key."""
    private = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic curve key")
    return _named(private)


def public_key(x: bytes, y: bytes) -> ec.EllipticCurvePublicKey:
    """The P-256 point (x, y). Raises ValueError for one that is not on the curve."""
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
    )
    return numbers.public_key()


def sign1(payload: bytes, *, content_type: int | str, signer: Signer) -> bytes:
    """The payload as a COSE_Sign1 array, untagged; all headers are protected."""
    protected = cbor.encode({_ALG: _ES256, _CONTENT_TYPE: content_type, _KID: signer.kid})
    der = signer.private.sign(_to_be_signed(protected, payload), ec.ECDSA(SHA256()))
    r, s = decode_dss_signature(der)
    signature = r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")
    return cbor.encode([protected, {}, payload, signature])


def tagged(sign1_array: bytes, *, as_cwt: bool) -> bytes:
    """With the tag that says what it is, and for a CWT the tag that says so (RFC 8392, 6)."""
    tags = (CWT_TAG, SIGN1_TAG) if as_cwt else (SIGN1_TAG,)
    return b"".join(cbor.encode(cbor2.CBORTag(tag, 0))[:-1] for tag in tags) + sign1_array


def read1(encoded: bytes, *, as_cwt: bool) -> Signed:
    """What `tagged(sign1(…))` wrote. Raises WrongTag, Foreign, or Malformed for anything else."""
    value = cbor.decode(encoded)
    for tag in (CWT_TAG, SIGN1_TAG) if as_cwt else (SIGN1_TAG,):
        if not isinstance(value, cbor2.CBORTag) or value.tag != tag:
            raise WrongTag(f"tag {tag} is not there")
        value = value.value
    return _signed(value)


def _signed(value: Any) -> Signed:
    match value:
        case [bytes(protected), Mapping() as unprotected, bytes(payload), bytes(signature)]:
            header = cbor.decode(protected) if protected else {}
        case _:
            raise Malformed("not a COSE_Sign1")
    # What is not protected can be altered by anybody, so nothing may stand there.
    if unprotected or len(signature) != 2 * _HALF:
        raise Foreign("not a signature of ours")
    match header:
        case {1: -7, 3: int() | str() as content_type, 4: bytes(kid)} if len(header) == 3:
            return Signed(kid, content_type, payload, protected, signature)
    raise Foreign("not a header of ours")


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure of RFC 9052, 4.4, without external data."""
    return cbor.encode(["Signature1", protected, b"", payload])


def _named(private: ec.EllipticCurvePrivateKey) -> Signer:
    if not isinstance(private.curve, ec.SECP256R1):
        raise ValueError("not a P-256 key")
    signer = Signer(b"", private)
    x, y = signer.coordinates
    # The COSE key thumbprint (RFC 9679), cut short: it only has to tell our own keys apart.
    thumbprint = hashlib.sha256(cbor.encode({1: 2, -1: 1, -2: x, -3: y})).digest()
    return Signer(thumbprint[:KID_BYTES], private)
