"""What comes of cases and counts: outcomes, rates, exclusions, visits, calls, stories, files."""

import os
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine

from qixin.cases import actions, selectors
from qixin.cases.actions import Difficulty, Promised, Result
from qixin.cases.enums import (
    CaseState,
    ExclusionState,
    OutcomeKind,
)
from qixin.cases.models import Case
from qixin.cases.models.files import case_storage
from qixin.cases.search import INDEX
from qixin.core.errors import Invalid
from qixin.letters.actions import Upload
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.reports.enums import Satisfaction, Source
from tests.cases.factories import bring_to, make_asked, make_case, make_officer
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
# Monday, 7 December 2026, 10:00 in Linzi: no holiday for weeks
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


def test_outcomes_are_summed_and_struck_ones_are_not(enterprise, contact):
    case = make_asked(enterprise, contact)
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
    case = bring_to(make_asked(enterprise, contact), CaseState.ANSWERED)
    actions.confirm_for_asker(case=case, satisfaction=Satisfaction.NOT_SATISFIED, by=contact)
    whole = selectors.total(selectors.rates(commander, selectors.Span.of(None, None), "unit"))
    for name, count in whole.counts.items():
        listed = selectors.inbox(commander, selectors.Filter(state="all", set=name))
        assert listed.count() == count, name
    assert whole.counts["counted"] == 4
    assert (whole.counts["resolved"], whole.counts["resolution_due"]) == (2, 3)
    assert whole.satisfaction == 0


def test_a_part_is_done_while_the_commander_chooses_a_lead(enterprise, contact):
    helper = make_unit()
    case = make_asked(enterprise, contact, helpers=[helper])
    commander = make_user(Role.COMMANDER)
    Case.objects.filter(pk=case.pk).update(handed_back_times=1)
    actions.hand_back(case=case, reason="不属本单位", by=make_officer(case))
    aide = make_user(Role.OFFICER, unit=helper)
    actions.finish_part(part=case.assignments.get(unit=helper), result="已放款", by=aide)
    actions.speak(case=case, text="何时能定？", by=contact)
    kinds = set(Notice.objects.filter(user=commander).values_list("kind", flat=True))
    assert kinds == {"cases.to_decide", "cases.part_done", "cases.noted"}


def test_a_file_is_named_by_what_it_is_and_a_refused_answer_leaves_none(enterprise, contact):
    case = make_asked(enterprise, contact)
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
    whole = selectors.total(selectors.rates(commander, selectors.Span.of(None, None), "unit"))
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
    case = bring_to(make_asked(enterprise, contact), CaseState.CONFIRMED)
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


def test_what_shares_a_word_is_found_newest_first_and_no_further_thanmake_asked():
    cases = [make_case(report=make_report(f"第{n}车熔喷布断供")) for n in range(4)]
    other = make_case(report=make_report("食堂蔬菜不够"))
    assert INDEX.newest_with_any(["熔喷布"], most=3) == [case.pk for case in cases[:0:-1]]
    assert INDEX.newest_with_any(["蔬菜", "熔喷"], most=2) == [other.pk, cases[-1].pk]
    assert INDEX.newest_with_any([], most=2) == []
