"""Residents without an account."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qixin.core.actors import SYSTEM
from qixin.reports import actions
from qixin.reports.enums import AttachmentState, Outcome, PicturesUse, Precision
from qixin.reports.models import Report
from qixin.reports.signals import answer_confirmed, answer_sent_back
from tests.people.factories import make_district
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_rates(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def send(client, **fields):
    fields = {"client_key": str(uuid.uuid4()), "text": "楼道三天没有消毒", **fields}
    return client.post(reverse("reports:public_report"), fields)


def code_of(report):
    return actions.follow_code(report.client_key)


def follow(client, number, code, **fields):
    return client.post(reverse("reports:follow"), {"number": number, "code": code, **fields})


def test_a_resident_gets_number_and_code_and_follows_with_both(client):
    page = client.get(send(client)["Location"]).content.decode()
    report = Report.objects.get()
    code = code_of(report)
    assert report.number in page
    assert f"{code[:4]} {code[4:]}" in page
    assert (
        "楼道三天没有消毒" in follow(client, report.number.lower(), code.lower()).content.decode()
    )


def test_sent_twice_it_is_one_report(client):
    key = str(uuid.uuid4())
    first, second = send(client, client_key=key), send(client, client_key=key)
    assert Report.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)


def test_a_wrong_code_and_a_wrong_number_get_the_same_answer(client):
    send(client)
    report = Report.objects.get()
    wrong_code = follow(client, report.number, "00000000")
    wrong_number = follow(client, "R200203-0000000", code_of(report))
    errors = [a.context["form"].non_field_errors() for a in (wrong_code, wrong_number)]
    assert (errors[0], wrong_code.status_code) == (errors[1], wrong_number.status_code)


def test_a_wrong_code_costs_as_many_queries_as_a_wrong_number(client):
    send(client)
    number = Report.objects.get().number
    asked = []
    for tried in (number, "R200203-0000000"):
        with CaptureQueriesContext(connection) as captured:
            follow(client, tried, "00000000")
        asked.append([q["sql"].split(" WHERE ")[0] for q in captured if "reports_" in q["sql"]])
    assert asked[0] == asked[1]


def test_guessing_codes_is_slowed_down(client):
    send(client)
    number = Report.objects.get().number
    answers = [follow(client, number, f"{n:08}") for n in range(11)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_one_address_cannot_flood_and_a_forged_header_does_not_help(client):
    for n in range(21):
        answer = client.post(
            reverse("reports:public_report"),
            {"client_key": str(uuid.uuid4()), "text": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        )
    assert answer.status_code == 429
    assert Report.objects.count() == 20


def test_behind_a_trusted_proxy_each_address_counts_for_itself(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(21):
        answer = client.post(
            reverse("reports:public_report"),
            {"client_key": str(uuid.uuid4()), "text": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        )
    assert answer.status_code == 302


def test_name_and_number_are_encrypted_and_full_width_digits_read(client):
    send(client, contact_name="演练丁", contact_phone="１９９０００１２３４５")
    assert Report.objects.get().contact_phone == "19900012345"
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_name, contact_phone FROM reports_report")
        stored = "".join(cursor.fetchone())
    assert "演练丁" not in stored
    assert "19900012345" not in stored


def test_the_trap_stops_programs_and_tells_people(client):
    answer = send(client, website="http://x.example")
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_a_photo_that_lost_its_end_is_told_at_once_and_where_one_follows_the_report(client):
    half = jpeg("half.jpg", size=(800, 600))
    half.file.truncate(half.size * 9 // 10)
    half.size = half.size * 9 // 10
    receipt = client.get(send(client, files=[half])["Location"]).content.decode()
    assert "“half.jpg”已损坏" in receipt
    report = Report.objects.get()
    assert report.attachments.get().state == AttachmentState.DAMAGED
    assert "第1个文件已损坏" in follow(client, report.number, code_of(report)).content.decode()


def test_a_bad_photo_costs_no_report(client):
    bad = jpeg("broken.jpg")
    bad.file.seek(0)
    bad.file.truncate(20)
    send(client, files=[jpeg("good.jpg"), bad])
    assert Report.objects.get().attachments.count() == 1


def test_the_sender_says_whether_the_photos_may_be_published(client):
    send(client, files=[jpeg("a.jpg")], may_publish="on")
    assert Report.objects.get().pictures_use == PicturesUse.ALLOWED


def test_nobody_is_asked_to_say_so(client):
    send(client, files=[jpeg("a.jpg")])
    assert Report.objects.get().pictures_use == PicturesUse.UNSAID


def test_a_character_that_nobody_sees_costs_no_report(client):
    assert send(client, text="楼道三天\0没有消毒").status_code == 302
    assert Report.objects.get().text == "楼道三天没有消毒"


def test_whoever_sends_from_outside_the_district_is_told(client):
    district = make_district()
    square = [[118.0, 36.0], [119.0, 36.0], [119.0, 37.0], [118.0, 37.0], [118.0, 36.0]]
    district.boundary = {"type": "Polygon", "coordinates": [square]}
    district.save()
    outside = client.get(send(client, lng="2.35", lat="48.85")["Location"]).content.decode()
    assert "不在本区" in outside
    assert Report.objects.get().precision == Precision.OUTSIDE


def test_ten_photos_are_one_too_many(client):
    answer = send(client, files=[jpeg(f"{n}.jpg") for n in range(10)])
    assert answer.status_code == 422
    assert "楼道三天没有消毒" in answer.content.decode()


@pytest.mark.parametrize(
    ("reply", "signal"), [("confirm", answer_confirmed), ("send_back", answer_sent_back)]
)
def test_the_residents_word_reaches_whoever_answered(client, reply, signal):
    heard = []
    receiver = lambda **news: heard.append(news)  # noqa: E731
    signal.connect(receiver)
    send(client)
    report = Report.objects.get()
    actions.settle(
        report=report, thing="cases.case:7", outcome=Outcome.CASE_ANSWERED, by=SYSTEM,
        answer="今日已消毒", awaits_sender=True,
    )  # fmt: skip
    fields = {"thing": "cases.case:7", "reply": reply, "text": "二单元还没有"}
    for _twice in range(2):
        follow(client, report.number, code_of(report), **fields)
    signal.disconnect(receiver)
    assert [news["thing"] for news in heard] == ["cases.case:7"]
    assert not report.settlements.get().awaits_sender


def test_photos_are_asked_for_again_only_where_some_were_chosen(client):
    asked = "请重新选择照片和视频"
    assert asked not in send(client, text=" ").content.decode()
    assert asked in send(client, contact_phone="12", files=[jpeg()]).content.decode()


def test_half_a_coordinate_is_told(client):
    page = client.get(send(client, lng="118.3", lat="")["Location"]).content.decode()
    assert "坐标有误" in page
