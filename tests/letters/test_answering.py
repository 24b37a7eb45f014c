"""Links and the answers that come by them; reminders; mail."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, NotFound, QixinError, TooLarge, WrongState
from qixin.core.models import Entry
from qixin.letters import actions, selectors
from qixin.letters.admitting import LARGEST_FILE
from qixin.letters.models import Reminder, Reply, ReplyFile
from qixin.letters.models.replies import reply_storage
from qixin.letters.signals import reply_received
from qixin.people.enums import Role
from tests.letters.factories import (
    ANSWERER_PHONE,
    make_addressee,
    make_answer,
    make_recipient,
    make_sent,
    recipient_again,
    upload,
    zipped,
)
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def heard():
    news = []

    def hear(reply, **_more):
        news.append(reply)

    reply_received.connect(hear)
    yield news
    reply_received.disconnect(hear)


def later(days):
    return time_machine.travel(clock.now() + timedelta(days=days))


def test_an_answer_is_kept_with_its_file_and_the_case_hears_of_it(heard):
    recipient = make_recipient(case_number="C200203-ABCDEFG")
    reply = make_answer(recipient, files=[upload(PDF, "../../复函.exe")])
    assert [one.pk for one in heard] == [reply.pk]
    assert heard[0].recipient.letter.case_number == "C200203-ABCDEFG"
    file = ReplyFile.objects.get()
    assert (file.name, file.mime) == ("复函.pdf", "application/pdf")
    with reply_storage().open(file.stored.name) as stored:
        assert stored.read() == PDF
    assert recipient_again(recipient).answered_at == reply.at
    line = Entry.objects.get(verb="letters.answered")
    assert (line.actor_kind, line.detail["files"]) == ("resident", 1)


def test_a_second_answer_is_kept_and_marked():
    recipient = make_recipient()
    first, second = make_answer(recipient), make_answer(recipient, text="另：请提前一天告知。")
    assert (first.is_later, second.is_later) == (False, True)
    assert recipient_again(recipient).answered_at == first.at


def test_a_link_takes_no_answer_once_it_was_revoked_recalled_or_has_expired():
    revoked, recalled, expired = (make_recipient() for _ in range(3))
    by = make_user(Role.COMMANDER)
    actions.revoke_link(recipient=revoked, reason="发错单位", by=by)
    actions.recall(letter=recalled.letter, reason="内容有误", by=by)
    for recipient in (revoked, recalled):
        # also for whoever had the page open before
        for seen in (recipient, recipient_again(recipient)):
            with pytest.raises(WrongState):
                make_answer(seen)
    with later(61), pytest.raises(WrongState, match="过期"):
        make_answer(expired)
    assert not Reply.objects.exists()


def test_a_new_link_replaces_the_old_one():
    recipient = make_recipient()
    old = recipient.token
    assert selectors.recipient_by_token(old) == recipient
    actions.renew_link(recipient=recipient, by=make_user(Role.COMMANDER))
    with pytest.raises(NotFound):
        selectors.recipient_by_token(old)
    assert selectors.recipient_by_token(recipient_again(recipient).token) == recipient


def test_tokens_have_at_least_128_bits_and_neither_they_nor_answerers_are_stored_in_clear():
    recipient = make_recipient()
    make_answer(recipient)
    assert len(recipient.token) * 6 >= 128
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, token_hash FROM letters_recipient")
        assert recipient.token not in " ".join(cursor.fetchone())
        cursor.execute("SELECT answerer_name, answerer_phone FROM letters_reply")
        assert not {"演练丁", ANSWERER_PHONE} & set(cursor.fetchone())


@pytest.mark.parametrize(
    ("content", "size", "said"),
    [
        (b"MZ\x90\x00" + bytes(60), None, "程序"),
        (b"\x7fELF" + bytes(60), None, "程序"),
        (b"#!/bin/sh\n", None, "程序"),
        (b"%PDF-1.7", 200 * 1024 * 1024, "20 MB"),
        (b"%PDF-1.7", LARGEST_FILE + 1, "20 MB"),
        (b"", None, "空"),
        (b"<html><script>", None, "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "PDF"),
        (zipped("word/document.xml", "word/vbaProject.bin"), None, "宏"),
        (zipped("setup.bat"), None, "PDF"),
        (b"PK\x03\x04 cut off", None, "损坏"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_and_nothing_of_the_answer_is_kept(content, size, said):
    recipient = make_recipient()
    kept = upload(PDF)
    with pytest.raises((Invalid, TooLarge), match=said):
        make_answer(recipient, files=[kept, upload(content, "复函.pdf", size)])
    assert not Reply.objects.exists()


def test_office_documents_are_taken():
    names = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "OFD.xml": ".ofd"}
    files = [upload(zipped(inside), "表") for inside in names]
    make_answer(make_recipient(), files=files)
    assert set(ReplyFile.objects.values_list("name", flat=True)) == {
        f"表{extension}" for extension in names.values()
    }


def test_a_recipient_is_reminded_once_at_each_step():
    recipient, by = make_recipient(), make_user(Role.COMMANDER)
    with pytest.raises(Conflict, match="3 天"):
        actions.remind(recipient=recipient, by=by)
    for days, step in ((3, 1), (8, 2), (15, 3)):
        with later(days):
            assert actions.remind(recipient=recipient, by=by).step == step
            with pytest.raises(Conflict):
                actions.remind(recipient=recipient, by=by)
    assert Reminder.objects.count() == Entry.objects.filter(verb="letters.reminded").count() == 3


def test_whoever_answered_is_not_reminded():
    recipient = make_recipient()
    make_answer(recipient)
    with later(4), pytest.raises(WrongState):
        actions.remind(recipient=recipient, by=make_user(Role.COMMANDER))


def test_the_chase_lists_the_unanswered_and_counts_by_province():
    by = make_user(Role.COMMANDER)
    hebei = [make_addressee(province="13") for _ in range(3)]
    letter = make_sent(recipients=[*hebei, make_addressee(province="61")])
    make_answer(recipient_again(letter.recipients.first()))
    assert not selectors.unanswered(by, days=3)
    with later(3):
        assert len(selectors.unanswered(by, days=3)) == 3
    shown = [(one.province, one.sent, one.answered, one.percent) for one in selectors.rates(by)]
    assert shown == [("河北", 3, 1, 33), ("陕西", 1, 0, 0)]
    assert selectors.rates(make_user(Role.MEMBER)) == []


def test_copies_go_out_once_by_mail_and_paper_waits_for_nobody():
    addressees = [make_addressee(email="office@example.org"), make_addressee()]
    letter = make_sent(recipients=addressees)
    assert [actions.deliver_waiting() for _ in range(2)] == [1, 0]
    message = mail.outbox[0]
    recipient = letter.recipients.get(addressee=addressees[0])
    assert message.to == ["office@example.org"]
    assert recipient.token in message.body
    assert letter.document_number in message.subject
    assert message.attachments[0][1][:5] == b"%PDF-"
    with later(4):
        actions.remind(recipient=recipient, by=make_user(Role.COMMANDER))
        assert [actions.deliver_waiting() for _ in range(2)] == [1, 0]
    assert Entry.objects.filter(verb="letters.delivered").count() == 2


def test_a_mail_that_fails_is_tried_again(monkeypatch, settings):
    make_sent(recipients=[make_addressee(email="office@example.org")])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert actions.deliver_waiting() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.deliver_waiting() == 0
    with later(1):
        assert actions.deliver_waiting() == 1


def test_whoever_looks_at_the_answerer_leaves_a_line():
    recipient = make_recipient()
    reply = make_answer(recipient, text="请联系 19900001111。")
    assert reply.masked == {"name": "演**", "phone": "199****6543"}
    shown = actions.unmask(reply=reply, reason="电话核实", by=make_user(Role.COMMANDER))
    assert shown == f"演练丁 · {ANSWERER_PHONE} · 19900001111"
    assert Entry.objects.get(verb="letters.answerer_unmasked").subject_id == recipient.letter_id
    for role in (Role.AUDITOR, Role.MEMBER):
        with pytest.raises(QixinError):
            actions.unmask(reply=reply, reason="电话核实", by=make_user(role))


def test_somebody_who_answered_before_is_known_by_the_last_answer():
    recipient = make_recipient()
    make_answer(recipient)
    last = make_answer(recipient, text="同意。")
    book, other = [recipient.addressee], make_sent(recipients=[recipient.addressee])
    assert selectors.known_before(book, besides=other) == {recipient.addressee_id: last}
    assert selectors.known_before(book, besides=recipient.letter) == {}
