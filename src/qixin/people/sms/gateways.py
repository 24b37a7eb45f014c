"""What a gateway is, and which one this installation has."""

from __future__ import annotations

from http import HTTPStatus
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from qixin.core.errors import QixinError


class NotSent(QixinError):
    """The message could not be handed to the gateway; whoever asked is told so."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class Gateway(Protocol):
    """Hands one text message over. `shows_codes`: the page shows the code, nothing is sent."""

    shows_codes: bool

    def send(self, *, phone: str, text: str) -> None:
        """Raises NotSent. Neither number nor text may reach a log."""
        ...


def is_configured() -> bool:
    return bool(settings.QIXIN_SMS_GATEWAY)


def gateway() -> Gateway:
    """The gateway that `QIXIN_SMS_GATEWAY` names. Raises NotSent where it names none."""
    if not is_configured():
        raise NotSent(
            _("Codes by text message are not set up here. Sign in with your password instead.")
        )
    made: Gateway = import_string(settings.QIXIN_SMS_GATEWAY)()
    return made
