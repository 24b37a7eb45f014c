"""What the sender says to an answer, and who answered a letter, as the rooms below heard it."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse

from qixin.cases import actions
from qixin.cases.enums import LIVE_STATES, OWED_STATES, CaseState
from qixin.cases.models import Assignment, Case
from qixin.cases.selectors import of_report
from qixin.core.actors import RESIDENT, Actor
from qixin.enterprises.actions import settle_help
from qixin.enterprises.signals import help_asked
from qixin.letters.models import Reply
from qixin.letters.signals import reply_received
from qixin.people.models import Unit, User
from qixin.people.signals import unit_dissolved
from qixin.reports.enums import Satisfaction
from qixin.reports.models import Report
from qixin.reports.signals import (
    answer_confirmed,
    answer_in_question,
    answer_sent_back,
    question_answered,
)


def connect() -> None:
    unit_dissolved.connect(_unit_dissolved, dispatch_uid="cases.unit_dissolved")
    help_asked.connect(_help_asked, dispatch_uid="cases.help_asked")
    answer_in_question.connect(_in_question, dispatch_uid="cases.answer_in_question")
    answer_confirmed.connect(_confirmed, dispatch_uid="cases.answer_confirmed")
    question_answered.connect(_replied, dispatch_uid="cases.question_answered")
    answer_sent_back.connect(_sent_back, dispatch_uid="cases.answer_sent_back")
    reply_received.connect(_letter_answered, dispatch_uid="cases.letter_answered")


def _in_question(*, report: Report, thing: str, **_rest: Any) -> None:
    case = _case(report, thing)
    if case is not None:
        actions.locked(case)


def _confirmed(
    *,
    report: Report,
    thing: str,
    by: Actor,
    satisfaction: Satisfaction | None = None,
    **_rest: Any,
) -> None:
    case = _case(report, thing)
    if case is not None:
        actions.confirm(case=case, report=report, by=by, satisfaction=satisfaction)


def _replied(*, report: Report, thing: str, text: str, by: Actor, **_rest: Any) -> None:
    case = _case(report, thing)
    if case is not None:
        actions.hear_sender(case=case, text=text, by=by)


def _sent_back(*, report: Report, thing: str, text: str, by: Actor, **_rest: Any) -> None:
    case = _case(report, thing)
    if case is not None:
        actions.send_back(case=case, text=text, by=by)


def _letter_answered(*, reply: Reply, **_rest: Any) -> None:
    letter = reply.recipient.letter
    case = Case.objects.filter(number=letter.case_number).first() if letter.case_number else None
    if case is not None:
        actions.hear_answer(case=case, letter_number=letter.number, by=RESIDENT)


def _unit_dissolved(*, unit: Unit, successor: Unit | None, by: User, **_rest: Any) -> None:
    """Every open case that the unit leads or helps with goes on elsewhere."""
    parts = Assignment.objects.filter(unit=unit, state__in=OWED_STATES)
    led = Case.objects.filter(lead_unit=unit, state__in=LIVE_STATES)
    for case in (led | Case.objects.filter(pk__in=parts.values("case"))).distinct():
        if case.state != CaseState.WITH_COMMANDER:
            actions.leave_unit(case=case, unit=unit, successor=successor, by=by)
    actions.pass_on_types(unit=unit, successor=successor, by=by)


def _help_asked(*, enterprise: Any, title: str, text: str, thing: str, by: User, **_: Any) -> None:
    """What an enterprise said to its named officer becomes a case of the unit that looks after it,
    and the visit is told which."""
    entered = actions.ask_after_visit(
        unit=enterprise.unit,
        lead=enterprise.managing_unit,
        title=title,
        text=text,
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"qixin:{thing}"),
        by=by,
    )
    case = entered.case
    settle_help(
        thing_pk=int(thing.rpartition(":")[2]),
        case_number=case.number if case else entered.report.number,
        link=reverse("cases:detail", args=[case.number]) if case else "",
        by=by,
    )


def _case(report: Report, thing: str) -> Case | None:
    kind, _colon, pk = thing.partition(":")
    if kind != "cases.case":
        return None
    return Case.objects.filter(of_report(report), pk=pk).first()
