"""No second factor, which is tested where people sign in; and no mail asks for a name server."""

import pytest
from django.core.mail.utils import DNS_NAME


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.QIXIN_DEMO = True


@pytest.fixture(autouse=True)
def machine_has_a_name(monkeypatch):
    monkeypatch.setattr(DNS_NAME, "_fqdn", "localhost", raising=False)
