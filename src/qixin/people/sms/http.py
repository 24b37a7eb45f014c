"""A gateway that is reached by one HTTP request, as most providers offer.

`QIXIN_SMS_URL`      address (https)
`QIXIN_SMS_BODY`     JSON with `{phone}` and `{text}` where they belong; or, with `QIXIN_SMS_TYPE`
                     `application/x-www-form-urlencoded`, a query string of the same kind
`QIXIN_SMS_HEADERS`  JSON object of further headers, e.g. {"Authorization": "Bearer …"}
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from urllib.parse import quote_plus, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from qixin.people.sms.gateways import NotSent

SECONDS = 8
FORM = "application/x-www-form-urlencoded"


class HttpGateway:
    shows_codes = False

    def __init__(self) -> None:
        self.url: str = settings.QIXIN_SMS_URL
        if urlsplit(self.url).scheme not in ("https", "http") or not settings.QIXIN_SMS_BODY:
            raise ImproperlyConfigured("HttpGateway needs QIXIN_SMS_URL and QIXIN_SMS_BODY.")

    def send(self, *, phone: str, text: str) -> None:
        """Post the message. Raises NotSent where the provider does not answer with 2xx."""
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self.url,
            data=self._body(phone, text),
            headers={"Content-Type": settings.QIXIN_SMS_TYPE, **settings.QIXIN_SMS_HEADERS},
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310 - as above
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            # no cause: its text may hold the number
            raise NotSent(
                _("The code could not be sent just now. Try again, or use your password.")
            ) from None

    def _body(self, phone: str, text: str) -> bytes:
        if settings.QIXIN_SMS_TYPE == FORM:
            filled = settings.QIXIN_SMS_BODY.replace("{phone}", quote_plus(phone))
            return filled.replace("{text}", quote_plus(text)).encode()
        filled = settings.QIXIN_SMS_BODY.replace("{phone}", json.dumps(phone)[1:-1])
        return filled.replace("{text}", json.dumps(text)[1:-1]).encode()
