"""The page with number and code that a resident sees after sending."""

from __future__ import annotations

import uuid

from django.core import signing
from django.urls import reverse

from qixin.reports.models import Report

_SALT = "reports.sent"
_AGE = 24 * 3600


def receipt_address(report: Report) -> str:
    """Where number and follow-up code stand; the address works for a day."""
    token = signing.dumps(report.client_key.hex, salt=_SALT)
    return reverse("reports:public_sent", args=[token])


def read_receipt(token: str) -> Report | None:
    """The report of a receipt's address; None where it is wrong or too old."""
    try:
        key = uuid.UUID(signing.loads(token, salt=_SALT, max_age=_AGE))
    except (signing.BadSignature, ValueError):
        return None
    return Report.objects.filter(client_key=key).first()
