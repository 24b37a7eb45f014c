"""What opening, answering and ending a case does to its report, its clock and the journal."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from qixin.cases import actions
from qixin.cases.enums import AssignmentRole, AssignmentState, CaseState, ClockBasis
from qixin.cases.models import Case
from qixin.core.calendar import CalendarGap
from qixin.core.errors import Conflict, Invalid, Refused, WrongState
from qixin.core.models import Entry
from qixin.people import actions as people
from qixin.people.enums import Role
from qixin.reports import actions as reports
from qixin.reports.enums import Outcome, ReportState, Source, Urgency
from qixin.reports.models import Report, Settlement
from tests.cases.factories import bring_to, make_case, make_officer
from tests.people.factories import make_person, make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
# Monday, 3 February 2020, 10:00 in Linzi; the holiday was prolonged to the 2nd
MONDAY = datetime(2020, 2, 3, 2, 0, tzinfo=UTC)


def _fate(case) -> Settlement:
    return Settlement.objects.get(report=case.report, thing=case.thing)


def test_opening_takes_the_report_out_of_the_queue_and_tells_its_sender():
    case = make_case()
    assert Report.objects.get(pk=case.report_id).state == ReportState.TRIAGED
    assert _fate(case).outcome == Outcome.CASE_OPENED
    assert case.number in _fate(case).title
    lead = case.assignments.get()
    assert (lead.role, lead.unit, lead.due_at) == (AssignmentRole.LEAD, case.lead_unit, case.due_at)


def test_opening_twice_for_one_unit_gives_one_case_and_for_two_units_two():
    case = make_case()
    again = make_case(report=case.report, unit=case.lead_unit)
    other = make_case(report=case.report)
    assert again.pk == case.pk
    assert other.pk != case.pk
    assert Case.objects.count() == 2


def test_whoever_may_not_open_cases_is_refused():
    with pytest.raises(Refused):
        make_case(opener=make_user(Role.OFFICER))


def test_a_merged_report_becomes_no_case():
    into, merged = make_report(), make_report()
    reports.merge(report=merged, into=into, by=make_user(Role.TRIAGE_EDITOR))
    with pytest.raises(WrongState):
        make_case(report=merged)


@pytest.mark.parametrize(
    ("urgency", "due", "basis"),
    [
        (Urgency.EMERGENCY, MONDAY + timedelta(hours=2), ClockBasis.ROUND_THE_CLOCK),
        (Urgency.URGENT, MONDAY + timedelta(hours=24), ClockBasis.ROUND_THE_CLOCK),
        (Urgency.NORMAL, MONDAY + timedelta(days=3), ClockBasis.WORKING_TIME),
    ],
)
def test_the_clock_follows_the_urgency(urgency, due, basis):
    with time_machine.travel(MONDAY, tick=False):
        case = make_case(urgency=urgency)
    assert (case.due_at, case.clock_basis) == (due, basis)


def test_a_year_without_a_calendar_is_an_error_and_the_report_stays_in_the_queue(
    django_capture_on_commit_callbacks,
):
    report = make_report()
    with time_machine.travel(datetime(2041, 1, 2, tzinfo=UTC), tick=False):
        with pytest.raises(CalendarGap):
            make_case(report=report)
        assert Report.objects.get(pk=report.pk).state == ReportState.RECEIVED
        with django_capture_on_commit_callbacks(execute=True):
            people.enter_year(year=2041, by=make_user(Role.ADMINISTRATOR))
        case = make_case(report=report)
    assert case.clock_basis == ClockBasis.WORKING_TIME


def test_undoing_an_opening_returns_the_report_to_the_queue():
    case = make_case()
    actions.undo_open(case=case, by=case.opened_by)
    assert Report.objects.get(pk=case.report_id).state == ReportState.RECEIVED
    assert not case.report.settlements.exists()
    assert make_case(report=case.report, unit=case.lead_unit).pk != case.pk


def test_handing_back_returns_the_report_with_the_reason_and_without_telephone_numbers():
    case = make_case()
    officer = make_officer(case)
    actions.accept(case=case, by=officer)
    actions.hand_back(case=case, reason="属卫健局，电话13800138000", by=officer)
    assert Report.objects.get(pk=case.report_id).state == ReportState.RECEIVED
    line = Entry.objects.get(verb="cases.handed_back", subject_kind="reports.report")
    assert "属卫健局" in line.detail["reason"]
    assert "13800138000" not in line.detail["reason"]
    assert case.assignments.get().state == AssignmentState.HANDED_BACK


def test_a_reason_is_asked_for():
    case = make_case()
    with pytest.raises(Invalid):
        actions.hand_back(case=case, reason=" ", by=make_officer(case))


def test_an_answer_reaches_the_sender_who_is_asked_to_confirm():
    case = bring_to(make_case(), CaseState.ANSWERED)
    fate = _fate(case)
    assert (fate.outcome, fate.awaits_sender) == (Outcome.CASE_ANSWERED, True)
    assert fate.answer == "口罩已于今日送到。"


def test_nobody_is_asked_to_confirm_where_nobody_sent():
    case = make_case(report=make_report(source=Source.IMPORT))
    officer = make_officer(case)
    actions.answer(case=case, text="已办理", by=officer)
    assert not _fate(case).awaits_sender
    actions.close(case=case, reason="导入的线索，无人确认", by=officer)


def test_confirming_settles_the_report():
    case = bring_to(make_case(), CaseState.CONFIRMED)
    assert case.closed_at is not None
    assert _fate(case).outcome == Outcome.CASE_CONFIRMED


def test_sending_back_keeps_the_objection_and_starts_a_new_clock():
    case = make_case(urgency=Urgency.EMERGENCY)
    officer = make_officer(case)
    with time_machine.travel(case.opened_at + timedelta(hours=5)):
        bring_to(case, CaseState.SENT_BACK, officer=officer)
    back = Case.objects.get(pk=case.pk)
    assert back.due_at > case.due_at + timedelta(hours=3)
    assert back.answers.get().objection == "没有收到。"
    assert back.answers.get().was_late
    assert _fate(case).outcome == Outcome.CASE_SENT_BACK
    actions.answer(case=case, text="已再次送到。", by=officer)
    assert _fate(case).answer == "已再次送到。"
    assert _fate(case).awaits_sender


def test_the_second_of_two_officers_is_told_and_keeps_the_text():
    case = make_case()
    first, second = make_officer(case), make_officer(case)
    actions.answer(case=case, text="我来办。", by=first, version=1)
    with pytest.raises(Conflict) as refused:
        actions.answer(case=case, text="写了很久的答复。", by=second, version=1)
    assert refused.value.kept == "写了很久的答复。"
    assert case.answers.count() == 1


def test_a_colleague_who_accepted_meanwhile_is_noticed_by_the_version():
    case = make_case()
    actions.accept(case=case, by=make_officer(case), version=1)
    with pytest.raises(Conflict):
        actions.answer(case=case, text="答复", by=make_officer(case), version=1)


def test_answers_to_things_of_other_rooms_are_left_alone():
    case = bring_to(make_case(), CaseState.ANSWERED)
    reports.settle(
        report=case.report,
        thing="letters.letter:1",
        outcome=Outcome.CASE_ANSWERED,
        by=case.opened_by,
        awaits_sender=True,
    )
    reports.confirm_answer(report=case.report, thing="letters.letter:1", by=make_user())
    assert Case.objects.get(pk=case.pk).state == CaseState.ANSWERED


def test_a_case_of_another_report_is_not_moved_by_this_ones_sender():
    mine, other = make_case(), bring_to(make_case(), CaseState.ANSWERED)
    Settlement.objects.filter(report=mine.report).update(thing=other.thing, awaits_sender=True)
    reports.confirm_answer(report=mine.report, thing=other.thing, by=make_user())
    assert Case.objects.get(pk=other.pk).state == CaseState.ANSWERED


def test_looking_at_the_contact_needs_a_reason_and_is_journaled_for_case_and_person():
    sender = make_person("演练乙", phone="19900001234")
    case = make_case(report=make_report(sender=sender))
    officer = make_officer(case)
    with pytest.raises(Invalid):
        actions.unmask_contact(case=case, reason="", by=officer)
    contact = actions.unmask_contact(case=case, reason="核实送达地点", by=officer)
    assert contact.phone == "19900001234"
    seen = Entry.objects.filter(actor_id=officer.pk).values_list("verb", flat=True)
    assert set(seen) == {"cases.contact_unmasked", "people.unmasked"}


def test_a_unit_that_handed_back_sees_the_contact_no_more():
    case = make_case()
    officer = make_officer(case)
    actions.hand_back(case=case, reason="不属本单位", by=officer)
    with pytest.raises(Refused):
        actions.unmask_contact(case=case, reason="核实送达地点", by=officer)


def test_the_database_refuses_a_second_standing_case_of_one_report_and_unit():
    from django.db import IntegrityError, transaction

    case = make_case()
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin.number = None, "C200203-TWIN"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_note_is_kept_and_an_empty_one_refused():
    case = make_case()
    officer = make_officer(case)
    assert actions.add_note(case=case, text=" 明天去 ", by=officer).text == "明天去"
    with pytest.raises(Invalid):
        actions.add_note(case=case, text="", by=officer)
    with pytest.raises(Refused):
        actions.add_note(case=case, text="x", by=make_user(Role.OFFICER, unit=make_unit()))


def test_the_click_that_is_journaled_also_shows_the_numbers_in_the_text():
    report = make_report("路口积水，请打19900005678。", sender=make_person(phone="19900001234"))
    case = make_case(report=report)
    contact = actions.unmask_contact(case=case, reason="核实送达地点", by=make_officer(case))
    assert contact.in_text == ("19900005678",)
    assert str(contact).endswith("19900001234 · 19900005678")


def test_a_title_holds_no_number_whoever_typed_it():
    case = make_case(report=make_report("桥洞积水"), title="请打19900005678问路口情况")
    assert "19900005678" not in case.title
