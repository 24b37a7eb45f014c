"""The token in a recipient's link: 160 random bits, found again by a keyed hash."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.urls import reverse

from qixin.core.encryption import keyed_hash

_BYTES = 20


def new_token() -> str:
    return secrets.token_urlsafe(_BYTES)


def token_hash(token: str) -> str:
    return keyed_hash(token, purpose="letter-link")


def address_of(token: str) -> str:
    """The whole address, as it stands in QR codes and e-mails."""
    path = reverse("letters:answer", args=[token])
    return f"{settings.QIXIN_SITE_URL.rstrip('/')}{path}"
