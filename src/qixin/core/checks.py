"""What `manage.py check` says of settings that do not go together."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from qixin.core import wakeups


@register()
def check_wakeups(**_given: Any) -> list[CheckMessage]:
    """`QIXIN_WAKE` names a way that can be gone here."""
    sentence = wakeups.fault()
    return [Error(sentence, id="qixin.E001")] if sentence else []
