"""Reports of other systems, on the short road."""

import json
import uuid

import pytest

from qixin.core import clock
from qixin.people.models import ApiKey
from qixin.people.models.access import token_hash
from qixin.reports.models import Report
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
SECRET = "qx_abcd_secret"


@pytest.fixture
def key():
    return ApiKey.objects.create(
        name="气象局", prefix="abcd", secret_hash=token_hash(SECRET),
        permissions=["reports.send"], created_by=make_user(),
    )  # fmt: skip


def send(client, secret=SECRET, language="zh-hans", **fields):
    sent = {"client_key": str(uuid.uuid4()), "text": "路口积水三十厘米", **fields}
    return client.post(
        "/api/intake/", json.dumps(sent), content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Accept-Language": language},
    )  # fmt: skip


def test_a_report_is_answered_with_its_number(client, key):
    answer = send(client, lng=118.3, lat=36.8)
    assert answer.status_code == 201
    report = Report.objects.get()
    assert (answer.json()["number"], report.source) == (report.number, "api")


def test_the_same_key_sent_again_is_the_same_report(client, key):
    name = str(uuid.uuid4())
    first, second = send(client, client_key=name), send(client, client_key=name)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    assert Report.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "qx_abcd_wrong", "qx_none_secret", "nonsense"])
def test_without_a_valid_key_nothing_is_taken_in(client, key, secret):
    assert send(client, secret).status_code == 403
    assert not Report.objects.exists()


def test_a_revoked_key_is_refused(client, key):
    ApiKey.objects.update(revoked_at=clock.now())
    assert send(client).status_code == 403


def test_a_key_without_the_permission_is_refused(client, key):
    ApiKey.objects.update(permissions=["reports.read"])
    assert send(client).status_code == 403


@pytest.mark.parametrize("body", [b"", b'{"client_key": "', b"[]", b"\xff\xfe"])
def test_half_a_request_is_refused_with_a_sentence(client, key, body):
    answer = client.post(
        "/api/intake/", body, content_type="application/json",
        headers={"Authorization": f"Bearer {SECRET}"},
    )  # fmt: skip
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_the_sentence_is_in_the_callers_language(client, key):
    assert send(client, "x", language="en").json()["error"].startswith("Send a key")


def test_nothing_but_post_is_answered(client):
    assert client.get("/api/intake/").status_code == 405
