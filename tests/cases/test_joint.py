"""Several departments, one case: parts, hand-backs, refusals, waiting, silence."""

import os
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine

from qixin.cases import actions, selectors
from qixin.cases.actions import Difficulty, Promised, Result
from qixin.cases.enums import (
    AssignmentState,
    Audience,
    CaseState,
    Dispute,
    ExclusionState,
    OutcomeKind,
    Satisfaction,
)
from qixin.cases.models import Case, CaseType, Escalation
from qixin.cases.models.files import case_storage
from qixin.cases.search import INDEX
from qixin.core.errors import Invalid, Refused, WrongState
from qixin.letters.actions import Upload
from qixin.people import actions as people
from qixin.people.enums import Role, UnitKind
from qixin.people.models import Notice
from qixin.reports.enums import Outcome, Source, Urgency
from qixin.reports.models import Report, Settlement
from tests.cases.factories import bring_to, make_case, make_officer
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
# Monday, 7 December 2026, 10:00 in Linzi: no holiday for weeks
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


@pytest.fixture
def enterprise():
    return make_unit(kind=UnitKind.ENTERPRISE)


@pytest.fixture
def contact(enterprise):
    return make_user(Role.ENTERPRISE_CONTACT, unit=enterprise)


def _now(case):
    return Case.objects.get(pk=case.pk)


def _asked(enterprise, contact, **given):
    lead = given.pop("lead", None) or make_unit()
    case_type = CaseType.objects.create(name=f"演练{uuid.uuid4().hex[:6]}", lead_unit=lead)
    case_type.co_units.set(given.pop("helpers", []))
    difficulty = Difficulty(uuid.uuid4(), "缺少流动资金三百万元", case_type=case_type, **given)
    entered = actions.ask_for(unit=enterprise, difficulty=difficulty, by=contact)
    return entered.case


def test_an_enterprise_asks_once_and_its_types_units_have_it(enterprise, contact):
    helpers = [make_unit(), make_unit()]
    case = _asked(enterprise, contact, helpers=helpers)
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
    case = _asked(enterprise, contact)
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
    case = _asked(enterprise, contact, helpers=[helper])
    officer, aide = make_officer(case), make_user(Role.OFFICER, unit=helper)
    with pytest.raises(WrongState, match=helper.name):
        actions.answer(case=case, text="已解决", by=officer)
    part = case.assignments.get(unit=helper)
    actions.accept_part(part=part, by=aide)
    actions.start_part(part=part, by=aide)
    actions.finish_part(part=part, result="贷款已批", by=aide)
    actions.answer(case=case, text="已解决", by=officer)
    assert _now(case).state == CaseState.ANSWERED


def test_only_the_units_own_officers_move_its_part(enterprise, contact):
    helper = make_unit()
    case = _asked(enterprise, contact, helpers=[helper])
    part = case.assignments.get(unit=helper)
    with pytest.raises(Refused):
        actions.accept_part(part=part, by=make_officer(case))


def test_a_helper_hands_back_once_and_the_second_time_the_commander_decides(enterprise, contact):
    helper = make_unit()
    case = _asked(enterprise, contact, helpers=[helper])
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
    held = _now(case)
    assert (held.state, held.dispute) == (CaseState.WITH_COMMANDER, Dispute.HANDED_BACK_TWICE)
    actions.add_note(case=held, text="两家都不接", by=make_user(Role.COMMANDER))
    final = make_unit()
    actions.decide(case=case, unit=final, reason="由其承办", by=make_user(Role.COMMANDER))
    with pytest.raises(Refused):
        actions.hand_back(case=case, reason="不愿办理", by=make_user(Role.OFFICER, unit=final))


def test_the_asker_refuses_twice_and_then_the_commander_has_it(enterprise, contact):
    case = _asked(enterprise, contact)
    officer = make_officer(case)
    for expected in (CaseState.SENT_BACK, CaseState.WITH_COMMANDER):
        actions.answer(case=case, text="已办理", by=officer)
        actions.send_back_for_asker(case=case, text="没有解决", by=contact)
        assert _now(case).state == expected
    assert _now(case).refused_times == 2


def test_silence_for_five_working_days_ends_a_case_unconfirmed():
    with time_machine.travel(MONDAY, tick=False):
        case = bring_to(make_case(), CaseState.ANSWERED)
    with time_machine.travel(MONDAY + timedelta(days=6, hours=23), tick=False):
        assert actions.lapse_silent() == 0
    with time_machine.travel(MONDAY + timedelta(days=7, minutes=1), tick=False):
        assert actions.lapse_silent() == 1
        assert actions.lapse_silent() == 0
    assert _now(case).state == CaseState.UNCONFIRMED


