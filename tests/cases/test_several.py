"""Several reports to a department at once: one case of all, or a case for each."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from qixin.cases import actions
from qixin.cases.enums import CaseState
from qixin.cases.models import Case, FurtherReport
from qixin.core import clock, journal
from qixin.core.actors import RESIDENT
from qixin.core.errors import NotFound, WrongState
from qixin.people.enums import Role
from qixin.reports import actions as reports
from qixin.reports.actions import answering
from qixin.reports.enums import FilingReason, Outcome, ReportState, Source, Urgency
from qixin.reports.models import Report, Settlement
from tests.cases.factories import make_officer
from tests.people.factories import make_person, make_town, make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
R = ReportState


@pytest.fixture
def editor():
    return make_user(Role.TRIAGE_EDITOR)


@pytest.fixture
def unit():
    return make_unit("区交通运输局")


def made(count, **fields):
    return [
        make_report(f"卡口缺口罩，第{n}次说", sender=make_person(), **fields) for n in range(count)
    ]


def states(found):
    return [Report.objects.get(pk=report.pk).state for report in found]


def fates(case):
    told = Settlement.objects.filter(thing=case.thing).order_by("report")
    return [(one.outcome, one.awaits_sender) for one in told]


def test_one_case_of_all_takes_every_report_out_of_the_queue_and_tells_every_sender(editor, unit):
    chosen = made(3)
    opened = actions.open_together(reports=chosen, unit=unit, by=editor)
    [case] = opened.cases
    assert (opened.refused, [one.pk for one in case.reports]) == ([], [r.pk for r in chosen])
    assert states(chosen) == [R.TRIAGED] * 3
    assert fates(case) == [(Outcome.CASE_OPENED, False)] * 3
    assert {t.unit for r in chosen for t in r.triages.all()} == {unit}
    [line] = journal.timeline(case)
    assert line.detail["further"] == [r.number for r in chosen[1:]]


def test_one_case_has_the_highest_urgency_and_the_earliest_words(editor, unit):
    late, early = make_report("后来的"), make_report("最先说的")
    Report.objects.filter(pk=early.pk).update(received_at=clock.now() - timedelta(hours=3))
    Report.objects.filter(pk=late.pk).update(urgency=Urgency.URGENT)
    [case] = actions.open_together(reports=[late, early], unit=unit, by=editor).cases
    assert (case.title, case.urgency) == ("最先说的", Urgency.URGENT)


def test_a_case_for_each_keeps_each_ones_urgency(editor, unit):
    chosen = made(3)
    Report.objects.filter(pk=chosen[1].pk).update(urgency=Urgency.EMERGENCY)
    opened = actions.open_for_each(reports=chosen, unit=unit, by=editor)
    assert [case.urgency for case in opened.cases] == [0, 2, 0]
    assert [case.report.pk for case in opened.cases] == [r.pk for r in chosen]
    assert not FurtherReport.objects.exists()


@pytest.mark.parametrize("act", [actions.open_together, actions.open_for_each])
def test_a_double_click_makes_no_second_case(editor, unit, act):
    chosen, shown_at = made(3), clock.now()
    first = act(reports=chosen, unit=unit, by=editor, shown_at=shown_at)
    second = act(reports=chosen, unit=unit, by=editor, shown_at=shown_at)
    assert [c.pk for c in second.cases] == [c.pk for c in first.cases]
    assert second.refused == []
    assert Case.objects.count() == len(first.cases)
    assert all(r.triages.count() == 1 for r in chosen)


@pytest.mark.parametrize("act", [actions.open_together, actions.open_for_each])
def test_what_somebody_else_decided_or_holds_is_told_and_left_alone(editor, unit, act):
    other = make_user(Role.TRIAGE_EDITOR, name="演练己")
    filed, merged, storied, held, free = chosen = made(5)
    shown_at = clock.now()
    reports.file(report=filed, reason=FilingReason.UNCLEAR, by=other)
    reports.merge(report=merged, into=make_report("另一件"), by=other)
    reports.settle(
        report=storied, thing="newsroom.story:1", outcome=Outcome.STORY_DRAFTED, by=other
    )
    reports.claim(report=held, by=other)
    opened = act(reports=chosen, unit=unit, by=editor, shown_at=shown_at)
    assert [case.report.pk for case in opened.cases] == [free.pk]
    assert [report.pk for report, _why in opened.refused] == [r.pk for r in chosen[:4]]
    assert all("演练己" in why for _report, why in opened.refused)
    assert states(chosen) == [R.FILED, R.MERGED, R.TRIAGED, R.RECEIVED, R.TRIAGED]


def test_what_was_known_to_be_a_story_may_become_a_case_as_well(editor, unit):
    storied, other = made(2)
    reports.settle(
        report=storied, thing="newsroom.story:1", outcome=Outcome.STORY_DRAFTED, by=editor
    )
    opened = actions.open_together(
        reports=[storied, other], unit=unit, by=editor, shown_at=clock.now()
    )
    assert (len(opened.cases[0].reports), opened.refused) == (2, [])


def test_a_department_that_already_has_a_case_of_one_is_not_given_it_twice(editor, unit):
    known, new = made(2)
    first = actions.open_from_report(report=known, unit=unit, by=editor)
    opened = actions.open_together(reports=[known, new], unit=unit, by=editor, shown_at=clock.now())
    [(refused, why)] = opened.refused
    assert (refused.pk, first.number in why) == (known.pk, True)
    assert [one.pk for one in opened.cases[0].reports] == [new.pk]


def test_a_further_report_opened_again_gives_the_case_it_is_in(editor, unit):
    chosen = made(2)
    [case] = actions.open_together(reports=chosen, unit=unit, by=editor).cases
    assert actions.open_from_report(report=chosen[1], unit=unit, by=editor).pk == case.pk


def test_reports_of_another_town_are_left_to_its_editors(unit):
    here, there = make_town(), make_town("370305002", "雪宫街道")
    editor = make_user(Role.TRIAGE_EDITOR, area=here)
    chosen = made(2)
    for report, town in zip(chosen, (here, there), strict=True):
        Report.objects.filter(pk=report.pk).update(town=town)
    opened = actions.open_for_each(reports=chosen, unit=unit, by=editor)
    assert [case.report.pk for case in opened.cases] == [chosen[0].pk]
    assert [report.pk for report, _why in opened.refused] == [chosen[1].pk]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CORRESPONDENT, Role.AUDITOR, Role.EDITOR])
def test_whoever_may_not_open_cases_opens_none(role, unit):
    opened = actions.open_together(reports=made(2), unit=unit, by=make_user(role))
    assert (opened.cases, len(opened.refused), Case.objects.count()) == ([], 2, 0)


def test_undoing_one_case_of_all_returns_all_of_them(editor, unit):
    chosen = made(3)
    [case] = actions.open_together(reports=chosen, unit=unit, by=editor).cases
    actions.undo_open(case=case, by=editor)
    assert states(chosen) == [R.RECEIVED] * 3
    assert not Settlement.objects.filter(thing=case.thing).exists()
    assert all(r.triages.get().undone_at for r in chosen)


def test_handing_back_returns_all_of_them_with_the_reason(editor, unit):
    chosen = made(2)
    [case] = actions.open_together(reports=chosen, unit=unit, by=editor).cases
    actions.hand_back(case=case, reason="属于卫健局", by=make_officer(case))
    assert states(chosen) == [R.RECEIVED] * 2
    for report in chosen:
        [line] = [e for e in journal.timeline(report) if e.verb == "cases.handed_back"]
        assert line.detail["reason"] == "属于卫健局"


def test_undoing_a_case_for_each_leaves_what_a_department_works_on(editor, unit):
    chosen = made(3)
    cases = actions.open_for_each(reports=chosen, unit=unit, by=editor).cases
    actions.accept(case=cases[1], by=make_officer(cases[1]))
    undone = actions.undo_open_of_each(cases=cases, by=editor)
    assert [case.pk for case in undone.cases] == [cases[0].pk, cases[2].pk]
    assert [case.pk for case, _why in undone.refused] == [cases[1].pk]
    assert states(chosen) == [R.RECEIVED, R.TRIAGED, R.RECEIVED]


def test_taking_one_departments_case_back_leaves_the_other_departments_decision(editor, unit):
    report = make_report()
    case = actions.open_from_report(report=report, unit=unit, by=editor)
    actions.open_from_report(report=report, unit=make_unit(), by=editor)
    actions.undo_open(case=case, by=editor)
    assert states([report]) == [R.TRIAGED]


def test_what_the_sender_sent_back_and_the_department_hands_back_is_in_the_queue_again(
    editor, unit
):
    [report] = made(1)
    case = actions.open_from_report(report=report, unit=unit, by=editor)
    officer = make_officer(case)
    actions.answer(case=case, text="已办。", by=officer)
    reports.send_back_answer(report=report, thing=case.thing, text="没有", by=editor)
    actions.accept(case=case, by=officer)
    actions.hand_back(case=case, reason="属于卫健局", by=officer)
    assert states([report]) == [R.RECEIVED]


@pytest.fixture
def answered(editor, unit):
    chosen = [*made(2), make_report("导入的一条", source=Source.IMPORT)]
    [case] = actions.open_together(reports=chosen, unit=unit, by=editor).cases
    actions.answer(case=case, text="口罩已送到。", by=make_officer(case))
    return case


def say(verb, case, which, **more):
    verb(report=case.reports[which], thing=case.thing, by=make_user(), **more)


def stand(case):
    return Case.objects.get(pk=case.pk).state


def test_every_sender_who_can_reply_is_asked(answered):
    asked = (Outcome.CASE_ANSWERED, True)
    assert fates(answered) == [asked, asked, (Outcome.CASE_ANSWERED, False)]


def test_the_case_is_settled_once_the_last_sender_is_content(answered):
    say(reports.confirm_answer, answered, 0)
    assert stand(answered) == CaseState.ANSWERED
    assert fates(answered)[0] == (Outcome.CASE_CONFIRMED, False)
    say(reports.confirm_answer, answered, 1)
    assert stand(answered) == CaseState.CONFIRMED
    assert fates(answered) == [(Outcome.CASE_CONFIRMED, False)] * 3


def test_one_sender_who_is_not_content_sends_it_back_and_the_content_one_is_left_in_peace(
    answered,
):
    say(reports.confirm_answer, answered, 0)
    say(reports.send_back_answer, answered, 1, text="我们这里没有")
    assert stand(answered) == CaseState.SENT_BACK
    assert fates(answered)[0] == (Outcome.CASE_CONFIRMED, False)
    actions.answer(case=answered, text="再送了一次。", by=make_officer(answered))
    assert fates(answered)[0] == (Outcome.CASE_CONFIRMED, False)
    assert fates(answered)[1] == (Outcome.CASE_ANSWERED, True)
    say(reports.confirm_answer, answered, 1)
    assert stand(answered) == CaseState.CONFIRMED


def test_closing_after_the_time_to_confirm_leaves_the_content_sender_content(answered):
    say(reports.confirm_answer, answered, 0)
    with time_machine.travel(clock.now() + timedelta(days=30)):
        actions.close(case=answered, reason="多次联系未果", by=make_user(Role.COMMANDER))
    assert [outcome for outcome, _asked in fates(answered)] == [
        Outcome.CASE_CONFIRMED,
        Outcome.CASE_CLOSED,
        Outcome.CASE_CLOSED,
    ]


def test_each_senders_contact_is_looked_at_by_itself(editor, unit):
    first = make_report("一", sender=make_person(phone="19900001111"))
    second = make_report("二", sender=make_person(phone="19900002222"))
    [case] = actions.open_together(reports=[first, second], unit=unit, by=editor).cases
    officer = make_officer(case)
    shown = actions.unmask_contact(case=case, reason="核实地点", report=second.number, by=officer)
    assert shown.phone == "19900002222"
    with pytest.raises(NotFound):
        actions.unmask_contact(
            case=case, reason="核实地点", report=make_report().number, by=officer
        )


@pytest.mark.django_db(transaction=True)
def test_senders_who_reply_in_the_same_moment_do_not_block_each_other(answered, monkeypatch):
    take, together = answering._take, threading.Barrier(2)

    def take_and_look_around(report, thing):
        held = take(report, thing)
        # whoever gets here beside another holds what that one will ask for
        with suppress(threading.BrokenBarrierError):
            together.wait(1)
        return held

    monkeypatch.setattr(answering, "_take", take_and_look_around)
    content, not_content = answered.reports[:2]
    with ThreadPoolExecutor(2) as senders:
        confirmed = senders.submit(reply, reports.confirm_answer, answered, content)
        back = senders.submit(reply, reports.send_back_answer, answered, not_content, text="没有")
    # who comes after the answer was sent back is told so
    assert (type(confirmed.exception()), back.exception()) in [
        (type(None), None),
        (WrongState, None),
    ]
    assert stand(answered) == CaseState.SENT_BACK


def reply(say, case, report, **more):
    try:
        say(report=report, thing=case.thing, by=RESIDENT, **more)
    finally:
        connection.close()
