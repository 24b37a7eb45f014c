"""Showing a driver's name and numbers in clear: with a reason, and journaled."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.reasons import kept_reason
from qixin.passes.actions.stepping import locked
from qixin.passes.models import Pass
from qixin.passes.policies import check_can_unmask
from qixin.passes.workflow import JOURNAL
from qixin.people.models import User


@transaction.atomic
def unmask(*, asked: Pass, reason: str, by: User) -> str:
    """The driver's name, telephone and ID number. Raises Refused, Invalid without a reason."""
    held = locked(asked)
    check_can_unmask(by, asked=held)
    why = kept_reason(
        reason, missing=_("Say in a few words what you need it for; the journal records it.")
    )
    journal.write(
        verb=JOURNAL["unmask"], subject=held, by=by, detail={"field": "driver", "reason": why}
    )
    parts = (held.driver_name, held.driver_phone, held.driver_id_number)
    return " · ".join(part for part in parts if part)
