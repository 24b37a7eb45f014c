"""The answer, and what the sender says to it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import (
    check_step,
    cleaned,
    lead_of,
    locked,
    move_assignment,
    step,
    tell_sender,
    tell_senders,
)
from qixin.cases.clocks import due_after
from qixin.cases.models import Answer, Case
from qixin.cases.models.answers import LONGEST_ANSWER
from qixin.cases.policies import check_can_handle
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.people.models import User
from qixin.reports.enums import Outcome, Urgency
from qixin.reports.models import Report, Settlement


@transaction.atomic
def answer(*, case: Case, text: str, by: User, version: int | None = None) -> Answer:
    """Answer the sender, who is asked to confirm or send back. It stops the clock.

    Raises Invalid for an empty or overlong text, Conflict with the text typed where somebody else
    was quicker.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    check_step(held, "answer", version=version, kept=text)
    said = Answer.objects.create(
        case=held,
        unit=held.lead_unit,
        text=cleaned(
            text, most=LONGEST_ANSWER, missing=_("Write what was done, or when it will be.")
        ),
        by=by,
        at=clock.now(),
        due_at=held.due_at,
    )
    move_assignment(lead_of(held), "finish", officer=by)
    step(
        held,
        "answer",
        by=by,
        detail={"answer": said.pk, "late": said.was_late},
        answered_at=said.at,
    )
    tell_senders(held, Outcome.CASE_ANSWERED, by=by, answer=said.text, asks=True)
    return said


@transaction.atomic
def confirm(*, case: Case, by: Actor, report: Report | None = None) -> Case:
    """The sender is content. Called for the sender by the room that knows who that is.

    Where several sent `report`s of the same matter, the case is settled once the last of them is
    content; until then each can still send the answer back.
    """
    held = locked(case)
    check_step(held, "confirm")
    if report is not None and _others_are_asked(held, report):
        detail = {"report": report.number}
        journal.write(verb=JOURNAL["confirm_one"], subject=held, by=by, detail=detail)
        tell_sender(held, report, Outcome.CASE_CONFIRMED, by=by, answer=last_answer(held))
        return held
    step(held, "confirm", by=by, detail={}, closed_at=clock.now())
    tell_senders(held, Outcome.CASE_CONFIRMED, by=by, answer=last_answer(held))
    return held


@transaction.atomic
def send_back(*, case: Case, text: str, by: Actor) -> Case:
    """The sender is not content and says why; the department gets it again, on a new clock."""
    held = locked(case)
    check_step(held, "send_back", kept=text)
    now = clock.now()
    latest = held.answers.last()
    if latest is not None:
        latest.objection, latest.objected_at = text.replace("\0", "").strip(), now
        latest.save(update_fields=["objection", "objected_at"])
    due_at, basis = due_after(now, Urgency(held.urgency))
    move_assignment(lead_of(held), "send_back", due_at=due_at)
    detail = {"answer": latest.pk} if latest else {}
    step(held, "send_back", by=by, detail=detail, due_at=due_at, clock_basis=basis)
    tell_senders(held, Outcome.CASE_SENT_BACK, by=by, answer=last_answer(held))
    return held


def _others_are_asked(case: Case, report: Report) -> bool:
    others = [one for one in case.reports if one.pk != report.pk]
    asked = Settlement.objects.filter(report__in=others, thing=case.thing, awaits_sender=True)
    return bool(others) and asked.exists()


def last_answer(case: Case) -> str:
    latest = case.answers.last()
    return latest.text if latest else ""
