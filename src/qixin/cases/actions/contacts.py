"""Showing whoever handles a case how to reach its sender: with a reason, and journaled."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import SHORTEST_REASON, cleaned, locked
from qixin.cases.models import Case
from qixin.cases.policies import check_can_unmask
from qixin.cases.selectors import numbers_in
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.core.personal_data import mask_text
from qixin.people.models import User
from qixin.people.workflow import JOURNAL as PEOPLE_JOURNAL

LONGEST_REASON = 200


@dataclass(frozen=True)
class Contact:
    """A sender in clear, and the numbers in what was reported; any may be empty."""

    name: str
    phone: str
    in_text: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " · ".join(part for part in (self.name, self.phone, *self.in_text) if part)


@transaction.atomic
def unmask_contact(*, case: Case, reason: str, by: User) -> Contact:
    """The sender's name and number, and the numbers in the report's text and in what the sender
    objected, in clear. Raises Refused, Invalid without a reason.
    """
    held = locked(case)
    check_can_unmask(by, case=held)
    said = mask_text(
        cleaned(
            reason,
            most=LONGEST_REASON,
            least=SHORTEST_REASON,
            missing=_("Say in a few words what you need it for; the journal records it."),
        )
    )
    journal.write(verb=JOURNAL["unmask"], subject=held, by=by, detail={"reason": said})
    person = held.report.sender
    numbers = tuple(dict.fromkeys(found.text for found in numbers_in(held)))
    if person is None:
        return Contact(held.report.contact_name, held.report.contact_phone, numbers)
    journal.write(
        verb=PEOPLE_JOURNAL["unmask"],
        subject=person,
        by=by,
        detail={"field": "phone", "reason": said, "case": held.number},
    )
    return Contact(person.name, person.phone, numbers)
