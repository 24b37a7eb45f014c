"""Reaching the people who speak for an enterprise."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.reasons import kept_reason
from qixin.enterprises.models import Enterprise
from qixin.enterprises.policies.register import check_can_unmask_contact
from qixin.enterprises.workflow import JOURNAL
from qixin.people.models import Grant, User


@transaction.atomic
def unmask_contact(*, enterprise: Enterprise, grant: Grant, reason: str, by: User) -> str:
    """A contact's telephone in clear. Raises Refused, Invalid without a reason.

    `grant` is one of the enterprise's contacts: the caller has looked it up among them.
    """
    check_can_unmask_contact(by, enterprise=enterprise)
    why = kept_reason(
        reason, missing=_("Say in a few words what you need it for; the journal records it.")
    )
    detail = {"person": grant.person_id, "field": "phone", "reason": why}
    journal.write(verb=JOURNAL["unmask_contact"], subject=enterprise, by=by, detail=detail)
    return str(grant.person.phone)
