"""What tells one reader's browser from another, without saying whose it is."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

_COOKIE, _SALT, _AGE = "reader", "newsroom.reader", 365 * 24 * 3600


def browser_of(request: HttpRequest) -> str:
    """The browser's own mark; a new one where it has none, or one that we did not sign."""
    known = request.get_signed_cookie(_COOKIE, default="", salt=_SALT)
    return known or secrets.token_hex(16)


def remember(response: HttpResponse, browser: str) -> HttpResponse:
    """Leave the mark with the browser for a year."""
    response.set_signed_cookie(
        _COOKIE, browser, salt=_SALT, max_age=_AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def comes_from_our_page(request: HttpRequest) -> bool:
    """Whether a form was sent from one of our own pages.

    Public pages are files and carry no token against forged requests; every browser of the last
    ten years says where a form stands. What says nothing is asked to confirm, on a page with one.
    """
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    hosts = {request.get_host()} | {urlsplit(one).netloc for one in settings.CSRF_TRUSTED_ORIGINS}
    return bool(said) and url_has_allowed_host_and_scheme(said, allowed_hosts=hosts)
