"""What a checker needs to know: the keys, and what was revoked. Public but for the private keys."""

from __future__ import annotations

import base64
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from qixin.core import clock
from qixin.core.models import default_district
from qixin.passes.enums import KeyState
from qixin.passes.models import Pass, Revocation, RevocationList, SigningKey
from qixin.passes.selectors.terms import signing_key, terms
from qixin.passes.tokens import (
    Delta,
    Trust,
    issuer_of,
    public_key,
    sign_delta,
    signer_from_pem,
)

# So long after their end passes are still told apart from forged ones.
_REMEMBERED = timedelta(days=30)


def issuer() -> str:
    return issuer_of(default_district())


def trusted_keys() -> list[SigningKey]:
    """The key that signs, those announced, and those of passes that are not long over."""
    now = clock.now()
    current = signing_key()
    alive = Pass.objects.filter(key=OuterRef("pk"), valid_until__gt=now - _REMEMBERED)
    return list(
        SigningKey.objects.filter(district=default_district(), state=KeyState.STANDING).filter(
            Q(signs_from__gt=now) | Q(pk=current.pk if current else 0) | Exists(alive)
        )
    )


def revocations_after(version: int) -> Delta:
    """What was revoked after `version`, and what is not over yet; the whole list from 0.

    Whoever names a version that the list never had gets the whole list.
    """
    now = clock.now()
    held = RevocationList.objects.filter(district=default_district()).first()
    latest = held.version if held else 0
    after = version if 0 <= version <= latest else 0
    rows = Revocation.objects.filter(
        district=default_district(), version__gt=after, version__lte=latest, until__gt=now
    )
    return Delta(
        issuer=issuer(),
        after=after,
        version=latest,
        at=int(now.timestamp()),
        until=int((now + terms().list_age).timestamp()),
        revoked={number: int(until.timestamp()) for number, until in
                 rows.values_list("number", "until")},
    )  # fmt: skip


def signed_list(after: int) -> str:
    """`revocations_after`, signed, as base64; "" while no key signs: then nothing was issued."""
    signing = signing_key()
    if signing is None:
        return ""
    signed = sign_delta(revocations_after(after), signer=signer_from_pem(signing.private_pem))
    return base64.b64encode(signed).decode("ascii")


def trust() -> Trust:
    """The server's own trust: every trusted key, the whole list, fresh."""
    whole = revocations_after(0)
    keys = {
        bytes.fromhex(key.kid): public_key(bytes.fromhex(key.x), bytes.fromhex(key.y))
        for key in trusted_keys()
    }
    return Trust(whole.issuer, keys, frozenset(whole.revoked), whole.until)
