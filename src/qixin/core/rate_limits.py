"""How often somebody may ask, counted in Django's cache.

A brake and not a lock: two requests in the same instant may count as one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qixin.core.encryption import keyed_hash
from qixin.core.errors import TooMany


@dataclass(frozen=True)
class Rate:
    """At most `times` within any `seconds`."""

    times: int
    seconds: int


def consume(action: str, *, key: str, rates: tuple[Rate, ...]) -> None:
    """Count one more `action` of `key` (an address, a telephone number; kept only as a hash).

    Raises TooMany, with the seconds until the next one, once a rate is used up; what was refused
    does not count.
    """
    name = f"rate:{action}:{keyed_hash(key, purpose='rate-limit')}"
    now = time.time()
    longest = max(rate.seconds for rate in rates)
    past = [moment for moment in cache.get(name, []) if moment > now - longest]
    for rate in rates:
        recent = [moment for moment in past if moment > now - rate.seconds]
        if len(recent) >= rate.times:
            wait = int(recent[-rate.times] + rate.seconds - now) + 1
            raise TooMany(_try_again(wait), retry_after=wait)
    cache.set(name, [*past, now], longest)


def client_address(request: HttpRequest) -> str:
    """The caller's IP address; behind a proxy as ALLAUTH_TRUSTED_PROXY_COUNT says, else the peer's.

    An X-Forwarded-For that no trusted proxy wrote is not believed.
    """
    return get_client_ip(request) or ""


def _try_again(seconds: int) -> str:
    minutes = max(1, -(-seconds // 60))
    if minutes < 120:
        return ngettext(
            "That was very often in a short time. Please try again in %(count)d minute.",
            "That was very often in a short time. Please try again in %(count)d minutes.",
            minutes,
        ) % {"count": minutes}
    return _("That was very often in a short time. Please try again in %(hours)d hours.") % {
        "hours": -(-minutes // 60)
    }