def test_the_clock_stands_while_the_asker_is_waited_for(enterprise, contact):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        case = _asked(enterprise, contact)
        due = case.due_at
        actions.ask(case=case, text="需要多少？", by=make_officer(case))
        traveller.shift(timedelta(days=1))
        actions.reply(case=case, text="三百万元", by=contact)
    held = _now(case)
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
        case = _asked(enterprise, contact, helpers=[helper])
        actions.change_terms(
            case=case, case_type=case.case_type, urgency=Urgency.EMERGENCY, by=make_officer(case)
        )
    held = _now(case)
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
    assert _now(first).merged_into == second
    assert {report.pk for report in _now(second).reports} == {first.report_id, second.report_id}
    assert selectors.timeline(commander, first)
    told = Settlement.objects.get(report=first.report, thing=first.thing)
    assert (told.outcome, second.number in told.answer) == (Outcome.CASE_CLOSED, True)


def test_a_co_units_remark_to_the_lead_is_hidden_from_other_units(enterprise, contact):
    helpers = [make_unit(), make_unit()]
    case = _asked(enterprise, contact, helpers=helpers)
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
    assert _now(first).lead_unit == successor
    assert (_now(second).state, _now(second).dispute) == (
        CaseState.WITH_COMMANDER,
        Dispute.DISSOLVED,
    )
    with pytest.raises(Invalid):
        make_case(
            report=make_report(), unit=first.lead_unit.__class__.objects.get(pk=first.lead_unit_id)
        )


def test_outcomes_are_summed_and_struck_ones_are_not(enterprise, contact):
    case = _asked(enterprise, contact)
    officer = make_officer(case)
    loan = Result(OutcomeKind.LOAN, "演练银行", asked=Decimal(300), granted=Decimal(200))
    kept = actions.record_outcome(case=case, result=loan, by=officer)
    wrong = actions.record_outcome(case=case, result=loan, by=officer)
    actions.strike_outcome(outcome=wrong, by=officer)
    sums = selectors.figures(make_user(Role.COMMANDER), selectors.Span.of(None, None))
    assert (sums.loans, sums.asked, sums.granted, sums.paid) == (1, 300, 200, 0)
    assert kept.unit == case.lead_unit
    with pytest.raises(Invalid):
        actions.record_outcome(
            case=case, result=Result(OutcomeKind.LOAN, "演练银行", asked=Decimal(1),
                                     granted=Decimal(2)), by=officer
        )  # fmt: skip


def test_each_rate_is_the_length_of_the_list_that_it_opens(enterprise, contact, client):
    commander = make_user(Role.COMMANDER)
    for state in (CaseState.CONFIRMED, CaseState.UNCONFIRMED, CaseState.SENT_BACK):
        bring_to(make_case(), state)
    case = bring_to(_asked(enterprise, contact), CaseState.ANSWERED)
    actions.confirm_for_asker(case=case, satisfaction=Satisfaction.NOT_SATISFIED, by=contact)
    whole = selectors.total(commander, selectors.Span.of(None, None))
    for name, count in whole.counts.items():
        listed = selectors.inbox(commander, selectors.Filter(state="all", set=name))
        assert listed.count() == count, name
    assert whole.counts["counted"] == 4
    assert (whole.counts["resolved"], whole.counts["resolution_due"]) == (2, 3)
    assert whole.satisfaction == 0


def test_a_part_is_done_while_the_commander_chooses_a_lead(enterprise, contact):
    helper = make_unit()
    case = _asked(enterprise, contact, helpers=[helper])
    commander = make_user(Role.COMMANDER)
    Case.objects.filter(pk=case.pk).update(handed_back_times=1)
    actions.hand_back(case=case, reason="不属本单位", by=make_officer(case))
    aide = make_user(Role.OFFICER, unit=helper)
    actions.finish_part(part=case.assignments.get(unit=helper), result="已放款", by=aide)
    actions.speak(case=case, text="何时能定？", by=contact)
    kinds = set(Notice.objects.filter(user=commander).values_list("kind", flat=True))
    assert kinds == {"cases.to_decide", "cases.part_done", "cases.noted"}


