"""A gateway that is reached by one HTTP request, as most providers offer.

`QIXIN_SMS_URL`      address (https)
`QIXIN_SMS_BODY`     JSON with `{phone}` and `{text}` where they belong; or, with `QIXIN_SMS_TYPE`
                     `application/x-www-form-urlencoded`, a query string of the same kind
`QIXIN_SMS_HEADERS`  JSON object of further headers, e.g. {"Authorization": "Bearer …"}
`QIXIN_SMS_ACCEPTED` what the answer must contain, e.g. "Code":"OK"; many providers refuse with 200.
                     Blanks do not count. Empty: any answer with 2xx will do
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import quote_plus, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from qixin.people.sms.gateways import NotSent

LONGEST_ANSWER = 65_536
FORM = "application/x-www-form-urlencoded"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A message that is sent on elsewhere arrives there without its body: it was not sent."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


class HttpGateway:
    shows_codes = False
    seconds = 8

    def __init__(self) -> None:
        self.url: str = settings.QIXIN_SMS_URL
        if urlsplit(self.url).scheme not in ("https", "http") or not settings.QIXIN_SMS_BODY:
            raise ImproperlyConfigured("HttpGateway needs QIXIN_SMS_URL and QIXIN_SMS_BODY.")

    def send(self, *, phone: str, text: str) -> None:
        """Post the message. Raises NotSent unless the provider says that it took it."""
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self.url,
            data=self._body(phone, text),
            headers={"Content-Type": settings.QIXIN_SMS_TYPE, **settings.QIXIN_SMS_HEADERS},
        )
        try:
            with _opener.open(request, timeout=self.seconds) as answer:
                accepted = self._accepted(answer.read(LONGEST_ANSWER))
        except (urllib.error.URLError, OSError, HTTPException):
            accepted = False
        if not accepted:
            # raised out here without a cause: that one's text may hold the number
            raise NotSent(
                _("The code could not be sent just now. Try again, or use your password.")
            )

    def _accepted(self, answer: bytes) -> bool:
        told = "".join(answer.decode("utf-8", "replace").split())
        return "".join(settings.QIXIN_SMS_ACCEPTED.split()) in told

    def _body(self, phone: str, text: str) -> bytes:
        if settings.QIXIN_SMS_TYPE == FORM:
            filled = settings.QIXIN_SMS_BODY.replace("{phone}", quote_plus(phone))
            return filled.replace("{text}", quote_plus(text)).encode()
        filled = settings.QIXIN_SMS_BODY.replace("{phone}", json.dumps(phone)[1:-1])
        return filled.replace("{text}", json.dumps(text)[1:-1]).encode()
