"""The token in a recipient's link."""

from __future__ import annotations

from django.urls import reverse

from qixin.core import links


def token_hash(token: str) -> str:
    return links.token_hash(token, purpose="letter-link")


def address_of(token: str) -> str:
    """The whole address, as it stands in QR codes and e-mails."""
    return links.whole_address(reverse("letters:answer", args=[token]))
