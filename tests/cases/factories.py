"""Cases for tests, made the way people make them."""

import uuid
from datetime import timedelta

from qixin.cases import actions
from qixin.cases.actions import Difficulty
from qixin.cases.enums import CaseState
from qixin.cases.models import Case, CaseType
from qixin.core import clock
from qixin.people.enums import Role
from qixin.reports import actions as reports
from tests.people.factories import make_person, make_unit, make_user
from tests.reports.factories import make_report


def make_case(*, report=None, unit=None, opener=None, **given) -> Case:
    return actions.open_from_report(
        report=report or make_report(sender=make_person("演练乙")),
        unit=unit or make_unit(),
        by=opener or make_user(Role.TRIAGE_EDITOR),
        **given,
    )


def make_officer(case: Case):
    return make_user(Role.OFFICER, unit=case.lead_unit)


def bring_to(case: Case, state: CaseState, *, officer=None) -> Case:
    """Take a freshly opened case to `state` by the roads that workflow.py draws."""
    officer = officer or make_officer(case)
    for verb in _ROADS[state]:
        _STEPS[verb](case, officer)
    return Case.objects.get(pk=case.pk)


def _sender_says(case, verb, **more):
    sender = make_user(name="演练丙")
    verb(report=case.report, thing=case.thing, by=sender, **more)


def _silence(case):
    Case.objects.filter(pk=case.pk).update(confirm_by=clock.now() - timedelta(minutes=1))
    actions.lapse_silent()


_STEPS = {
    "accept": lambda case, by: actions.accept(case=case, by=by),
    "answer": lambda case, by: actions.answer(case=case, text="口罩已于今日送到。", by=by),
    "confirm": lambda case, _by: _sender_says(case, reports.confirm_answer),
    "send_back": lambda case, _by: _sender_says(case, reports.send_back_answer, text="没有收到。"),
    "hand_back": lambda case, by: actions.hand_back(case=case, reason="属于其他单位", by=by),
    "undo_open": lambda case, _by: actions.undo_open(case=case, by=make_user(Role.COMMANDER)),
    "ask": lambda case, by: actions.ask(case=case, text="需要多少吨？", by=by),
    "refuse": lambda case, _by: _sender_says(case, reports.send_back_answer, text="还是没有。"),
    "lapse": lambda case, _by: _silence(case),
    "merge": lambda case, _by: actions.merge(
        case=case,
        into=make_case(report=make_report()),
        reason="同一件事",
        by=make_user(Role.COMMANDER),
    ),
    "close": lambda case, _by: actions.close(
        case=case, reason="多次联系未果", by=make_user(Role.COMMANDER)
    ),
}
_ROADS = {
    CaseState.OPENED: [],
    CaseState.IN_PROGRESS: ["accept"],
    CaseState.ANSWERED: ["accept", "answer"],
    CaseState.SENT_BACK: ["answer", "send_back"],
    CaseState.CONFIRMED: ["answer", "confirm"],
    CaseState.CLOSED: ["answer", "send_back", "close"],
    CaseState.HANDED_BACK: ["hand_back"],
    CaseState.WITHDRAWN: ["undo_open"],
    CaseState.WAITING: ["accept", "ask"],
    CaseState.WITH_COMMANDER: ["answer", "send_back", "answer", "refuse"],
    CaseState.UNCONFIRMED: ["answer", "lapse"],
    CaseState.MERGED: ["merge"],
}


def now_of(case) -> Case:
    """The case as it stands by now."""
    return Case.objects.get(pk=case.pk)


def make_asked(enterprise, contact, **given) -> Case:
    """What an enterprise asks for on its own page; `helpers` are the type's co-units."""
    lead = given.pop("lead", None) or make_unit()
    case_type = CaseType.objects.create(name=f"演练{uuid.uuid4().hex[:6]}", lead_unit=lead)
    case_type.co_units.set(given.pop("helpers", []))
    difficulty = Difficulty(uuid.uuid4(), "缺少流动资金三百万元", case_type=case_type, **given)
    entered = actions.ask_for(unit=enterprise, difficulty=difficulty, by=contact)
    return entered.case
