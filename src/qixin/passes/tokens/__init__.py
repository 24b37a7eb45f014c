"""Signed passes: what stands in a token, how it is signed, packed, read and checked.

A token is `QX1:` and, in base45 (RFC 9285), the zlib (RFC 1950) of a CWT (RFC 8392) signed as
COSE_Sign1 (RFC 9052) with ES256. Revocations are signed alike, with a content type of their own, so
that neither can be shown in place of the other. Nothing here touches the database.
"""

from qixin.passes.tokens.checking import LEEWAY, Trust, Verdict, check
from qixin.passes.tokens.claims import Claims, issuer_of
from qixin.passes.tokens.cose import Signer, new_signer, public_key, signer_from_pem
from qixin.passes.tokens.packing import PREFIX, issue
from qixin.passes.tokens.revocations import Delta, read_delta, sign_delta

__all__ = [
    "LEEWAY",
    "PREFIX",
    "Claims",
    "Delta",
    "Signer",
    "Trust",
    "Verdict",
    "check",
    "issue",
    "issuer_of",
    "new_signer",
    "public_key",
    "read_delta",
    "sign_delta",
    "signer_from_pem",
]
