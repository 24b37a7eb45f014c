"""The answer, and what the sender says to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases import clocks
from qixin.cases.actions.attaching import attach, kept
from qixin.cases.actions.opening import lead_changes, restart
from qixin.cases.actions.stepping import (
    check_step,
    cleaned,
    lead_of,
    locked,
    move_assignment,
    responded,
    step,
    tell_sender,
    tell_senders,
)
from qixin.cases.actions.telling import tell_asker, tell_commanders, tell_lead
from qixin.cases.enums import Dispute
from qixin.cases.models import Answer, Case
from qixin.cases.models.answers import LONGEST_ANSWER
from qixin.cases.policies import (
    can_be_confirmed,
    check_can_handle,
    check_can_speak_for_asker,
    check_parts_are_done,
)
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.calendar_days import working_calendar
from qixin.letters.actions import Upload
from qixin.people.models import User
from qixin.reports.enums import Outcome, Satisfaction
from qixin.reports.models import Report, Settlement

# So many answers the asker may refuse; the last of them goes to the duty commander.
MOST_REFUSALS = 2


def answer(
    *,
    case: Case,
    text: str,
    by: User,
    version: int | None = None,
    files: tuple[Upload, ...] = (),
) -> Answer:
    """Answer the sender, who is asked to confirm or send back. It stops the clock.

    Raises Invalid for an empty or overlong text or a file that is not taken, Conflict with the text
    typed where somebody else was quicker, WrongState while a co-unit or a case below is unfinished.
    """
    with kept(files) as stored, transaction.atomic():
        held = locked(case)
        check_can_handle(by, case=held)
        check_step(held, "answer", version=version, kept=text)
        check_parts_are_done(held, kept=text)
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
        attach(stored, case=held, answer=said, by=by)
        move_assignment(lead_of(held), "finish", officer=by, done_at=said.at)
        step(
            held,
            "answer",
            by=by,
            detail={"answer": said.pk, "late": said.was_late},
            answered_at=said.at,
            confirm_by=_confirm_by(held),
            **responded(held),
        )
        tell_senders(held, Outcome.CASE_ANSWERED, by=by, answer=said.text, asks=True)
        tell_asker(held, "cases.answered", by=by)
        return said


@transaction.atomic
def confirm(
    *,
    case: Case,
    by: Actor,
    report: Report | None = None,
    satisfaction: Satisfaction | None = None,
) -> Case:
    """The sender is content. Called for the sender by the room that knows who that is.

    Where several sent `report`s of the same matter, the case is settled once the last of them is
    content; until then each can still send the answer back.
    """
    held = locked(case)
    check_step(held, "confirm")
    # Of several senders the least content one counts.
    said = {}
    if satisfaction is not None:
        said["satisfaction"] = Satisfaction(min(satisfaction, held.satisfaction or satisfaction))
    if report is not None and _others_are_asked(held, report):
        detail = {"report": report.number}
        journal.write(verb=JOURNAL["confirm_one"], subject=held, by=by, detail=detail)
        tell_sender(held, report, Outcome.CASE_CONFIRMED, by=by, answer=last_answer(held))
        Case.objects.filter(pk=held.pk).update(**said)
        return held
    step(held, "confirm", by=by, detail={**said}, closed_at=clock.now(), **said)
    tell_senders(held, Outcome.CASE_CONFIRMED, by=by, answer=last_answer(held))
    tell_lead(held, "cases.confirmed")
    return held


@transaction.atomic
def confirm_for_asker(*, case: Case, satisfaction: Satisfaction, by: User) -> Case:
    """A contact of the enterprise is content. Raises Refused, WrongState."""
    check_can_speak_for_asker(by, case=case)
    return confirm(case=case, by=by, satisfaction=satisfaction)


@transaction.atomic
def send_back_for_asker(*, case: Case, text: str, by: User) -> Case:
    """A contact of the enterprise is not content. Raises Refused, Invalid, WrongState."""
    check_can_speak_for_asker(by, case=case)
    return send_back(case=case, text=text, by=by)


@transaction.atomic
def send_back(*, case: Case, text: str, by: Actor) -> Case:
    """The sender is not content and says why; the department gets it again, on a new clock.

    The second time it goes to the duty commander, who decides. Raises Invalid without a reason.
    """
    held = locked(case)
    verb = "refuse_again" if held.refused_times + 1 >= MOST_REFUSALS else "send_back"
    check_step(held, verb, kept=text)
    latest = _note_objection(held, text)
    restart(held)
    move_assignment(lead_of(held), "send_back", done_at=None, **held.clock_values())
    changes: dict[str, Any] = {"refused_times": held.refused_times + 1, **lead_changes(held)}
    if verb == "refuse_again":
        changes["dispute"] = Dispute.REFUSED_TWICE
    detail = {"answer": latest.pk} if latest else {}
    step(held, verb, by=by, detail=detail, confirm_by=None, **changes)
    tell_senders(held, Outcome.CASE_SENT_BACK, by=by, answer=last_answer(held))
    tell_lead(held, "cases.sent_back")
    if verb == "refuse_again":
        tell_commanders(held, "cases.to_decide")
    return held


def _confirm_by(case: Case) -> datetime | None:
    """When silence ends the case; None where there is nobody who could speak."""
    if case.asker is None and not can_be_confirmed(case):
        return None
    return clocks.after(clock.now(), clocks.CONFIRMATION, working_calendar())


def _note_objection(case: Case, text: str) -> Answer | None:
    said = cleaned(
        text,
        most=LONGEST_ANSWER,
        missing=_("Say what is still missing, so that the department knows what to do."),
    )
    latest = case.answers.last()
    if latest is not None:
        latest.objection, latest.objected_at = said, clock.now()
        latest.save(update_fields=["objection", "objected_at"])
    return latest


def _others_are_asked(case: Case, report: Report) -> bool:
    others = [one for one in case.reports if one.pk != report.pk]
    asked = Settlement.objects.filter(report__in=others, thing=case.thing, awaits_sender=True)
    return bool(others) and asked.exists()


def last_answer(case: Case) -> str:
    latest = case.answers.last()
    return latest.text if latest else ""
