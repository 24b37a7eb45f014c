"""The pages of rumours as browsers ask for them: forms, buttons, bad input, who sees what."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qixin.core import clock
from qixin.newsroom.models import Answer, Evidence, Rumour, Sighting
from qixin.people.enums import Role
from qixin.reports.enums import Outcome, ReportState
from qixin.reports.models import Report
from tests.newsroom.factories import PHONE, make_editor, make_published
from tests.newsroom.rumour_factories import (
    WHY,
    bring_answer_to,
    make_answered,
    make_rumour,
    propose,
    sight,
)
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
BAD = ["", " ", "\0", "长" * 5000, "１２３", "-1", "1e9", "9" * 40, "<b>x</b>"]


def url(name, *args):
    return reverse(f"newsroom:{name}", args=args)


def sighting(**fields):
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return {"key": uuid.uuid4(), "channel": "group", "seen_at": now, **fields}


def wording(**fields):
    given = {"verdict": "false", "claim": "明天停水", "text": "供水正常。", "sources": "供水公司"}
    return given | fields


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def test_a_rumour_is_noted_by_hand_and_a_second_click_makes_no_second_one(client, editor):
    form = sighting(claim="明天停水", readers="300")
    for _ in range(2):
        answer = client.post(url("rumour_add"), form)
        assert answer.status_code == 302
    rumour = Rumour.objects.get()
    assert (rumour.claim, rumour.sightings.get().readers) == ("明天停水", 300)
    page = client.get(url("rumours")).content.decode()
    assert "明天停水" in page
    assert f"{url('rumour', rumour.pk)}#spread" in page


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_gives_a_sentence_and_keeps_what_was_typed(client, editor, bad):
    rumour = make_rumour(by=editor)
    posts = {
        "rumour_add": sighting(claim=bad, readers=bad, seen_at=bad, link=bad),
        "rumour_see": sighting(channel=bad, readers=bad, link=bad, seen_at=bad),
        "rumour_collect": {"kind": bad, "source": bad, "dated": bad, "text": bad, "link": bad},
        "rumour_answer": wording(verdict=bad, text=bad, sources=bad),
        "rumour_revise": {"claim": bad, "version": bad},
    }
    for name, form in posts.items():
        answer = client.post(url(name, *([] if name == "rumour_add" else [rumour.pk])), form)
        assert answer.status_code == 422, name
    counts = [model.objects.count() for model in (Rumour, Sighting, Evidence, Answer)]
    assert counts == [1, 1, 0, 0]
    for name in ("rumour_link", "rumour_unlink"):
        assert client.post(url(name, rumour.pk), {"story": bad}).status_code == 404
    short = client.post(url("rumour_file", rumour.pk), {"reason": bad})
    assert short.status_code in (302, 400)


def test_from_triage_a_report_becomes_a_new_rumour_or_joins_a_known_one(client):
    client.force_login(make_editor(Role.TRIAGE_EDITOR))
    known = make_rumour("今晚封路")
    first, second = make_report(text=f"都说今晚封路，问问{PHONE}"), make_report(text="要停水？")
    page = client.get(url("rumour_from_report", first.number)).content.decode()
    assert PHONE not in page
    assert page.index(f'value="{known.pk}"') > 0
    form = {"key": uuid.uuid4(), "channel": "group", "rumour": known.pk}
    assert client.post(url("rumour_from_report", first.number), form).status_code == 302
    form = {"key": uuid.uuid4(), "channel": "group", "claim": "要停水"}
    assert client.post(url("rumour_from_report", second.number), form).status_code == 302
    assert known.sightings.filter(report=first).exists()
    assert Rumour.objects.get(claim="要停水").sightings.get().report == second
    for report in (first, second):
        assert Report.objects.get(pk=report.pk).state == ReportState.TRIAGED
        assert report.settlements.get().outcome == Outcome.RUMOUR_OPENED
    fragment = client.get(url("rumour_of_report", second.number)).content.decode()
    assert "要停水" in fragment
    assert client.post(url("rumour_leave_report", second.number)).status_code == 302
    assert Report.objects.get(pk=second.pk).state == ReportState.RECEIVED


def test_the_last_decision_can_be_undone_from_triage(client):
    client.force_login(make_editor(Role.TRIAGE_EDITOR))
    report = make_report(text="要停水？")
    form = {"key": uuid.uuid4(), "channel": "group", "claim": "要停水"}
    client.post(url("rumour_from_report", report.number), form)
    page = client.get(reverse("reports:triage")).content.decode()
    assert url("rumour_leave_report", report.number) in page


def test_neither_field_of_a_report_form_is_a_sentence(client, editor):
    report = make_report()
    answer = client.post(
        url("rumour_from_report", report.number), {"key": uuid.uuid4(), "channel": "group"}
    )
    assert answer.status_code == 422
    assert "请写明传的是什么" in answer.content.decode()


def test_the_author_sees_no_button_to_verify_and_why(client):
    author = make_editor(Role.REVIEWER)
    answer = propose(make_rumour(), by=author)
    client.force_login(author)
    page = client.get(url("rumour", answer.rumour_id)).content.decode()
    assert url("answer_verify", answer.pk) not in page
    assert "要由另一个人核实" in page
    assert client.post(url("answer_verify", answer.pk), {"then": "publish"}).status_code == 403
    assert Answer.objects.get(pk=answer.pk).state == "proposed"


def test_a_second_person_verifies_and_publishes_in_one_click(client):
    answer = propose(make_rumour())
    client.force_login(make_editor(Role.REVIEWER))
    for _ in range(2):
        posted = client.post(url("answer_verify", answer.pk), {"then": "publish"})
        assert posted.status_code in (302, 409)
    assert Answer.objects.get(pk=answer.pk).state == "published"


def test_an_editor_sees_the_reason_of_a_return_and_finds_the_words_again(client, editor):
    answer = bring_answer_to("returned", author=editor)
    page = client.get(url("rumour", answer.rumour_id)).content.decode()
    assert WHY in page
    form = client.get(url("rumour_answer", answer.rumour_id)).content.decode()
    assert answer.text in form


def test_a_correction_has_to_say_what_it_corrects(client, editor):
    rumour = make_answered().rumour
    refused = client.post(url("rumour_answer", rumour.pk), wording())
    assert refused.status_code == 422
    taken = client.post(url("rumour_answer", rumour.pk), wording(notice="补充了时间和地点"))
    assert taken.status_code == 302


def test_what_was_typed_stays_where_somebody_else_was_quicker(client, editor):
    rumour = make_rumour()
    propose(rumour)
    answer = client.post(url("rumour_answer", rumour.pk), wording(text="我写了很久的答复。"))
    assert answer.status_code == 422
    assert "我写了很久的答复。" in answer.content.decode()


def test_an_auditor_reads_everything_and_finds_no_button(client):
    answer = bring_answer_to("proposed")
    auditor = make_user(Role.AUDITOR)
    # whoever reads personal data has a second factor
    Authenticator.objects.create(user=auditor, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(auditor)
    page = client.get(url("rumour", answer.rumour_id)).content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert answer.text in main
    assert "<form" not in main
    assert "data-dialog" not in main
    assert client.post(url("rumour_answer", answer.rumour_id), wording()).status_code == 403


def test_stories_are_linked_from_the_page(client, editor):
    rumour, story = make_rumour(), make_published(title="网传封路")
    client.post(url("rumour_link", rumour.pk), {"story": story.pk})
    page = client.get(url("rumour", rumour.pk)).content.decode()
    assert "网传封路" in page
    client.post(url("rumour_unlink", rumour.pk), {"story": story.pk})
    assert not rumour.stories.exists()


def test_the_board_asks_for_more_rumours_with_no_more_queries(client, editor):
    make_rumour()
    client.get(url("rumours"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url("rumours"), {"list": "open"})
    for number in range(6):
        sight(make_rumour(f"传言{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(url("rumours"), {"list": "open"})
    assert len(many) <= len(few)


@pytest.mark.parametrize("pk", [0, 2**31, 2**63 - 1])
def test_what_does_not_exist_is_not_found(client, editor, pk):
    assert client.get(url("rumour", pk)).status_code == 404
    assert client.post(url("answer_verify", pk)).status_code == 404
