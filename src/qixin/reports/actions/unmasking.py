"""Showing personal data of a report in clear, and never without a line in the journal."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.people.models import User
from qixin.people.workflow import JOURNAL as PEOPLE_JOURNAL
from qixin.reports.models import Report
from qixin.reports.policies import check_can_triage
from qixin.reports.workflow import JOURNAL

SHORTEST_REASON, LONGEST_REASON = 4, 200


@transaction.atomic
def unmask_contact(*, report: Report, reason: str, by: User) -> str:
    """Name and telephone number of the sender, for whoever decides about the report.

    Raises Refused, and Invalid without a reason of at least four characters.
    """
    check_can_triage(by, report=report)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(_("Say in a few words what you need it for; the journal records it."))
    said = mask_text(reason.strip()[:LONGEST_REASON])
    journal.write(verb=JOURNAL["unmask"], subject=report, by=by, detail={"reason": said})
    if report.sender is None:
        return f"{report.contact_name} {report.contact_phone}".strip()
    journal.write(
        verb=PEOPLE_JOURNAL["unmask"],
        subject=report.sender,
        by=by,
        detail={"field": "phone", "reason": said, "report": report.number},
    )
    return f"{report.sender.name} {report.sender.phone}".strip()


@transaction.atomic
def unmask_text(*, report: Report, by: User) -> str:
    """The text with the numbers that stand in it, for whoever decides about the report.

    No reason is asked: deciding is the reason, and somebody who is trapped waits for it. Raises
    Refused.
    """
    check_can_triage(by, report=report)
    journal.write(verb=JOURNAL["unmask_text"], subject=report, by=by)
    return report.text
