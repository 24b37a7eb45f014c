"""Showing whoever handles a case how to reach its sender: with a reason, and journaled."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import SHORTEST_REASON, cleaned, locked
from qixin.cases.models import Case
from qixin.cases.policies import check_can_unmask
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.core.errors import NotFound
from qixin.core.personal_data import find_personal_data, mask_text
from qixin.people.models import User
from qixin.people.workflow import JOURNAL as PEOPLE_JOURNAL
from qixin.reports.models import Report

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
def unmask_contact(*, case: Case, reason: str, by: User, report: str = "") -> Contact:
    """A sender's name and number, and the numbers in the report and in what its sender objected,
    in clear; `report` is its number where several reports are answered.

    Raises Refused, Invalid without a reason, NotFound for a report that the case does not answer.
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
    asked = _report(held, report)
    detail = {"reason": said} | ({"report": asked.number} if report else {})
    journal.write(verb=JOURNAL["unmask"], subject=held, by=by, detail=detail)
    person, numbers = asked.sender, _numbers(held, asked)
    if person is None:
        return Contact(asked.contact_name, asked.contact_phone, numbers)
    journal.write(
        verb=PEOPLE_JOURNAL["unmask"],
        subject=person,
        by=by,
        detail={"field": "phone", "reason": said, "case": held.number},
    )
    return Contact(person.name, person.phone, numbers)


def _report(case: Case, number: str) -> Report:
    found = next((one for one in case.reports if not number or one.number == number), None)
    if found is None:
        raise NotFound(_("There is no report with this number, or none that you may read."))
    return found


def _numbers(case: Case, report: Report) -> tuple[str, ...]:
    """Those of the report; with the case's own report also of whatever its senders said."""
    texts = [report.text, report.address]
    if report.pk == case.report_id:
        texts += case.words_of_senders
    return tuple(dict.fromkeys(found.text for text in texts for found in find_personal_data(text)))
