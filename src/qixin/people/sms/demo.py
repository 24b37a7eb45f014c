"""The demo's gateway: sends nothing, the page shows the code."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DemoGateway:
    shows_codes = True

    def __init__(self) -> None:
        if not settings.QIXIN_DEMO:
            # outside of a demo it would hand every account to whoever knows a telephone number
            raise ImproperlyConfigured("The demo's SMS gateway works only with QIXIN_DEMO=1.")

    def send(self, *, phone: str, text: str) -> None:
        """Nothing to do: the code stands on the page."""
