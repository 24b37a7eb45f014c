"""Sending from the phone."""

import io
import json
import uuid

import pytest
from django.test import TestCase
from django.urls import reverse

from qixin.core import journal
from qixin.people.enums import Role
from qixin.reports.enums import AttachmentState, Precision
from qixin.reports.models import Attachment, Report
from tests.people.factories import make_person, make_town, make_user
from tests.reports.factories import make_group, make_member, make_report
from tests.reports.pictures import heic, jpeg

pytestmark = pytest.mark.django_db
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[118, 36], [119, 36], [119, 37], [118, 37], [118, 36]]],
}


@pytest.fixture
def sender(client):
    user = make_user(Role.CORRESPONDENT)
    make_member(make_group(), user.person)
    client.force_login(user)
    return user


def send(client, **fields):
    fields = {"client_key": str(uuid.uuid4()), "text": "路口积水", **fields}
    return client.post(
        reverse("reports:send"),
        json.dumps(fields),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def upload(client, report, body, *, key=None, **headers):
    address = reverse("reports:attach", args=[report.client_key, key or uuid.uuid4()])
    headers = {"Accept": "application/json", "X-File-Name": "a.jpg", **headers}
    with TestCase.captureOnCommitCallbacks(execute=True):  # the job that makes the renditions
        return client.post(address, body, content_type="image/jpeg", headers=headers)


def test_a_report_bears_its_sender_and_group(client, sender):
    answer = send(client)
    report = Report.objects.get(number=answer.json()["number"])
    assert answer.status_code == 201
    assert (report.sender, report.group.name) == (sender.person, "镇街通讯员群")


def test_the_same_report_sent_five_times_is_acknowledged_alike(client, sender):
    key = str(uuid.uuid4())
    answers = [send(client, client_key=key) for _ in range(5)]
    assert [a.status_code for a in answers] == [201, 200, 200, 200, 200]
    assert len({a.json()["number"] for a in answers}) == 1


def test_a_report_takes_few_queries_and_writes_no_session(
    client, sender, django_assert_max_num_queries
):
    send(client)
    with django_assert_max_num_queries(12) as captured:
        send(client)
    statements = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE"))]
    written = [statement.split('"')[1] for statement in statements]
    assert written == ["reports_report", "core_entry"]
    assert Report.objects.count() == 2


@pytest.mark.parametrize("body", [b" ", b'{"client_key": "', b"[]", b'{"text": "x"}', b"\xff"])
def test_half_a_request_makes_no_report(client, sender, body):
    answer = client.post(reverse("reports:send"), body, content_type="application/json")
    assert answer.status_code == 400
    assert not Report.objects.exists()


def test_an_ended_session_is_told_as_such(client):
    answer = send(client)
    assert answer.status_code == 401
    assert answer.json()["sign_in"]


def test_an_ended_session_gives_a_forms_text_back(client):
    answer = client.post(reverse("reports:send"), {"text": "三天没有口罩了"})
    assert answer.status_code == 409
    assert "三天没有口罩了" in answer.content.decode()


def test_whoever_has_no_such_role_is_refused(client):
    client.force_login(make_user())
    assert send(client).status_code == 403


@pytest.mark.parametrize(
    ("lng", "lat", "precision"),
    [
        (118.3, 36.8, Precision.EXACT),
        (113.6, 34.7, Precision.OUTSIDE),
        (500, 36.8, Precision.NONE),
        (0, 0, Precision.NONE),
        (None, None, Precision.NONE),
    ],
)
def test_a_wrong_coordinate_costs_the_place_and_not_the_report(client, sender, lng, lat, precision):
    town = make_town(lng=118.3, lat=36.8)
    town.parent.boundary = SQUARE
    town.parent.save()
    answer = send(client, lng=lng, lat=lat)
    assert Report.objects.get(number=answer.json()["number"]).precision == precision
    assert bool(answer.json()["notice"]) == (lng in (500, 0, 113.6))


def test_a_text_of_100_000_characters_is_refused_with_a_sentence(client, sender):
    answer = send(client, text="长" * 100_000)
    assert answer.status_code == 400
    assert "100000" in answer.json()["error"]


def test_markup_in_a_text_is_shown_and_not_obeyed(client, sender):
    report = make_report("<script>alert(1)</script><b>x", sender=sender.person)
    for name, args in (("reports:mine", []), ("reports:mine_report", [report.number])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page


def test_a_form_without_scripts_sends_text_and_photo(client, sender):
    page = client.get(reverse("reports:capture"))
    key = page.context["form"]["client_key"].value()
    fields = {"client_key": key, "text": "", "files": [jpeg("a.jpg")]}
    answer = client.post(reverse("reports:send"), fields)
    report = Report.objects.get(client_key=key)
    assert answer["Location"] == reverse("reports:mine_report", args=[report.number])
    assert report.attachments.count() == 1


def test_a_form_sent_twice_with_another_text_loses_neither(client, sender):
    fields = {"client_key": str(uuid.uuid4()), "text": "第一件事"}
    client.post(reverse("reports:send"), fields)
    answer = client.post(reverse("reports:send"), fields | {"text": "第二件事"})
    assert answer.status_code == 409
    assert "第二件事" in answer.content.decode()
    assert answer.context["form"]["client_key"].value() != fields["client_key"]


def test_a_photo_is_kept_and_prepared_once(client, sender):
    report, key = make_report(sender=sender.person), uuid.uuid4()
    body = jpeg("a.jpg").read()
    assert [upload(client, report, body, key=key).status_code for _ in range(3)] == [201] * 3
    kept = report.attachments.get()
    assert kept.state == AttachmentState.READY
    with kept.original.open() as original:
        assert original.read() == body


def test_a_photo_lying_on_its_side_is_shown_upright(client, sender):
    report = make_report(sender=sender.person)
    upload(client, report, jpeg("a.jpg", size=(60, 40), orientation=6).read())
    kept = report.attachments.get()
    assert (kept.width, kept.height) == (40, 60)


def test_a_heic_is_taken(client, sender):
    report = make_report(sender=sender.person)
    assert upload(client, report, heic().read()).status_code == 201
    assert report.attachments.get().state == AttachmentState.READY


@pytest.mark.parametrize("body", [b"no picture at all", b"\xff\xd8\xff\xe0 broken", b"<svg/>"])
def test_a_file_that_is_no_photo_is_refused_with_the_reason(client, sender, body):
    report = make_report(sender=sender.person)
    answer = upload(client, report, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Attachment.objects.exists()


def test_a_clip_of_400_megabytes_is_refused_and_nothing_kept(client, sender):
    report = make_report(sender=sender.person)
    announced = {"CONTENT_LENGTH": str(400 * 1024 * 1024), "wsgi.input": io.BytesIO(b"x" * 500)}
    address = reverse("reports:attach", args=[report.client_key, uuid.uuid4()])
    answer = client.post(address, b"x", content_type="video/mp4",
                         HTTP_ACCEPT="application/json", **announced)  # fmt: skip
    assert answer.status_code == 413
    assert "200" in answer.json()["error"]
    assert not Attachment.objects.exists()


def test_half_a_file_makes_no_attachment(client, sender):
    report = make_report(sender=sender.person)
    body = jpeg("a.jpg").read()
    address = reverse("reports:attach", args=[report.client_key, uuid.uuid4()])
    # the line is cut half-way
    cut = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body[:400])}
    answer = client.post(address, body, content_type="image/jpeg", **cut)
    assert answer.status_code == 400
    assert not Attachment.objects.exists()


def test_a_file_cannot_be_added_to_somebody_elses_report(client, sender):
    report = make_report(sender=make_person())
    assert upload(client, report, jpeg("a.jpg").read()).status_code == 404


def test_time_and_place_that_the_phone_read_travel_with_the_photo(client, sender):
    report = make_report(sender=sender.person)
    headers = {"X-Taken-At": "2020-02-03T00:30:00Z", "X-Place": "118.31,36.82"}
    upload(client, report, jpeg("a.jpg").read(), **headers)
    kept = report.attachments.get()
    assert (kept.taken_at.isoformat(), kept.lng) == ("2020-02-03T00:30:00+00:00", 118.31)


def test_a_photo_is_seen_by_its_sender_and_by_readers_alone(client, sender):
    report = make_report(sender=sender.person)
    upload(client, report, jpeg("a.jpg").read())
    address = reverse("reports:attachment", args=[report.attachments.get().pk, "web"])
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert answer.getvalue()
    client.force_login(make_user(Role.EDITOR))
    assert client.get(address).getvalue()
    client.force_login(make_user(Role.CORRESPONDENT))
    assert client.get(address).status_code == 404


def test_the_original_is_for_triage_and_leaves_a_line(client, sender):
    report = make_report(sender=sender.person)
    upload(client, report, jpeg("a.jpg").read())
    address = reverse("reports:attachment", args=[report.attachments.get().pk, "original"])
    assert client.get(address).status_code == 404
    client.force_login(make_user(Role.TRIAGE_EDITOR))
    assert client.get(address).getvalue()
    assert journal.timeline(report).last().verb == "reports.original_opened"


@pytest.mark.parametrize(
    ("asked", "status", "content_range"),
    [("bytes=0-9", 206, "bytes 0-9/"), ("bytes=-5", 206, "bytes "), ("bytes=9999999-", 416, "")],
)
def test_a_player_gets_the_part_it_asks_for(client, sender, asked, status, content_range):
    report = make_report(sender=sender.person)
    upload(client, report, jpeg("a.jpg").read())
    address = reverse("reports:attachment", args=[report.attachments.get().pk, "web"])
    answer = client.get(address, headers={"Range": asked})
    assert answer.status_code == status
    assert len(answer.getvalue()) == {"bytes=0-9": 10, "bytes=-5": 5}.get(asked, 0)
    assert answer["Content-Range"].startswith(content_range)


def test_nginx_serves_the_file_where_it_is_told_to(client, sender, settings):
    settings.QIXIN_XACCEL = "/protected/"
    report = make_report(sender=sender.person)
    upload(client, report, jpeg("a.jpg").read())
    answer = client.get(reverse("reports:attachment", args=[report.attachments.get().pk, "thumb"]))
    assert answer["X-Accel-Redirect"].startswith("/protected/renditions/")
