"""Rumours and their answers: state × verb × role, two people, double clicks, what senders read."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.newsroom.actions import answers, rumours
from qixin.newsroom.enums import AnswerState, RumourState
from qixin.newsroom.models import Answer, Evidence, Rumour, Sighting
from qixin.newsroom.policies.rumours import can_to_answer, can_to_rumour
from qixin.newsroom.selectors import rumours as selector
from qixin.newsroom.workflow.rumours import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.reports.enums import Outcome, ReportState
from qixin.reports.models import Report
from tests.newsroom.factories import make_editor
from tests.newsroom.rumour_factories import (
    WHY,
    bring_answer_to,
    bring_rumour_to,
    found,
    make_answered,
    make_rumour,
    propose,
    publish,
    seen,
    sight,
    withdraw,
    words,
)
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db

NEWSROOM = {Role.TRIAGE_EDITOR, Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR}
VERIFIERS = {Role.REVIEWER, Role.CHIEF_EDITOR}
OF_RUMOUR = {
    "file": lambda rumour, by: rumours.file_rumour(rumour=rumour, reason=WHY, by=by),
    "reopen": lambda rumour, by: rumours.reopen(rumour=rumour, reason=WHY, by=by),
}
OF_ANSWER = {
    "verify": lambda answer, by: answers.verify(answer=answer, by=by),
    "send_back": lambda answer, by: answers.send_back(answer=answer, reason=WHY, by=by),
    "publish": lambda answer, by: answers.publish(answer=answer, by=by),
    "withdraw": lambda answer, by: answers.withdraw(answer=answer, reason=WHY, by=by),
}


@pytest.mark.parametrize("verb", OF_RUMOUR)
@pytest.mark.parametrize("state", RumourState.values)
def test_a_verb_on_a_rumour_works_from_the_states_that_are_drawn_and_for_the_newsroom(state, verb):
    rumour = bring_rumour_to(RumourState(state))
    origins, target = TRANSITIONS["rumour"][verb]
    for role in Role:
        by = make_user(role)
        allowed = state in origins and role in NEWSROOM
        assert can_to_rumour(by, verb, rumour=rumour) == allowed, (state, verb, role)
        if not allowed:
            with pytest.raises(QixinError):
                OF_RUMOUR[verb](rumour, by)
            assert Rumour.objects.get(pk=rumour.pk).state == state
    if state in origins:
        OF_RUMOUR[verb](rumour, make_editor())
        assert Rumour.objects.get(pk=rumour.pk).state == target


@pytest.mark.parametrize("verb", OF_ANSWER)
@pytest.mark.parametrize("state", AnswerState.values)
def test_a_verb_on_an_answer_works_from_the_states_that_are_drawn_and_for_reviewers(state, verb):
    answer = bring_answer_to(AnswerState(state))
    origins, target = TRANSITIONS["answer"][verb]
    for role in Role:
        by = make_user(role)
        allowed = state in origins and role in VERIFIERS
        assert can_to_answer(by, verb, answer=answer) == allowed, (state, verb, role)
        # once more what was published already is no error, and changes nothing
        again = verb == "publish" and state == AnswerState.PUBLISHED and role in VERIFIERS
        if not allowed and not again:
            with pytest.raises(QixinError):
                OF_ANSWER[verb](answer, by)
        assert allowed or Answer.objects.get(pk=answer.pk).state == state
    if state in origins:
        OF_ANSWER[verb](answer, make_editor(Role.REVIEWER))
        assert Answer.objects.get(pk=answer.pk).state == target


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    for noun, states in (("rumour", RumourState), ("answer", AnswerState)):
        reached = {target for _from, target in TRANSITIONS[noun].values()} | {INITIAL[noun]}
        assert reached == set(states.values)
        assert TRANSITIONS[noun].keys() <= JOURNAL.keys()


def test_nobody_verifies_an_answer_that_they_wrote_whatever_their_role():
    chief = make_editor(Role.CHIEF_EDITOR)
    answer = propose(make_rumour(), by=chief)
    with pytest.raises(Refused, match="另一个人"):
        answers.verify(answer=answer, by=chief)
    assert Answer.objects.get(pk=answer.pk).state == AnswerState.PROPOSED


def test_whoever_wrote_a_returned_draft_does_not_verify_what_came_of_it():
    first, second, third = (make_editor(Role.REVIEWER) for _ in range(3))
    rumour = make_rumour()
    answers.send_back(answer=propose(rumour, by=first), reason=WHY, by=second)
    answer = propose(rumour, by=second)
    with pytest.raises(Refused):
        answers.verify(answer=answer, by=first)
    assert answers.verify(answer=answer, by=third).verified_by == third


def test_after_publication_an_earlier_author_may_verify_another_persons_correction():
    first = make_editor(Role.REVIEWER)
    answer = publish(propose(make_rumour(), by=first))
    correction = propose(answer.rumour, text="个别路段限行。", notice="补充限行路段")
    assert publish(correction, by=first).verified_by == first


def test_the_database_keeps_an_answer_from_being_verified_by_its_author():
    answer = propose(make_rumour())
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(
            verified_by=answer.written_by_id, verified_at=clock.now()
        )


@pytest.mark.parametrize("state", ["verified", "published", "superseded", "withdrawn"])
def test_the_database_lets_nothing_out_that_nobody_verified(state):
    answer = propose(make_rumour())
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(state=state, published_at=clock.now())


def test_of_two_who_verify_at_once_the_second_is_told():
    answer = propose(make_rumour())
    one, other = make_editor(Role.REVIEWER), make_editor(Role.REVIEWER)
    stale = Answer.objects.get(pk=answer.pk)
    answers.verify(answer=answer, by=one)
    with pytest.raises(WrongState):
        answers.verify(answer=stale, by=other)
    assert Answer.objects.get(pk=answer.pk).verified_by == one
    # a second click of the first is no news
    assert answers.verify(answer=stale, by=one).verified_by == one
    assert Entry.objects.filter(verb="newsroom.answer_verified").count() == 1


def test_the_author_cannot_verify_through_a_page_that_was_opened_before():
    author = make_editor(Role.REVIEWER)
    rumour = make_rumour()
    before = propose(rumour)
    answers.take_back(answer=before, by=before.written_by)
    propose(rumour, by=author)
    with pytest.raises(QixinError):
        answers.verify(answer=before, by=author)


def test_the_same_form_sent_twice_is_one():
    editor, key = make_editor(), uuid.uuid4()
    rumour = make_rumour(by=editor, key=key)
    assert make_rumour(by=editor, key=key) == rumour
    for _ in range(2):
        rumours.see(rumour=rumour, seen=seen(), client_key=key, by=editor)
        rumours.collect(rumour=rumour, found=found(), client_key=key, by=editor)
        propose(rumour, by=editor)
    counts = [model.objects.count() for model in (Rumour, Sighting, Evidence, Answer)]
    assert counts == [1, 2, 1, 1]


def test_only_one_answer_waits_at_a_time():
    rumour = make_rumour()
    propose(rumour)
    with pytest.raises(Conflict):
        propose(rumour, text="另一种说法，等待核实。")
    with pytest.raises(Conflict):
        rumours.file_rumour(rumour=rumour, reason=WHY, by=rumour.opened_by)


def test_reviewers_hear_of_an_answer_that_waits_and_its_author_of_the_return():
    reviewer, author = make_editor(Role.REVIEWER), make_editor(Role.REVIEWER)
    answer = propose(make_rumour(), by=author)
    told = Notice.objects.filter(kind="newsroom.answer_waits").values_list("user", flat=True)
    assert list(told) == [reviewer.pk]
    answers.send_back(answer=answer, reason=WHY, by=reviewer)
    assert Notice.objects.get(kind="newsroom.answer_returned").user == author


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": "请打19900001234询问"}, "不得公开"),
        ({"sources": "张某 19900001234"}, "不得公开"),
        ({"claim_en": "call 19900001234"}, "不得公开"),
        ({"text": ""}, "空"),
        ({"sources": " \n "}, "空"),
        ({"text": "长" * 1001}, "1000"),
        ({"verdict": "maybe"}, "maybe"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_sentence(change, sentence):
    with pytest.raises(Invalid, match=sentence):
        propose(make_rumour(), **change)
    assert not Answer.objects.exists()


def test_numbers_of_persons_are_masked_in_claim_spread_and_evidence():
    rumour = make_rumour("联系19900001234买口罩", place="群主19900001234")
    row = rumours.collect(
        rumour=rumour, found=found(source="李某19900001234", text="电话19900001234，核对过"),
        client_key=uuid.uuid4(), by=rumour.opened_by,
    )  # fmt: skip
    kept = f"{rumour.claim}{rumour.sightings.get().place}{row.source}{row.text}"
    assert "19900001234" not in kept


def test_what_was_seen_tomorrow_and_evidence_of_tomorrow_are_refused():
    with pytest.raises(Invalid, match="将来"):
        make_rumour(hours_ago=-2)
    rumour = make_rumour()
    with pytest.raises(Invalid, match="将来"):
        rumours.collect(
            rumour=rumour, found=found(dated=clock.today() + timedelta(days=1)),
            client_key=uuid.uuid4(), by=rumour.opened_by,
        )  # fmt: skip


def test_two_who_change_the_claim_at_once_the_second_is_told():
    rumour = make_rumour()
    rumours.revise(rumour=rumour, claim="今晚封路", version=1, by=rumour.opened_by)
    with pytest.raises(Conflict):
        rumours.revise(rumour=rumour, claim="明晚封路", version=1, by=rumour.opened_by)
    assert Rumour.objects.get(pk=rumour.pk).claim == "今晚封路"


def test_a_report_leaves_the_queue_and_its_sender_reads_each_turn():
    editor, report = make_editor(), make_report(text="群里说今晚封路，是真的吗？")
    rumour = rumours.open_from_report(
        report=report, claim="今晚封路", channel="group", client_key=uuid.uuid4(), by=editor
    )
    assert fate(report) == (ReportState.TRIAGED, Outcome.RUMOUR_OPENED, "")
    answer = publish(propose(rumour))
    assert fate(report) == (ReportState.TRIAGED, Outcome.RUMOUR_ANSWERED, answer.text)
    assert report.settlements.get().link == f"/zh/facts/{rumour.pk}.html"
    withdraw(answer)
    assert fate(report) == (ReportState.TRIAGED, Outcome.RUMOUR_CLOSED, WHY)


def test_the_sender_reads_the_verdict_in_chinese_whatever_language_the_reviewer_reads():
    report, rumour = make_report(), make_rumour("今晚封路")
    rumours.join_report(rumour=rumour, report=report, channel="group", by=rumour.opened_by)
    with override("en"):
        publish(propose(rumour, claim="今晚封路"))
    assert report.settlements.get().title == "不实：今晚封路"


def test_a_report_that_comes_after_the_answer_gets_it_at_once_and_joins_no_second_rumour():
    answer, report = make_answered(), make_report()
    editor = make_editor()
    for _ in range(2):
        rumours.join_report(rumour=answer.rumour, report=report, channel="group", by=editor)
    assert fate(report)[1:] == (Outcome.RUMOUR_ANSWERED, answer.text)
    assert Sighting.objects.filter(report=report).count() == 1
    with pytest.raises(Conflict):
        rumours.join_report(rumour=make_rumour(), report=report, channel="group", by=editor)


def test_a_report_that_told_of_something_else_returns_to_the_queue():
    report, editor = make_report(), make_editor()
    rumours.join_report(rumour=make_rumour(), report=report, channel="group", by=editor)
    rumours.leave_report(report=report, by=editor)
    rumours.leave_report(report=report, by=editor)
    assert Report.objects.get(pk=report.pk).state == ReportState.RECEIVED
    assert not report.settlements.exists()


def test_senders_read_why_a_rumour_is_not_answered():
    report, rumour = make_report(), make_rumour()
    rumours.join_report(rumour=rumour, report=report, channel="group", by=rumour.opened_by)
    rumours.file_rumour(rumour=rumour, reason=WHY, by=rumour.opened_by)
    assert fate(report)[1:] == (Outcome.RUMOUR_CLOSED, WHY)


def test_the_board_is_ordered_by_how_fast_a_rumour_spreads():
    user = make_editor()
    quiet, many, crowd = make_rumour("安静的传言"), make_rumour("多处"), make_rumour("人多")
    for _ in range(2):
        sight(many)
    sight(crowd, readers=5000)
    sight(quiet, hours_ago=30, readers=90_000)
    found = list(selector.listed(user, "open"))
    assert found == [many, crowd, quiet]
    assert [one.places_lately for one in found] == [3, 2, 1]
    assert [one.readers_lately for one in found] == [0, 5000, 0]
    assert [selector.spread(one).is_fast for one in (many, crowd, quiet)] == [True, True, False]


def test_every_figure_is_the_length_of_the_list_that_it_opens():
    user = make_editor()
    make_rumour()
    for state in AnswerState:
        bring_answer_to(state)
    bring_rumour_to(RumourState.FILED)
    figures = selector.tallies(user)
    assert figures == {"open": 2, "waiting": 1, "verified": 1, "public": 2, "ended": 2}
    for which, figure in figures.items():
        assert len(selector.listed(user, which)) == figure


@pytest.mark.parametrize("role", Role)
def test_who_may_not_read_the_newsroom_sees_no_rumour(role):
    from qixin.people.permissions import has_permission

    make_rumour()
    user = make_user(role)
    assert selector.rumours(user).exists() == has_permission(user, "newsroom.read")


def test_only_others_answers_are_counted_for_the_navigation():
    author, other = make_editor(Role.REVIEWER), make_editor(Role.REVIEWER)
    propose(make_rumour(), by=author)
    counts = [selector.waiting_count(user) for user in (author, other, make_editor())]
    assert counts == [0, 1, 0]


def test_a_correction_says_what_it_corrects():
    answer = make_answered()
    with pytest.raises(Invalid, match="更正"):
        answers.propose(rumour=answer.rumour, wording=words(text="改。"), by=make_editor())


def fate(report):
    settlement = report.settlements.get()
    return Report.objects.get(pk=report.pk).state, settlement.outcome, settlement.answer
