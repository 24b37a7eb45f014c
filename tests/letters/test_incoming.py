"""Letters that come in: their register, clock, states, and the match with ours."""

import io
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, NotFound, QixinError, Refused, WrongState
from qixin.core.models import Entry
from qixin.letters import actions, policies, selectors
from qixin.letters.clocks import MOST_DAYS
from qixin.letters.enums import IncomingKind, IncomingState, LetterState
from qixin.letters.models import Incoming, IncomingFile, Letter, Recipient, Reply
from qixin.letters.selectors import IncomingFilter
from qixin.letters.signals import reply_received
from qixin.letters.workflow import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from qixin.people.models import Notice
from tests.letters.factories import (
    make_addressee,
    make_answer,
    make_sent,
    make_series,
    recipient_again,
    upload,
)
from tests.letters.incoming_factories import (
    answer_with,
    came_in,
    copy_to,
    incoming_in,
    make_incoming,
)
from tests.letters.test_views import page_of, signed_in
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db

VERBS = {
    "correct": lambda one, by: actions.correct(
        incoming=one, given=came_in(sender=one.sender), version=one.version, by=by
    ),
    "assign": lambda one, by: actions.assign(incoming=one, unit=one.unit, working_days=2, by=by),
    "match": lambda one, by: actions.match(incoming=one, recipient=copy_to(one), by=by),
    "file": lambda one, by: actions.file_away(incoming=one, reason="仅供知悉", by=by),
}
MAY = {"own officer", Role.COMMANDER}
ROLES = ["own officer", "other officer", *(role for role in Role if role != Role.OFFICER)]


def again(incoming):
    return Incoming.objects.select_related("unit", "desk", "sender").get(pk=incoming.pk)


def someone(who, incoming):
    if who in ("own officer", "other officer"):
        return make_user(Role.OFFICER, unit=incoming.unit if who[1] == "w" else make_unit())
    return make_user(who)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", IncomingState.values)
def test_a_verb_works_from_the_states_that_are_drawn_and_for_the_roles_that_may(state, verb):
    incoming = incoming_in(IncomingState(state))
    origins, target = TRANSITIONS["incoming"][verb]
    for who in ROLES:
        by = someone(who, incoming)
        allowed = state in origins and who in MAY
        assert policies.can_with_incoming(by, verb, incoming=incoming) == allowed, (verb, who)
        if not allowed:
            with pytest.raises(QixinError):
                VERBS[verb](incoming, by)
            assert again(incoming).state == state
    if state in origins:
        VERBS[verb](incoming, someone("own officer", incoming))
        assert again(incoming).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=incoming.pk).exists()


def test_every_state_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["incoming"].values()}
    assert reached | {INITIAL["incoming"]} == set(IncomingState.values)
    assert TRANSITIONS["incoming"].keys() <= JOURNAL.keys()


@pytest.mark.parametrize("state", IncomingState.values)
def test_a_letter_of_ours_that_is_sent_answers_what_waits_and_nothing_else(state):
    incoming = incoming_in(IncomingState(state))
    answer_with(incoming, make_user(Role.COMMANDER))
    waits = state in TRANSITIONS["incoming"]["answer_with"][0]
    assert again(incoming).state == (IncomingState.ANSWERED if waits else state)


def test_a_letter_that_is_recalled_leaves_what_it_answered_waiting_again():
    incoming, by = make_incoming(), make_user(Role.COMMANDER)
    first, second = answer_with(incoming, by), answer_with(incoming, by)
    actions.recall(letter=first, reason="内容有误", by=by)
    assert again(incoming).state == IncomingState.ANSWERED
    actions.recall(letter=second, reason="内容有误", by=by)
    held = again(incoming)
    assert (held.state, held.settled_at) == (IncomingState.ASSIGNED, None)


def test_the_clock_counts_working_days_from_the_day_it_was_received():
    # 2020-04-30 is a Thursday, the first five days of May were free, the 9th was worked
    with time_machine.travel(datetime(2020, 4, 30, 4, tzinfo=UTC)):
        incoming = make_incoming(received_on=date(2020, 4, 30), working_days=4)
        assert incoming.due_on == date(2020, 5, 9)
        by = make_user(Role.COMMANDER)
        held = actions.assign(incoming=incoming, unit=make_unit(), working_days=1, by=by)
        assert held.due_on == date(2020, 5, 6)


def test_a_double_click_registers_once():
    desk, key = make_unit(), uuid.uuid4()
    by, sender = make_user(Role.OFFICER, unit=desk), make_addressee()
    made = [make_incoming(desk=desk, by=by, key=key, sender=sender) for _ in range(2)]
    assert made[0] == made[1]
    assert Incoming.objects.count() == 1


def test_a_senders_number_is_registered_once_and_letters_without_one_as_often_as_they_come():
    sender = make_addressee()
    make_incoming(sender=sender, their_number="石政函〔2020〕8号")
    with pytest.raises(Conflict, match="登记过"):
        make_incoming(sender=sender, their_number="石政函 〔2020〕8号")
    make_incoming(their_number="石政函〔2020〕8号")
    for _ in range(2):
        make_incoming(sender=sender)
    assert Incoming.objects.count() == 4


