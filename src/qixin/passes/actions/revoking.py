"""Taking back a pass that was issued: it goes on the list that every post fetches."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.reasons import kept_reason
from qixin.passes.actions.stepping import locked, locked_list, step
from qixin.passes.models import Pass, Revocation
from qixin.passes.policies import check_can_revoke, check_transition
from qixin.people.models import User


@transaction.atomic
def revoke(*, asked: Pass, reason: str, by: User) -> Pass:
    """Revoke an issued pass; there is no way back. Raises Refused, WrongState, Invalid."""
    held = locked(asked)
    check_can_revoke(by, asked=held)
    check_transition("pass", "revoke", held.state)
    why = kept_reason(reason, missing=_("Say in a few words why; the holder reads it."))
    step(held, "revoke", by=by, reason=why)
    listed = locked_list()
    listed.version += 1
    listed.save(update_fields=["version"])
    Revocation.objects.create(
        district=held.district,
        version=listed.version,
        number=held.number,
        until=held.valid_until,
        at=clock.now(),
    )
    return held
