"""The people who speak for an enterprise: invited, named, withdrawn, reached.

That somebody speaks for it is a grant, which room `people` gives and ends.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Conflict
from qixin.core.reasons import kept_reason
from qixin.enterprises.actions.stepping import locked_enterprise
from qixin.enterprises.models import Enterprise
from qixin.enterprises.policies.register import (
    check_can_keep_contacts,
    check_can_unmask_contact,
    check_not_the_last,
)
from qixin.enterprises.selectors.register import grants_of
from qixin.enterprises.workflow import JOURNAL
from qixin.people import actions as people
from qixin.people.actions.grants import end as end_grant
from qixin.people.enums import Role
from qixin.people.models import Grant, Invitation, User

LONGEST_NAME = 64


@transaction.atomic
def invite_contact(*, enterprise: Enterprise, name: str, by: User) -> tuple[Invitation, str]:
    """An invitation to speak for the enterprise and its token, which is shown once.

    Raises Refused, WrongState for a merged one.
    """
    check_can_keep_contacts(by, enterprise=enterprise)
    called = " ".join(name.replace("\0", "").split())[:LONGEST_NAME]
    made = people.invite(role=Role.ENTERPRISE_CONTACT, unit=enterprise.unit, name=called, by=by)
    journal.write(verb=JOURNAL["invite_contact"], subject=enterprise, by=by)
    return made


@transaction.atomic
def name_contact(*, enterprise: Enterprise, grant: Grant, by: User) -> Enterprise:
    """Make one of the enterprise's contacts the responsible one. Once more changes nothing.

    Raises Refused, WrongState for a merged one, Conflict for somebody who was withdrawn meanwhile.
    """
    held = locked_enterprise(enterprise)
    check_can_keep_contacts(by, enterprise=held)
    if not grants_of(held).filter(person=grant.person_id).exists():
        raise Conflict(_("This person does not speak for the enterprise any more."))
    if held.contact_id == grant.person_id:
        return held
    held.contact = grant.person
    held.save(update_fields=["contact"])
    journal.write(
        verb=JOURNAL["name_contact"], subject=held, by=by, detail={"person": grant.person_id}
    )
    return held


@transaction.atomic
def withdraw_contact(*, enterprise: Enterprise, grant: Grant, by: User) -> None:
    """Let somebody no longer speak for the enterprise, under any of its names. Once more changes
    nothing.

    Raises Refused, WrongState for a merged one, Conflict where nobody would be left.
    """
    held = locked_enterprise(enterprise)
    check_can_keep_contacts(by, enterprise=held)
    theirs = list(grants_of(held).filter(person=grant.person_id).select_related("area", "unit"))
    if not theirs:
        return
    others = grants_of(held).exclude(person=grant.person_id)
    check_not_the_last(by, enterprise=held, left=others.count())
    for one in theirs:
        end_grant(grant=one, by=by)
    if held.contact_id == grant.person_id:
        held.contact = None
        held.save(update_fields=["contact"])
    journal.write(
        verb=JOURNAL["withdraw_contact"], subject=held, by=by, detail={"person": grant.person_id}
    )


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
