"""A solved case as a question and answer for everybody: offered to the newsroom, anonymised."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import cleaned, locked
from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.cases.policies import check_can_handle
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.core.errors import Invalid, WrongState
from qixin.core.personal_data import find_personal_data
from qixin.people.models import User
from qixin.reports import actions as reports
from qixin.reports.enums import Source
from qixin.reports.models import Report

LONGEST_PART = 1_500
_NAMES = uuid.UUID("5f0b7a52-3c1e-5a0c-9a55-1d7b6d0c5e11")


@transaction.atomic
def offer_to_newsroom(*, case: Case, question: str, answer: str, by: User) -> Report:
    """Send question and answer to the triage desk, where they become a story like any report.

    Once for each case: again gives the same. Raises Refused, WrongState unless the asker confirmed,
    Invalid while a telephone, ID or plate number or the asker's name stands in the text.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    if held.state != CaseState.CONFIRMED:
        raise WrongState(_("Only what whoever asked has confirmed is offered to the newsroom."))
    asked = cleaned(question, most=LONGEST_PART, missing=_("Write the question."))
    said = cleaned(answer, most=LONGEST_PART, missing=_("Write the answer."))
    _check_anonymous(held, asked, said)
    submission = reports.Submission(
        client_key=uuid.uuid5(_NAMES, held.number),
        source=Source.APP,
        text=f"问：{asked}\n答：{said}",
        sender=by.person,
    )
    received = reports.receive(submission=submission, by=by)
    if received.is_new:
        detail = {"report": received.report.number}
        journal.write(verb=JOURNAL["offer_story"], subject=held, by=by, detail=detail)
    return received.report


def _check_anonymous(case: Case, *texts: str) -> None:
    found = [one.masked for text in texts for one in find_personal_data(text)]
    if found:
        raise Invalid(
            _("Take out what tells who asked: %(found)s.")
            % {"found": "、".join(dict.fromkeys(found))}
        )
    names = _names(case)
    shown = [name for name in names if any(name in text for text in texts)]
    if shown:
        raise Invalid(_("Take out what tells who asked: %(found)s.") % {"found": "、".join(shown)})


def _names(case: Case) -> list[str]:
    """The asker's names: the enterprise, the sender, the caller."""
    names = [case.asker.name, case.asker.short_name] if case.asker else []
    for report in case.reports:
        names += [report.contact_name, report.sender.name if report.sender else ""]
    return [name for name in names if len(name) > 1]
