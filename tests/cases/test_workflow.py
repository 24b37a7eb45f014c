"""state × verb × role: what is drawn and granted works, everything else is refused unchanged."""

from datetime import timedelta

import pytest
import time_machine

from qixin.cases import actions, policies
from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.cases.workflow import JOURNAL, TRANSITIONS
from qixin.core import clock
from qixin.core.errors import QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.people.enums import Role
from tests.cases.factories import bring_to, make_case
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db

VERBS = {
    "accept": lambda case, by: actions.accept(case=case, by=by),
    "answer": lambda case, by: actions.answer(case=case, text="已办理。", by=by),
    "hand_back": lambda case, by: actions.hand_back(case=case, reason="不属本单位", by=by),
    "close": lambda case, by: actions.close(case=case, reason="多次联系未果", by=by),
    "undo_open": lambda case, by: actions.undo_open(case=case, by=by),
    "ask": lambda case, by: actions.ask(case=case, text="需要多少吨？", by=by),
    "resume": lambda case, by: actions.resume(case=case, by=by),
    "move": lambda case, by: actions.move(case=case, unit=make_unit(), reason="转由交通", by=by),
    "decide": lambda case, by: actions.decide(
        case=case, unit=make_unit(), reason="裁定主办", by=by
    ),
    "merge": lambda case, by: actions.merge(
        case=case, into=make_case(report=make_report()), reason="同一件事", by=by
    ),
    "reopen": lambda case, by: actions.reopen(case=case, reason="仍未解决", by=by),
}
# who may: "own" is an officer of the lead unit, "other" one of another unit
HANDLES, OPENS = {"own", "commander"}, {"commander", "triage_editor", "chief_editor"}
MAY = {
    "accept": HANDLES,
    "answer": HANDLES,
    "hand_back": HANDLES,
    "close": HANDLES,
    "undo_open": OPENS,
    "ask": HANDLES,
    "resume": HANDLES,
    "move": OPENS,
    "decide": {"commander"},
    "merge": OPENS,
    "reopen": OPENS,
}
ROLES = ["own", "other", *(role for role in Role if role != Role.OFFICER)]


def _someone(who, case):
    if who == "own":
        return make_user(Role.OFFICER, unit=case.lead_unit)
    if who == "other":
        return make_user(Role.OFFICER, unit=make_unit())
    return make_user(Role(who))


def _may(who, verb, state):
    if verb == "close" and state in (CaseState.SENT_BACK, CaseState.WITH_COMMANDER):
        return who == "commander"
    return str(who) in MAY[verb]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", CaseState.values)
def test_a_verb_works_from_the_states_that_are_drawn_and_for_the_roles_that_may(state, verb):
    case = bring_to(make_case(), CaseState(state))
    origins, target = TRANSITIONS["case"][verb]
    later = clock.now() + timedelta(days=20)
    for who in ROLES:
        by = _someone(who, case)
        allowed = state in origins and _may(who, verb, state)
        with time_machine.travel(later):
            assert policies.can(by, verb, case=case) == allowed, (state, verb, who)
            if allowed:
                continue
            with pytest.raises(QixinError):
                VERBS[verb](case, by)
            assert Case.objects.get(pk=case.pk).state == state
    if state in origins:
        with time_machine.travel(later):
            VERBS[verb](case, _someone("commander", case))
        assert Case.objects.get(pk=case.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=case.pk).exists()


@pytest.mark.parametrize("verb", ["confirm", "send_back"])
@pytest.mark.parametrize("state", CaseState.values)
def test_only_an_answer_is_confirmed_or_sent_back(state, verb):
    case = bring_to(make_case(), CaseState(state))
    by = make_user()
    act = {
        "confirm": lambda: actions.confirm(case=case, by=by),
        "send_back": lambda: actions.send_back(case=case, text="没有收到", by=by),
    }[verb]
    if state == CaseState.ANSWERED:
        act()
        assert Case.objects.get(pk=case.pk).state == TRANSITIONS["case"][verb][1]
    else:
        with pytest.raises(WrongState):
            act()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for verbs in [TRANSITIONS["case"]] for _from, target in verbs.values()}
    assert reached | {CaseState.OPENED} == set(CaseState.values)
    assert TRANSITIONS["case"].keys() <= JOURNAL.keys()


def test_the_department_may_not_close_what_the_sender_sent_back():
    case = bring_to(make_case(), CaseState.SENT_BACK)
    with pytest.raises(Refused):
        actions.close(case=case, reason="不再处理", by=_someone("own", case))


def test_an_answer_is_not_closed_while_the_sender_may_confirm():
    case = bring_to(make_case(), CaseState.ANSWERED)
    with pytest.raises(WrongState):
        actions.close(case=case, reason="多次联系未果", by=_someone("own", case))
