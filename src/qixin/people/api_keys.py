"""Which key a secret belongs to."""

from __future__ import annotations

import hmac

from qixin.core import clock
from qixin.people.models import ApiKey
from qixin.people.models.access import token_hash


def authenticate(secret: str) -> ApiKey | None:
    """The key in force whose secret this is (`qx_<prefix>_<secret>`), else None.

    What it may do stands in `key.permissions`. Its day of last use is noted, once a day.
    """
    parts = secret.strip().split("_", 2)
    if len(parts) != 3 or parts[0] != "qx":
        return None
    key = ApiKey.objects.filter(prefix=parts[1], revoked_at__isnull=True).first()
    if key is None or not hmac.compare_digest(key.secret_hash, token_hash(secret.strip())):
        return None
    if key.last_used_on != clock.today():
        key.last_used_on = clock.today()
        key.save(update_fields=["last_used_on"])
    return key
