"""What the sender says to an answer, and who answered a letter, as the rooms below heard it."""

from __future__ import annotations

from typing import Any

from qixin.cases import actions
from qixin.cases.models import Case
from qixin.cases.selectors import of_report
from qixin.core.actors import RESIDENT, Actor
from qixin.letters.models import Reply
from qixin.letters.signals import reply_received
from qixin.reports.models import Report
from qixin.reports.signals import answer_confirmed, answer_in_question, answer_sent_back


def connect() -> None:
    answer_in_question.connect(_in_question, dispatch_uid="cases.answer_in_question")
    answer_confirmed.connect(_confirmed, dispatch_uid="cases.answer_confirmed")
    answer_sent_back.connect(_sent_back, dispatch_uid="cases.answer_sent_back")
    reply_received.connect(_letter_answered, dispatch_uid="cases.letter_answered")


def _in_question(*, report: Report, thing: str, **_rest: Any) -> None:
    case = _case(report, thing)
    if case is not None:
        actions.locked(case)


def _confirmed(*, report: Report, thing: str, by: Actor, **_rest: Any) -> None:
    case = _case(report, thing)
    if case is not None:
        actions.confirm(case=case, report=report, by=by)


def _sent_back(*, report: Report, thing: str, text: str, by: Actor, **_rest: Any) -> None:
    case = _case(report, thing)
    if case is not None:
        actions.send_back(case=case, text=text, by=by)


def _letter_answered(*, reply: Reply, **_rest: Any) -> None:
    letter = reply.recipient.letter
    case = Case.objects.filter(number=letter.case_number).first() if letter.case_number else None
    if case is not None:
        actions.hear_answer(case=case, letter_number=letter.number, by=RESIDENT)


def _case(report: Report, thing: str) -> Case | None:
    kind, _colon, pk = thing.partition(":")
    if kind != "cases.case":
        return None
    return Case.objects.filter(of_report(report), pk=pk).first()
