"""Keys of other systems."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.people.models import ApiKey, User
from qixin.people.models.access import token_hash
from qixin.people.permissions import KEY_PERMISSIONS
from qixin.people.policies import check_can_manage_keys
from qixin.people.workflow import JOURNAL


@transaction.atomic
def create_key(*, name: str, permissions: Sequence[str], by: User) -> tuple[ApiKey, str]:
    """A key and its secret, which is shown once; only its hash is kept.

    Raises Refused, and Invalid for a permission that no key may have.
    """
    check_can_manage_keys(by)
    if not permissions or not set(permissions) <= set(KEY_PERMISSIONS):
        raise Invalid(_("Choose what the key may do."))
    prefix = secrets.token_hex(4)
    secret = f"qx_{prefix}_{ApiKey.new_secret()}"
    key = ApiKey.objects.create(
        name=name,
        prefix=prefix,
        secret_hash=token_hash(secret),
        permissions=sorted(permissions),
        created_by=by,
    )
    journal.write(
        verb=JOURNAL["create_key"], subject=key, by=by, detail={"permissions": key.permissions}
    )
    return key, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, by: User) -> ApiKey:
    """End a key now. Ending an ended one changes nothing."""
    check_can_manage_keys(by)
    held = ApiKey.objects.select_for_update().get(pk=key.pk)
    if held.revoked_at is None:
        held.revoked_at = clock.now()
        held.save(update_fields=["revoked_at"])
        journal.write(verb=JOURNAL["revoke_key"], subject=held, by=by)
        transaction.on_commit(clock.forget_kept)
    return held
