"""The pages, as people see them."""

import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qixin.core.models import Entry
from qixin.letters import actions
from qixin.letters.enums import LetterState
from qixin.letters.models import Addressee, Letter, Recipient, Reply
from qixin.people.enums import Role
from tests.letters.factories import (
    ANSWERER_PHONE,
    bring_to,
    make_addressee,
    make_answer,
    make_draft,
    make_recipient,
    make_series,
    make_template,
    recipient_again,
)
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db

ANSWER = {"text": "车辆凭通行证放行。", "name": "演练丁", "phone": ANSWERER_PHONE}


@pytest.fixture(autouse=True)
def no_rate_is_used_up():
    cache.clear()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def commander():
    return signed_in(make_user(Role.COMMANDER))


def page_of(client, name, *args, **query):
    answer = client.get(reverse(f"letters:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def address(recipient, name="answer"):
    return reverse(f"letters:{name}", args=[recipient.token])


def test_an_officer_drafts_from_the_usual_words_for_a_case():
    unit, addressee = make_unit("区工业和信息化局"), make_addressee("石家庄市人民政府")
    series = make_series(unit=unit)
    client = signed_in(make_user(Role.OFFICER, unit=unit))
    page = page_of(client, "draft", template=make_template().pk, case="C200203-ABCDEFG")
    assert "关于商请协助○○车辆通行的函" in page
    assert 'value="C200203-ABCDEFG"' in page
    form = {"unit": unit.pk, "series": series.pk, "title": "关于放行的函", "body": "盼予支持。",
            "recipients": [addressee.pk], "case_number": "C200203-ABCDEFG"}  # fmt: skip
    shown = client.post(reverse("letters:draft"), form, follow=True).content.decode()
    letter = Letter.objects.get()
    assert (letter.unit, letter.case_number) == (unit, "C200203-ABCDEFG")
    assert "石家庄市人民政府" in shown
    kept = client.post(reverse("letters:draft"), form | {"title": ""})
    assert kept.status_code == 422
    assert "盼予支持。" in kept.content.decode()


def test_a_draft_is_changed_in_its_form_and_goes_back():
    letter = bring_to(make_draft(), LetterState.CHECKED)
    client = signed_in(letter.drafted_by)
    page = page_of(client, "revise", letter.number)
    assert letter.title in page
    assert "checked" in page
    form = {"series": letter.series_id, "title": "关于放行的函", "body": "盼予支持。",
            "recipients": list(letter.recipients.values_list("addressee", flat=True))}  # fmt: skip
    client.post(reverse("letters:revise", args=[letter.number]), form)
    again = Letter.objects.get()
    assert (again.title, again.state) == ("关于放行的函", LetterState.DRAFT)
    assert again.recipients.count() == 1


def test_letters_of_another_unit_are_not_there():
    letter = bring_to(make_draft(), LetterState.SENT)
    reply = make_answer(recipient_again(letter.recipients.get()))
    client = signed_in(make_user(Role.OFFICER, unit=make_unit()))
    assert letter.title not in page_of(client, "list")
    for name, key in (("detail", letter.number), ("pdf", letter.number),
                      ("copy", reply.recipient_id), ("file", 1)):  # fmt: skip
        assert client.get(reverse(f"letters:{name}", args=[key])).status_code == 404
    answer = client.post(reverse("letters:unmask", args=[reply.pk]), {"reason": "电话核实"})
    assert answer.status_code == 404
    assert letter.title in page_of(signed_in(letter.drafted_by), "list")


def test_the_list_finds_by_recipient_and_its_figures_are_the_lengths_of_its_lists(commander):
    named = make_addressee("石家庄市人民政府")
    first = bring_to(make_draft(recipients=[named], title="甲函"), LetterState.CHECKING)
    bring_to(make_draft(title="乙函"), LetterState.SENT)
    tallies = commander.get(reverse("letters:list")).context["tallies"]
    for state, count in tallies.items():
        page = commander.get(reverse("letters:list"), {"state": state}).context["page"]
        assert page.paginator.count == count
    found = commander.get(reverse("letters:list"), {"q": "石家庄"}).context["page"]
    assert [one.pk for one in found] == [first.pk]


def test_the_answerer_is_masked_and_shown_for_a_reason(commander):
    recipient = make_recipient()
    reply = make_answer(recipient, text="请联系 19900001111。")
    make_answer(recipient, text="另：请提前告知。")
    page = page_of(commander, "detail", recipient.letter.number)
    assert "199****6543" in page
    assert "后续答复" in page
    assert ANSWERER_PHONE not in page
    assert "19900001111" not in page
    shown = commander.post(reverse("letters:unmask", args=[reply.pk]), {"reason": "电话核实"})
    assert ANSWERER_PHONE in shown.content.decode()


def test_pdfs_are_given_and_never_kept(commander):
    recipient = make_recipient()
    for name, key in (("pdf", recipient.letter.number), ("copy", recipient.pk)):
        answer = commander.get(reverse(f"letters:{name}", args=[key]))
        assert answer.content[:5] == b"%PDF-"
        assert "no-store" in answer["Cache-Control"]
    assert Client().get(address(recipient, "public_pdf")).content[:5] == b"%PDF-"


def test_the_chase_reminds_once(commander):
    recipient = make_recipient()
    Letter.objects.update(sent_at=recipient.letter.sent_at.replace(year=2020))
    page = page_of(commander, "chase")
    assert str(recipient) in page
    assert "0%" in page
    remind = reverse("letters:remind", args=[recipient.pk])
    assert commander.post(remind).status_code == 302
    assert commander.post(remind).status_code == 409
    assert remind not in page_of(commander, "chase")
    assert "第 3 次催办" in page_of(commander, "detail", recipient.letter.number)


def test_the_address_book_takes_a_name_once(commander):
    form = {"name": "石家庄市人民政府", "kind": "government", "province": "13"}
    assert commander.post(reverse("letters:addressees"), form).status_code == 302
    assert commander.post(reverse("letters:addressees"), form).status_code == 422
    assert Addressee.objects.count() == 1
    assert "石家庄市人民政府" in page_of(commander, "addressees", province="13")
    assert "石家庄市人民政府" not in page_of(commander, "addressees", province="61")


def test_a_recipient_reads_that_the_letter_is_genuine_and_answers_without_an_account():
    recipient, client = make_recipient(), Client()
    page = client.get(address(recipient)).content.decode()
    for shown in (recipient.letter.document_number, recipient.letter.digest, "此函真实有效"):
        assert shown in page
    assert recipient_again(recipient).opened_at
    file = SimpleUploadedFile("复函.pdf", b"%PDF-1.7")
    done = client.post(address(recipient), ANSWER | {"files": [file]}, follow=True)
    assert "已收到您的答复" in done.content.decode()
    assert Reply.objects.get().files.get().name == "复函.pdf"
    again = client.get(address(recipient)).content.decode()
    assert "已收到答复" in again
    assert ANSWERER_PHONE not in again


def test_a_program_is_refused_beside_its_field_and_what_was_typed_is_kept():
    recipient = make_recipient()
    file = SimpleUploadedFile("复函.pdf", b"MZ\x90\x00")
    answer = Client().post(address(recipient), ANSWER | {"files": [file]})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "不接收程序" in page
    assert ANSWER["text"] in page
    assert not Reply.objects.exists()


def test_a_form_of_200_megabytes_is_refused_by_its_announced_length():
    recipient = make_recipient()
    announced = {"CONTENT_LENGTH": str(200 * 1024**2), "wsgi.input": io.BytesIO(b"x" * 500)}
    answer = Client().post(address(recipient), ANSWER, **announced)
    assert answer.status_code == 413
    assert not Reply.objects.exists()


def test_a_dead_link_shows_no_text_and_takes_no_answer():
    recipient, client = make_recipient(), Client()
    actions.revoke_link(recipient=recipient, reason="发错单位", by=make_user(Role.COMMANDER))
    page = client.get(address(recipient)).content.decode()
    assert "已作废" in page
    assert recipient.letter.body.splitlines()[0] not in page
    assert client.post(address(recipient), ANSWER).status_code == 409
    assert client.get(address(recipient, "public_pdf")).status_code == 409
    assert Client().get(reverse("letters:answer", args=["guessed"])).status_code == 404


def test_a_recalled_letter_says_so():
    recipient = make_recipient()
    by = make_user(Role.COMMANDER)
    actions.recall(letter=recipient.letter, reason="内容有误", by=by)
    page = Client().get(address(recipient)).content.decode()
    assert "此函已撤回" in page
    assert "此函真实有效" not in page


def test_links_are_rate_limited():
    recipient, client = make_recipient(), Client()
    told = [client.post(address(recipient), ANSWER).status_code for _ in range(6)]
    assert told == [302] * 5 + [429]
    told = {client.get(reverse("letters:answer", args=["guessed"])).status_code for _ in range(60)}
    assert told == {404, 429}
    assert Reply.objects.count() == 5


def test_every_button_leads_on_until_the_letter_is_sent(commander):
    letter = make_draft()
    officer = signed_in(letter.drafted_by)
    for client, verb in ((officer, "submit"), (commander, "check"), (commander, "sign"),
                         (officer, "send")):  # fmt: skip
        url = reverse(f"letters:{verb}", args=[letter.number])
        assert url in page_of(client, "detail", letter.number)
        assert client.post(url).status_code == 302
    sent = Letter.objects.get()
    assert (sent.state, sent.serial) == (LetterState.SENT, 1)
    assert Recipient.objects.get().token_hash
    verbs = list(Entry.objects.filter(verb__startswith="letters.").values_list("verb", flat=True))
    for verb in ("drafted", "submitted", "checked", "signed", "sent"):
        assert f"letters.{verb}" in verbs


def test_a_file_is_downloaded_as_what_it_is_with_a_line(commander):
    recipient = make_recipient()
    file = SimpleUploadedFile("复函.pdf", b"%PDF-1.7")
    Client().post(address(recipient), ANSWER | {"files": [file]})
    pk = Reply.objects.get().files.get().pk
    answer = commander.get(reverse("letters:file", args=[pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(verb="letters.file_opened").count() == 1