def test_a_file_is_named_by_what_it_is_and_a_refused_answer_leaves_none(enterprise, contact):
    case = _asked(enterprise, contact)
    officer = make_officer(case)
    pdf = b"%PDF-1.4\n%%EOF\n"
    note = actions.add_note(
        case=case, text="见附件", by=officer, files=(Upload(BytesIO(pdf), "批复.pdf.exe", 15),)
    )
    assert note.files.get().name == "批复.pdf"
    before = _stored_files()
    with pytest.raises(Invalid):
        actions.answer(case=case, text=" ", by=officer, files=(Upload(BytesIO(pdf), "a.pdf", 15),))
    assert _stored_files() == before


def _stored_files():
    storage = case_storage()
    found = []
    for folder, _folders, files in os.walk(storage.path("cases")):
        found += [f"{folder}/{name}" for name in files]
    return sorted(found)


def test_an_excluded_case_counts_nowhere_but_among_the_excluded():
    case, commander = bring_to(make_case(), CaseState.UNCONFIRMED), make_user(Role.COMMANDER)
    officer = make_officer(case)
    wish = actions.request_exclusion(case=case, reason="诉求人联系不上", by=officer)
    actions.decide_exclusion(exclusion=wish, is_granted=False, reason="理由不足", by=commander)
    actions.appeal(exclusion=wish, reason="已三次上门", by=officer)
    held = actions.decide_exclusion(
        exclusion=wish, is_granted=True, reason="情况属实", by=commander
    )
    assert held.state == ExclusionState.GRANTED
    whole = selectors.total(commander, selectors.Span.of(None, None))
    assert (whole.counts["counted"], whole.excluded) == (0, 1)


def test_each_promise_of_a_leaders_visit_is_a_case_due_on_its_day(enterprise):
    unit, by = make_unit(), make_user(Role.COMMANDER)
    given = {
        "unit": enterprise, "leader": "区领导", "place": "车间", "text": "", "by": by,
        "client_key": uuid.uuid4(),
    }  # fmt: skip
    with time_machine.travel(MONDAY, tick=False):
        promises = [Promised("协调两万只口罩", unit, date(2026, 12, 10))]
        visit = actions.record_visit(on=date(2026, 12, 7), promises=promises, **given)
        again = actions.record_visit(on=date(2026, 12, 7), promises=promises, **given)
    assert visit == again
    case = visit.promises.get().case
    assert (case.lead_unit, case.asker) == (unit, enterprise)
    assert case.due_at == datetime(2026, 12, 10, 9, 30, tzinfo=UTC)


def test_a_call_gives_the_caller_a_number_and_code(enterprise):
    entered = actions.take_call(
        difficulty=Difficulty(uuid.uuid4(), "车过不了卡口"),
        caller_name="演练丁",
        caller_phone="19900001234",
        unit=enterprise,
        lead=make_unit(),
        by=make_user(Role.OFFICER, unit=make_unit()),
    )
    assert entered.case is not None
    assert len(entered.follow_code) == 8
    assert entered.report.source == Source.PHONE


def test_a_solved_case_is_offered_without_the_askers_name(enterprise, contact):
    case = bring_to(_asked(enterprise, contact), CaseState.CONFIRMED)
    officer = make_officer(case)
    with pytest.raises(Invalid):
        actions.offer_to_newsroom(
            case=case, question=f"{enterprise.name}缺资金怎么办", answer="已贷款", by=officer
        )
    first = actions.offer_to_newsroom(case=case, question="缺资金怎么办", answer="贷款", by=officer)
    again = actions.offer_to_newsroom(case=case, question="缺资金怎么办", answer="贷款", by=officer)
    assert first == again


def test_similar_solved_cases_are_found_by_their_words():
    solved = bring_to(
        make_case(report=make_report(text="企业缺口罩原料熔喷布")), CaseState.CONFIRMED
    )
    case = make_case(report=make_report(text="缺少熔喷布原料生产口罩"))
    found = selectors.similar_solved(make_user(Role.COMMANDER), case)
    assert [one.case for one in found] == [solved]


def test_what_shares_a_word_is_found_newest_first_and_no_further_than_asked():
    cases = [make_case(report=make_report(f"第{n}车熔喷布断供")) for n in range(4)]
    other = make_case(report=make_report("食堂蔬菜不够"))
    assert INDEX.newest_with_any(["熔喷布"], most=3) == [case.pk for case in cases[:0:-1]]
    assert INDEX.newest_with_any(["蔬菜", "熔喷"], most=2) == [other.pk, cases[-1].pk]
    assert INDEX.newest_with_any([], most=2) == []
