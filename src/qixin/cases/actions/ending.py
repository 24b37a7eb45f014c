"""Ends without the sender's word: closed with a reason, lapsed, or handed back."""

from __future__ import annotations

from typing import Any

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
    responded,
    return_reports,
    standing_lead,
    step,
    tell_senders,
)
from qixin.cases.actions.telling import tell_asker, tell_commanders
from qixin.cases.enums import OWED_STATES, AssignmentState, CaseState, Dispute
from qixin.cases.models import Case, Note
from qixin.cases.models.answers import LONGEST_NOTE
from qixin.cases.policies import (
    check_can_close,
    check_can_hand_back,
    check_can_handle,
    check_parts_are_done,
    unfinished_children,
)
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.core.personal_data import mask_text
from qixin.people.models import User
from qixin.reports.enums import Outcome


@transaction.atomic
def close(*, case: Case, reason: str, by: User, version: int | None = None) -> Case:
    """Close a case whose answer nobody confirmed in time, or that the commander ends; the sender
    reads the reason.

    Raises WrongState while the sender still has time or a part is unfinished, Invalid without a
    reason.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "close", version=version, kept=reason)
    check_can_close(by, case=held)
    check_parts_are_done(held, kept=reason)
    note = said_why(held, reason, by=by)
    lead = standing_lead(held)
    if lead is not None and lead.state != AssignmentState.DONE:
        move_assignment(lead, "finish", done_at=note.at)
    step(held, "close", by=by, detail={"note": note.pk}, closed_at=note.at, dispute="")
    told = "\n\n".join(part for part in (last_answer(held), note.text) if part)
    tell_senders(held, Outcome.CASE_CLOSED, by=by, answer=told)
    tell_asker(held, "cases.closed", by=by)
    return held


@transaction.atomic
def hand_back(*, case: Case, reason: str, by: User, version: int | None = None) -> Case:
    """退回: not this unit's matter. Its reports return to the triage queue with the reason, and the
    case goes on with the unit that triage chooses.

    Once is free. The second time, by whichever unit, the duty commander decides. Raises WrongState
    once the case was answered, Refused where the commander gave it, Invalid without a reason.
    """
    held = locked(case)
    verb = "hand_back_again" if held.handed_back_times else "hand_back"
    check_can_hand_back(by, case=held)
    check_step(held, verb, version=version, kept=reason)
    move_assignment(lead_of(held), "hand_back")
    note = said_why(held, reason, by=by)
    detail = {"unit": held.lead_unit_id, "note": note.pk}
    changes: dict[str, Any] = {
        "handed_back_times": held.handed_back_times + 1, **responded(held),
    }  # fmt: skip
    if verb == "hand_back_again":
        step(held, verb, by=by, detail=detail, dispute=Dispute.HANDED_BACK_TWICE, **changes)
        tell_commanders(held, "cases.to_decide", by=by)
        return held
    step(held, verb, by=by, detail=detail, closed_at=note.at, **changes)
    told = {"case": held.number, "unit": held.lead_unit_id, "reason": mask_text(note.text)[:200]}
    for report in held.reports:
        # The triage editor reads the reason in the report's own timeline.
        journal.write(verb=JOURNAL["hand_back"], subject=report, by=by, detail=told)
    return_reports(held, by=by)
    return held


def lapse_silent() -> int:
    """End every case as unconfirmed whose sender was silent for five working days; returns how
    many. Harmless when two workers run it at once."""
    ripe = Case.objects.filter(state=CaseState.ANSWERED, confirm_by__lt=clock.now())
    return sum(_lapse(case) for case in ripe.order_by("confirm_by")[:1_000])


@transaction.atomic
def _lapse(case: Case) -> bool:
    held = locked(case)
    if held.state != CaseState.ANSWERED or held.confirm_by is None:
        return False
    owed = held.assignments.filter(state__in=OWED_STATES).exists()
    if owed or unfinished_children(held) or held.confirm_by >= clock.now():
        return False
    step(held, "lapse", by=SYSTEM, detail={}, closed_at=clock.now())
    tell_senders(held, Outcome.CASE_CLOSED, by=SYSTEM, answer=last_answer(held))
    return True


def said_why(case: Case, text: str, *, by: User) -> Note:
    """A reason that stands in the case's course. Raises Invalid for an empty or overlong one."""
    return Note.objects.create(
        case=case,
        text=cleaned(
            text,
            most=LONGEST_NOTE,
            least=SHORTEST_REASON,
            missing=_("Give the reason in a few words."),
        ),
        unit=case.lead_unit,
        by=by,
        at=clock.now(),
    )
