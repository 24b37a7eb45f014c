"""Taking back a pass that was issued: it goes on the list that every post fetches."""

from __future__ import annotations

from collections.abc import Sequence

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
    put_on_list([held])
    return held


def put_on_list(revoked: Sequence[Pass]) -> None:
    """Each takes a place of its own in the list's order."""
    listed, now = locked_list(), clock.now()
    Revocation.objects.bulk_create(
        Revocation(
            district=one.district, version=place, number=one.number, until=one.valid_until, at=now
        )
        for place, one in enumerate(revoked, start=listed.version + 1)
    )
    listed.version += len(revoked)
    listed.save(update_fields=["version"])
