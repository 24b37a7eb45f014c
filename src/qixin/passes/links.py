"""The token in the link by which a driver shows a pass."""

from __future__ import annotations

from django.urls import reverse

from qixin.core import links


def token_hash(token: str) -> str:
    return links.token_hash(token, purpose="pass-link")


def address_of(token: str) -> str:
    """The whole address, as it stands in QR codes and messages."""
    return links.whole_address(reverse("passes:driver_page", args=[token]))
