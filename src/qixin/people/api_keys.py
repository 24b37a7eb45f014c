"""Which key a secret belongs to."""

from __future__ import annotations

import hmac

from django.db.models import QuerySet

from qixin.core import clock
from qixin.core.clock import kept_for
from qixin.people.models import ApiKey
from qixin.people.models.access import token_hash

# Seconds that a process may go on with a key after it was revoked.
FRESH_FOR = 5


def authenticate(secret: str) -> ApiKey | None:
    """The key in force whose secret this is (`qx_<prefix>_<secret>`), else None.

    What it may do stands in `key.permissions`. Its day of last use is noted, once a day. A key that
    was revoked is refused by every process within `FRESH_FOR` seconds.
    """
    parts = secret.strip().split("_", 2)
    if len(parts) != 3 or parts[0] != "qx":
        return None
    key = keys_in_force().get(parts[1]) or _in_force().filter(prefix=parts[1]).first()
    if key is None or not hmac.compare_digest(key.secret_hash, token_hash(secret.strip())):
        return None
    if key.last_used_on != clock.today():
        key.last_used_on = clock.today()
        key.save(update_fields=["last_used_on"])
    return key


@kept_for(seconds=FRESH_FOR)
def keys_in_force() -> dict[str, ApiKey]:
    """Keys by prefix: a handful, asked for with each request of another system."""
    return {key.prefix: key for key in _in_force()}


def _in_force() -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(revoked_at__isnull=True)
