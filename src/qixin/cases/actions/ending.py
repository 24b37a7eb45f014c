"""Ends without the sender's word: closed with a reason, or handed back to triage."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.answering import last_answer
from qixin.cases.actions.stepping import (
    SHORTEST_REASON,
    check_step,
    cleaned,
    lead_of,
    locked,
    move_assignment,
    return_reports,
    step,
    tell_senders,
)
from qixin.cases.enums import AssignmentState
from qixin.cases.models import Case, Note
from qixin.cases.models.answers import LONGEST_NOTE
from qixin.cases.policies import check_can_close, check_can_handle
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.personal_data import mask_text
from qixin.people.models import User
from qixin.reports.enums import Outcome


@transaction.atomic
def close(*, case: Case, reason: str, by: User, version: int | None = None) -> Case:
    """Close a case whose answer nobody confirmed in time; the sender reads the reason.

    Raises WrongState while the sender still has time, Invalid without a reason.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "close", version=version, kept=reason)
    check_can_close(by, case=held)
    said = _reason(reason)
    note = Note.objects.create(case=held, text=said, by=by, at=clock.now())
    lead = lead_of(held)
    if lead.state != AssignmentState.DONE:
        move_assignment(lead, "finish")
    step(held, "close", by=by, detail={"note": note.pk}, closed_at=note.at)
    told = "\n\n".join(part for part in (last_answer(held), said) if part)
    tell_senders(held, Outcome.CASE_CLOSED, by=by, answer=told)
    return held


@transaction.atomic
def hand_back(*, case: Case, reason: str, by: User, version: int | None = None) -> Case:
    """退回: not this unit's matter. Its reports return to the triage queue with the reason.

    Raises WrongState once the case was answered, Invalid without a reason.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "hand_back", version=version, kept=reason)
    said = _reason(reason)
    move_assignment(lead_of(held), "hand_back")
    note = Note.objects.create(case=held, text=said, by=by, at=clock.now())
    step(
        held,
        "hand_back",
        by=by,
        detail={"unit": held.lead_unit_id, "note": note.pk},
        closed_at=note.at,
    )
    told = {"case": held.number, "unit": held.lead_unit_id, "reason": mask_text(said)[:200]}
    for report in held.reports:
        # The triage editor reads the reason in the report's own timeline.
        journal.write(verb=JOURNAL["hand_back"], subject=report, by=by, detail=told)
    return_reports(held, by=by)
    return held


def _reason(text: str) -> str:
    return cleaned(
        text, most=LONGEST_NOTE, least=SHORTEST_REASON, missing=_("Give the reason in a few words.")
    )