@pytest.mark.parametrize(
    "given",
    [
        {"subject": " \0 "},
        {"subject": "长" * 201},
        {"text": "长" * 30_001},
        {"their_number": "长" * 61},
        {"working_days": 0},
        {"working_days": -3},
        {"working_days": MOST_DAYS + 1},
        {"received_on": date(1999, 1, 1)},
        {"received_on": date(9999, 12, 31)},
        {"dated": date(9999, 12, 31)},
        {"kind": "love"},
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(given):
    with pytest.raises(Invalid) as refused:
        make_incoming(**given)
    assert str(refused.value)
    assert not Incoming.objects.exists()


def test_the_second_of_two_who_correct_at_once_is_told_and_keeps_the_text():
    incoming, by = make_incoming(), make_user(Role.COMMANDER)
    given = came_in(sender=incoming.sender, text="甲文")
    actions.correct(incoming=incoming, given=given, version=1, by=by)
    with pytest.raises(Conflict) as told:
        actions.correct(incoming=incoming, given=replace(given, text="乙文"), version=1, by=by)
    assert told.value.kept == "乙文"
    assert again(incoming).text == "甲文"


def test_a_match_ends_the_chase_and_wakes_whoever_waits_for_the_answer():
    heard = []

    def hear(reply, **_more):
        heard.append((reply.recipient.letter.case_number, reply.text))

    sender, by = make_addressee(), make_user(Role.COMMANDER)
    copy = make_sent(recipients=[sender], case_number="C200203-ABCDEFG").recipients.get()
    incoming = make_incoming(
        sender=sender, kind=IncomingKind.ANSWERS, subject="复函", text="放行。"
    )
    reply_received.connect(hear)
    try:
        actions.match(incoming=incoming, recipient=copy, by=by)
    finally:
        reply_received.disconnect(hear)
    assert heard == [("C200203-ABCDEFG", "复函\n放行。")]
    assert recipient_again(copy).answered_at
    assert not selectors.unanswered(by, days=0)
    assert [one.percent for one in selectors.rates(by)] == [100]
    assert incoming.number in page_of(signed_in(by), "detail", copy.letter.number)


def test_a_letter_is_matched_only_to_a_copy_of_its_own_sender_and_one_that_was_sent():
    incoming, by = make_incoming(), make_user(Role.COMMANDER)
    with pytest.raises(Conflict, match="别的单位"):
        actions.match(incoming=incoming, recipient=make_sent().recipients.get(), by=by)
    copy = copy_to(incoming)
    actions.recall(letter=copy.letter, reason="内容有误", by=by)
    with pytest.raises(WrongState):
        actions.match(incoming=incoming, recipient=copy, by=by)
    assert not Reply.objects.exists()


def test_suggestions_put_the_number_first_then_the_words_and_leave_other_senders_out():
    sender, by = make_addressee(), make_user(Role.COMMANDER)
    other = make_sent(recipients=[sender], title="关于熔喷布供应的函")
    like = make_sent(recipients=[sender], title="关于运输车辆通行的函")
    named = make_sent(recipients=[sender], title="关于配套企业复工的函")
    make_sent(title="关于运输车辆通行的函")
    text = f"贵区来函（{named.document_number.replace('〔', '[').replace('〕', ']')}）收悉。"
    incoming = make_incoming(sender=sender, subject="关于车辆通行的复函", text=text)
    found = selectors.suggestions(by, incoming)
    assert [one.recipient.letter for one in found] == [named, like, other]
    assert [one.by_number for one in found] == [True, False, False]
    assert "车辆通行" in found[1].words
    assert selectors.suggestions(make_user(Role.OFFICER, unit=make_unit()), incoming) == []


def test_an_overdue_letter_is_told_once_to_the_unit_and_the_commanders():
    incoming = make_incoming(working_days=1)
    officer = make_user(Role.OFFICER, unit=incoming.unit)
    commander, stranger = make_user(Role.COMMANDER), make_user(Role.OFFICER, unit=make_unit())
    assert actions.tell_overdue() == 0
    with time_machine.travel(clock.now() + timedelta(days=5)):
        assert selectors.incoming_tallies(commander, IncomingFilter())["overdue"] == 1
        assert [actions.tell_overdue() for _ in range(2)] == [1, 0]
    told = set(
        Notice.objects.filter(kind="letters.incoming_overdue").values_list("user", flat=True)
    )
    assert {officer.pk, commander.pk} <= told
    assert stranger.pk not in told


def test_only_desk_and_answering_unit_see_a_letter():
    incoming, unit = make_incoming(), make_unit()
    actions.assign(incoming=incoming, unit=unit, working_days=5, by=make_user(Role.COMMANDER))
    for seer in (
        make_user(Role.OFFICER, unit=incoming.desk), make_user(Role.OFFICER, unit=unit),
        make_user(Role.COMMANDER), make_user(Role.AUDITOR),
    ):  # fmt: skip
        assert selectors.incoming_for(seer, incoming.number) == incoming
    for blind in (make_user(Role.OFFICER, unit=make_unit()), make_user(Role.MEMBER)):
        assert not selectors.incoming_listed(blind, IncomingFilter())
        with pytest.raises(NotFound):
            selectors.incoming_for(blind, incoming.number)


def test_figures_are_the_lengths_of_their_lists():
    by = make_user(Role.COMMANDER)
    for state in IncomingState:
        incoming_in(state)
    for wanted in (IncomingFilter(), IncomingFilter(kind="asks"), IncomingFilter(words="防护服")):
        for state, count in selectors.incoming_tallies(by, wanted).items():
            assert selectors.incoming_listed(by, replace(wanted, state=state)).count() == count


def test_files_are_judged_kept_and_opened_with_a_line_in_the_journal():
    desk = make_unit()
    by = make_user(Role.OFFICER, unit=desk)
    with pytest.raises(Invalid, match="程序"):
        make_incoming(desk=desk, by=by, files=[upload(b"MZ" + bytes(60), "a.pdf")])
    assert not Incoming.objects.exists()
    make_incoming(desk=desk, by=by, files=[upload(b"%PDF-1.7", "扫描.exe")])
    file = IncomingFile.objects.select_related("incoming__unit", "incoming__desk").get()
    assert file.name == "扫描.pdf"
    answer = signed_in(by).get(reverse("letters:incoming_file", args=[file.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert Entry.objects.filter(verb="letters.incoming_file_opened").count() == 1
    with pytest.raises(Refused):
        actions.note_incoming_file_opened(file=file, by=make_user(Role.AUDITOR))


def test_an_officer_registers_a_letter_of_a_new_sender_and_drafts_the_answer():
    desk = make_unit("区商务局")
    client = signed_in(make_user(Role.OFFICER, unit=desk))
    form = {
        "key": uuid.uuid4(), "desk": desk.pk, "sender": "演练新来市商务局", "kind": "asks",
        "subject": "关于商请提供口罩的函", "received_on": f"{clock.today()}", "working_days": "５",
        "their_number": "演商函〔2020〕3号", "text": "电话 19900001111。",
        "files": SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
    }  # fmt: skip
    refused = client.post(reverse("letters:register"), form)
    assert refused.status_code == 422
    assert "通讯录中还没有" in refused.content.decode()
    form |= {"sender_kind": "department", "sender_province": "61",
             "files": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}  # fmt: skip
    shown = client.post(reverse("letters:register"), form, follow=True).content.decode()
    incoming = Incoming.objects.get()
    assert incoming.sender.province == "61"
    assert incoming.working_days == 5
    assert "19900001111" not in shown
    query = f"?answers={incoming.number}"
    page = client.get(reverse("letters:draft") + query).content.decode()
    assert "关于商请提供口罩的复函" in page
    letter = {"unit": desk.pk, "series": make_series(unit=desk).pk, "title": "复函",
              "body": "同意。", "recipients": [incoming.sender_id]}  # fmt: skip
    client.post(reverse("letters:draft") + query, letter)
    assert Letter.objects.get().answers == incoming
    assert again(incoming).state == IncomingState.REGISTERED


def test_bad_forms_are_answered_with_a_sentence():
    desk = make_unit()
    client = signed_in(make_user(Role.OFFICER, unit=desk))
    good = {"key": uuid.uuid4(), "desk": desk.pk, "sender": make_addressee().name, "kind": "asks",
            "subject": "函", "received_on": f"{clock.today()}", "working_days": 5}  # fmt: skip
    for bad in (
        {"working_days": "abc"}, {"working_days": "-1"}, {"working_days": "9" * 400},
        {"received_on": "昨天"}, {"subject": "\0"}, {"key": "x"}, {"desk": "0"},
        {"received_on": "0001-01-01"}, {"sender": "长" * 101}, {"files": io.BytesIO(b"MZ" * 40)},
    ):  # fmt: skip
        assert client.post(reverse("letters:register"), good | bad).status_code == 422, bad
    assert not Incoming.objects.exists()


def test_the_map_counts_what_its_lists_show():
    by = make_user(Role.COMMANDER)
    places = [make_addressee(province=code) for code in ("13", "13", "61")]
    letter = make_sent(recipients=places)
    make_answer(recipient_again(letter.recipients.first()))
    client = signed_in(by)
    context = client.get(reverse("letters:map")).context
    tiles = {one.code: one for one in context["tiles"]}
    assert len(tiles) == 34
    assert len({(one.row, one.column) for one in tiles.values()}) == 34
    assert (tiles["13"].shade, tiles["61"].shade, tiles["11"].shade) == ("some", "low", "none")
    for code in ("13", "61"):
        listed = client.get(reverse("letters:chase"), {"which": "all", "province": code})
        assert listed.context["page"].paginator.count == tiles[code].rate.sent
    answered = client.get(reverse("letters:chase"), {"which": "answered"})
    assert answered.context["page"].paginator.count == context["answered"] == 1
    assert Recipient.objects.filter(letter__state=LetterState.SENT).count() == context["sent"]
    empty = signed_in(make_user(Role.OFFICER, unit=make_unit()))
    assert "还没有发出" in page_of(empty, "map")
