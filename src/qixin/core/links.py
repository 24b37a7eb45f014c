"""Links that open one thing to whoever holds them: 160 random bits, found again by a keyed hash."""

from __future__ import annotations

import secrets

from django.conf import settings

from qixin.core.encryption import keyed_hash

_BYTES = 20
# Of what somebody types as a token, no more than this is looked at.
LONGEST_TOKEN = 100


def new_token() -> str:
    return secrets.token_urlsafe(_BYTES)


def token_hash(token: str, *, purpose: str) -> str:
    """What is stored and searched for; a hash for one `purpose` finds nothing for another."""
    return keyed_hash(token[:LONGEST_TOKEN], purpose=purpose)


def whole_address(path: str) -> str:
    """`path` with scheme and host, as it stands in QR codes and messages."""
    return f"{settings.QIXIN_SITE_URL.rstrip('/')}{path}"
