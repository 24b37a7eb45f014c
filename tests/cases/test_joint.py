"""Several departments, one case: parts, hand-backs, refusals, waiting, silence."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from qixin.cases import actions, selectors
from qixin.cases.actions import Difficulty
from qixin.cases.enums import (
    AssignmentState,
    Audience,
    CaseState,
    Dispute,
)
from qixin.cases.models import Case, CaseType, Escalation
from qixin.core.errors import Invalid, Refused, WrongState
from qixin.people import actions as people
from qixin.people.enums import Role, UnitKind
from qixin.people.models import Notice
from qixin.reports.enums import Outcome, Satisfaction, Source, Urgency
from qixin.reports.models import Report, Settlement
from tests.cases.factories import bring_to, make_asked, make_case, make_officer, now_of
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
# Monday, 7 December 2026, 10:00 in Linzi: no holiday for weeks
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


def test_an_enterprise_asks_once_and_its_types_units_have_it(enterprise, contact):
    helpers = [make_unit(), make_unit()]
    case = make_asked(enterprise, contact, helpers=helpers)
    assert case.asker == enterprise
    assert {part.unit for part in selectors.parts_of(case)} == {case.lead_unit, *helpers}
    assert case.report.source == Source.PORTAL
    assert selectors.own_case(contact, case.number) == case


def test_the_same_click_twice_is_one_case(enterprise, contact):
    case_type = CaseType.objects.create(name="演练类", lead_unit=make_unit())
    difficulty = Difficulty(uuid.uuid4(), "缺原料", case_type=case_type)
    first = actions.ask_for(unit=enterprise, difficulty=difficulty, by=contact)
    second = actions.ask_for(unit=enterprise, difficulty=difficulty, by=contact)
    assert first.case == second.case
    assert Case.objects.count() == 1


def test_another_enterprise_neither_asks_nor_sees(enterprise, contact):
    case = make_asked(enterprise, contact)
    stranger = make_user(Role.ENTERPRISE_CONTACT, unit=make_unit(kind=UnitKind.ENTERPRISE))
    with pytest.raises(Refused):
        actions.ask_for(unit=enterprise, difficulty=Difficulty(uuid.uuid4(), "x"), by=stranger)
    assert not selectors.own_cases(stranger).exists()
    with pytest.raises(Refused):
        actions.confirm_for_asker(case=case, satisfaction=Satisfaction.SATISFIED, by=stranger)


def test_what_no_department_is_known_for_waits_at_the_triage_desk(enterprise, contact):
    entered = actions.ask_for(
        unit=enterprise, difficulty=Difficulty(uuid.uuid4(), "说不清的难处"), by=contact
    )
    assert entered.case is None
    assert Report.objects.get(pk=entered.report.pk).state == "received"


def test_the_lead_cannot_answer_while_a_part_is_owed(enterprise, contact):
    helper = make_unit()
    case = make_asked(enterprise, contact, helpers=[helper])
    officer, aide = make_officer(case), make_user(Role.OFFICER, unit=helper)
    with pytest.raises(WrongState, match=helper.name):
        actions.answer(case=case, text="已解决", by=officer)
    part = case.assignments.get(unit=helper)
    actions.accept_part(part=part, by=aide)
    actions.start_part(part=part, by=aide)
    actions.finish_part(part=part, result="贷款已批", by=aide)
    actions.answer(case=case, text="已解决", by=officer)
    assert now_of(case).state == CaseState.ANSWERED


def test_only_the_units_own_officers_move_its_part(enterprise, contact):
    helper = make_unit()
    case = make_asked(enterprise, contact, helpers=[helper])
    part = case.assignments.get(unit=helper)
    with pytest.raises(Refused):
        actions.accept_part(part=part, by=make_officer(case))


def test_a_helper_hands_back_once_and_the_second_time_the_commander_decides(enterprise, contact):
    helper = make_unit()
    case = make_asked(enterprise, contact, helpers=[helper])
    aide, commander = make_user(Role.OFFICER, unit=helper), make_user(Role.COMMANDER)
    first = case.assignments.get(unit=helper)
    actions.hand_back_part(part=first, reason="不属本单位", by=aide)
    again = actions.offer_part(case=case, unit=helper, request="请再办", by=make_officer(case))
    held = actions.hand_back_part(part=again, reason="确实不属本单位", by=aide)
    assert held.state == AssignmentState.DISPUTED
    assert Notice.objects.filter(user=commander, kind="cases.part_to_decide").exists()
    actions.uphold_part(part=again, reason="由你单位办", by=commander)
    with pytest.raises(Refused):
        actions.hand_back_part(part=again, reason="还是不办", by=aide)


def test_the_lead_hands_back_once_and_the_second_time_the_commander_decides():
    case = make_case()
    editor = make_user(Role.TRIAGE_EDITOR)
    actions.hand_back(case=case, reason="不属本单位", by=make_officer(case))
    other = make_unit()
    same = actions.open_from_report(report=case.report, unit=other, by=editor)
    assert same.pk == case.pk, "the case goes on with its history"
    actions.hand_back(case=case, reason="也不属我们", by=make_user(Role.OFFICER, unit=other))
    held = now_of(case)
    assert (held.state, held.dispute) == (CaseState.WITH_COMMANDER, Dispute.HANDED_BACK_TWICE)
    actions.add_note(case=held, text="两家都不接", by=make_user(Role.COMMANDER))
    final = make_unit()
    actions.decide(case=case, unit=final, reason="由其承办", by=make_user(Role.COMMANDER))
    with pytest.raises(Refused):
        actions.hand_back(case=case, reason="不愿办理", by=make_user(Role.OFFICER, unit=final))


def test_the_asker_refuses_twice_and_then_the_commander_has_it(enterprise, contact):
    case = make_asked(enterprise, contact)
    officer = make_officer(case)
    for expected in (CaseState.SENT_BACK, CaseState.WITH_COMMANDER):
        actions.answer(case=case, text="已办理", by=officer)
        actions.send_back_for_asker(case=case, text="没有解决", by=contact)
        assert now_of(case).state == expected
    assert now_of(case).refused_times == 2


def test_silence_for_five_working_days_ends_a_case_unconfirmed():
    with time_machine.travel(MONDAY, tick=False):
        case = bring_to(make_case(), CaseState.ANSWERED)
    with time_machine.travel(MONDAY + timedelta(days=6, hours=23), tick=False):
        assert actions.lapse_silent() == 0
    with time_machine.travel(MONDAY + timedelta(days=7, minutes=1), tick=False):
        assert actions.lapse_silent() == 1
        assert actions.lapse_silent() == 0
    assert now_of(case).state == CaseState.UNCONFIRMED


def test_the_clock_stands_while_the_asker_is_waited_for(enterprise, contact):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        case = make_asked(enterprise, contact)
        due = case.due_at
        actions.ask(case=case, text="需要多少？", by=make_officer(case))
        traveller.shift(timedelta(days=1))
        actions.reply(case=case, text="三百万元", by=contact)
    held = now_of(case)
    assert held.state == CaseState.IN_PROGRESS
    assert held.due_at == due + timedelta(days=1)


def test_a_clock_across_spring_festival_counts_working_time_alone():
    # Wednesday, 22 January 2020: the holiday began on the 24th and was prolonged to 2 February
    with time_machine.travel(datetime(2020, 1, 22, 2, 0, tzinfo=UTC), tick=False):
        case = make_case()
    assert case.due_at.date() >= date(2020, 2, 3)


def test_another_urgency_works_every_clock_out_again(enterprise, contact):
    with time_machine.travel(MONDAY, tick=False):
        helper = make_unit()
        case = make_asked(enterprise, contact, helpers=[helper])
        actions.change_terms(
            case=case, case_type=case.case_type, urgency=Urgency.EMERGENCY, by=make_officer(case)
        )
    held = now_of(case)
    assert held.due_at == MONDAY + timedelta(hours=2)
    assert held.assignments.get(unit=helper).due_at == MONDAY + timedelta(hours=2)


def test_a_clock_turns_yellow_at_three_quarters_and_red_when_over():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        case = make_case(urgency=Urgency.URGENT)
        traveller.shift(timedelta(hours=17, minutes=59))
        assert not case.is_due_soon
        traveller.shift(timedelta(minutes=2))
        assert case.is_due_soon
        traveller.shift(timedelta(hours=7))
        assert (case.is_due_soon, case.is_overdue) == (False, True)


def test_what_is_overdue_is_told_upward_once_a_step_and_never_at_opening():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        case = make_case(urgency=Urgency.EMERGENCY)
        make_officer(case)
        head = make_user(Role.UNIT_COORDINATOR, unit=case.lead_unit)
        commander = make_user(Role.COMMANDER)
        assert actions.escalate_overdue() == 0
        steps = []
        for minutes in (121, 30, 31, 60):
            traveller.shift(timedelta(minutes=minutes))
            steps.append(actions.escalate_overdue())
    assert steps == [1, 1, 1, 0]
    assert Escalation.objects.count() == 3
    assert Notice.objects.filter(user=head, kind="cases.overdue_head").count() == 1
    assert Notice.objects.filter(user=commander, kind="cases.overdue_leader").count() == 1


def test_a_parent_waits_for_its_children():
    case = make_case()
    officer = make_officer(case)
    child = actions.split(case=case, unit=make_unit(), title="通行证部分", by=officer)
    with pytest.raises(WrongState, match=child.number):
        actions.answer(case=case, text="已办理", by=officer)
    bring_to(child, CaseState.CONFIRMED)
    actions.answer(case=case, text="已办理", by=officer)


def test_merging_keeps_both_courses_and_answers_both_senders():
    first, second = make_case(), make_case()
    commander = make_user(Role.COMMANDER)
    actions.merge(case=first, into=second, reason="同一件事", by=commander)
    assert now_of(first).merged_into == second
    assert {report.pk for report in now_of(second).reports} == {first.report_id, second.report_id}
    assert selectors.timeline(commander, first)
    told = Settlement.objects.get(report=first.report, thing=first.thing)
    assert (told.outcome, second.number in told.answer) == (Outcome.CASE_CLOSED, True)


def test_a_co_units_remark_to_the_lead_is_hidden_from_other_units(enterprise, contact):
    helpers = [make_unit(), make_unit()]
    case = make_asked(enterprise, contact, helpers=helpers)
    one, other = (make_user(Role.OFFICER, unit=unit) for unit in helpers)
    actions.add_note(case=case, text="只给主办", audience=Audience.LEAD, by=one)
    read = {
        user: any("只给主办" in event.note for event in selectors.timeline(user, case))
        for user in (one, other, make_officer(case))
    }
    assert list(read.values()) == [True, False, True]
    assert not any("只给主办" in event.note for event in selectors.timeline_for_asker(case))


def test_a_dissolved_departments_case_goes_to_its_successor_or_the_commander():
    admin, successor = make_user(Role.ADMINISTRATOR), make_unit()
    first, second = make_case(), make_case()
    people.dissolve(unit=first.lead_unit, successor=successor, by=admin)
    people.dissolve(unit=second.lead_unit, successor=None, by=admin)
    assert now_of(first).lead_unit == successor
    assert (now_of(second).state, now_of(second).dispute) == (
        CaseState.WITH_COMMANDER,
        Dispute.DISSOLVED,
    )
    with pytest.raises(Invalid):
        make_case(
            report=make_report(), unit=first.lead_unit.__class__.objects.get(pk=first.lead_unit_id)
        )
