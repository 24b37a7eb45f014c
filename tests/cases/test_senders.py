"""What senders say without an account: they reply to questions, and say how content they are."""

import pytest
from django.urls import reverse

from qixin.cases import actions, selectors
from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.core.actors import RESIDENT
from qixin.core.errors import Invalid, WrongState
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.reports import actions as reports
from qixin.reports.actions import follow_code
from qixin.reports.enums import Outcome, Satisfaction, Source
from qixin.reports.models import Settlement
from tests.cases.factories import bring_to, make_case, make_officer
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return make_report("二单元电梯停了。", source=Source.PUBLIC, by=RESIDENT)


@pytest.fixture
def case(report):
    return make_case(report=report)


def _now(case):
    return Case.objects.get(pk=case.pk)


def _follow(client, report, **fields):
    given = {"number": report.number, "code": follow_code(report.client_key), **fields}
    return client.post(reverse("reports:follow"), given).content.decode()


def test_a_resident_replies_on_the_follow_up_page_and_the_clock_goes_on(client, report, case):
    officer = make_officer(case)
    actions.accept(case=case, by=officer)
    actions.ask(case=case, text="是哪一部电梯？", by=officer)
    page = _follow(client, report)
    assert "是哪一部电梯？" in page
    assert 'value="tell"' in page
    assert 'value="confirm"' not in page
    said = {"thing": case.thing, "reply": "tell", "text": "东边那部，电话19900001234"}
    assert "已发送" in _follow(client, report, **said)
    assert (_now(case).state, _now(case).paused_at) == (CaseState.IN_PROGRESS, None)
    assert Notice.objects.filter(user=officer, kind="cases.sender_replied").count() == 1
    event = selectors.timeline(officer, _now(case))[-1]
    assert "东边那部" in event.note
    assert "19900001234" not in event.note
    client.force_login(officer)
    shown = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    assert "东边那部" in shown
    assert "19900001234" not in shown
    contact = actions.unmask_contact(case=case, reason="回拨核实", by=officer)
    assert contact.in_text == ("19900001234",)


def test_a_question_is_answered_once_and_never_confirmed(report, case):
    officer = make_officer(case)
    actions.ask(case=case, text="是哪一部电梯？", by=officer)
    with pytest.raises(WrongState):
        reports.confirm_answer(report=report, thing=case.thing, by=RESIDENT)
    with pytest.raises(Invalid):
        reports.answer_question(report=report, thing=case.thing, text=" \0", by=RESIDENT)
    reports.answer_question(report=report, thing=case.thing, text="东边", by=RESIDENT)
    with pytest.raises(WrongState):
        reports.answer_question(report=report, thing=case.thing, text="东边", by=RESIDENT)
    assert _now(case).notes.count() == 2


def test_after_a_reply_by_telephone_the_page_asks_no_more(report, case):
    officer = make_officer(case)
    actions.ask(case=case, text="是哪一部电梯？", by=officer)
    actions.resume(case=case, by=officer)
    news = Settlement.objects.get(report=report)
    assert (news.outcome, news.awaits_sender) == (Outcome.CASE_OPENED, False)


def test_words_that_come_when_nobody_waits_any_more_are_kept(report, case):
    officer = make_officer(case)
    actions.ask(case=case, text="是哪一部电梯？", by=officer)
    successor, admin = make_unit(), make_user(Role.ADMINISTRATOR)
    actions.leave_unit(case=case, unit=case.lead_unit, successor=None, by=admin)
    reports.answer_question(report=report, thing=case.thing, text="东边那部", by=RESIDENT)
    assert _now(case).state == CaseState.WITH_COMMANDER
    assert _now(case).words_of_senders[-1] == "东边那部"
    actions.decide(case=_now(case), unit=successor, reason="由其接办", by=make_user(Role.COMMANDER))
    assert [event.note for event in selectors.timeline_for_asker(case)].count("东边那部") == 1


def test_how_content_a_resident_is_counts_in_the_rate(client, report, case):
    bring_to(case, CaseState.ANSWERED)
    page = _follow(client, report)
    assert 'name="satisfaction"' in page
    _follow(client, report, thing=case.thing, reply="confirm", satisfaction="3")
    assert (_now(case).state, _now(case).satisfaction) == (
        CaseState.CONFIRMED,
        Satisfaction.VERY_SATISFIED,
    )


@pytest.mark.parametrize("given", ["", "4", "x", "-1"])
def test_a_confirmation_without_it_counts_as_a_confirmation_alone(client, report, case, given):
    bring_to(case, CaseState.ANSWERED)
    _follow(client, report, thing=case.thing, reply="confirm", satisfaction=given)
    assert (_now(case).state, _now(case).satisfaction) == (CaseState.CONFIRMED, None)


def test_of_several_senders_the_least_content_one_counts():
    first, second = (make_report(f"停水{n}", source=Source.PUBLIC, by=RESIDENT) for n in "一二")
    by = make_user(Role.TRIAGE_EDITOR)
    [case] = actions.open_together(reports=[first, second], unit=make_unit(), by=by).cases
    bring_to(case, CaseState.ANSWERED)
    for report, content in ((first, 1), (second, 3)):
        reports.confirm_answer(
            report=report, thing=case.thing, by=RESIDENT, satisfaction=Satisfaction(content)
        )
    assert (_now(case).state, _now(case).satisfaction) == (
        CaseState.CONFIRMED,
        Satisfaction.NOT_SATISFIED,
    )
