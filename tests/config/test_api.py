"""The interface: who may ask, what errors look like, and that nothing makes it stumble."""

import uuid

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as examples

from qixin.config.wsgi import application
from qixin.people.enums import Role
from qixin.reports.models import Report
from tests.people.factories import make_community, make_person, make_town, make_unit, make_user
from tests.reports.factories import make_report
from tests.reports.open311.factories import make_key

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture(autouse=True)
def fresh_rates():
    cache.clear()


@pytest.fixture
def secret():
    return make_key("reports.read", "reports.send", "newsroom.read", "passes.check")[1]


@pytest.fixture
def ask(client, secret):
    def get(path, **query):
        return client.get(API + path, query, headers={"X-API-Key": secret, "Accept-Language": "en"})

    return get


@pytest.mark.parametrize("path", ["reports", "areas", "units", "persons", "stories"])
def test_whoever_is_unknown_is_told_how_to_come_in(client, path):
    response = client.get(API + path, headers={"Accept-Language": "en"})
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].startswith("Sign in")


def test_a_problem_is_told_in_the_readers_language(client):
    said = client.get(API + "reports", headers={"Accept-Language": "zh-hans"}).json()["detail"]
    assert "登录" in said


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("reports", {"limit": "viele"}, "此处应为整数。"),
        ("reports", {"limit": 0}, "不能小于 1。"),
        ("units", {"q": "x" * 101}, "最多 100 个字符。"),
        ("reports", {"since": "gestern"}, "此处应为时刻"),
    ],
)
def test_each_wrong_field_is_told_in_the_readers_language(client, secret, path, query, said):
    headers = {"X-API-Key": secret, "Accept-Language": "zh-hans"}
    answer = client.get(API + path, query, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["detail"].startswith(said)


def test_a_key_works_in_either_header(client, secret):
    for headers in ({"X-API-Key": secret}, {"Authorization": f"Bearer {secret}"}):
        assert client.get(API + "reports", headers=headers).status_code == 200


def test_a_key_without_the_permission_is_refused(client):
    headers = {"X-API-Key": make_key("reports.send")[1]}
    assert client.get(API + "reports", headers=headers).status_code == 403
    make_report()
    number = Report.objects.get().number
    assert client.get(f"{API}reports/{number}", headers=headers).status_code == 404


def test_a_list_goes_on_by_cursor_without_leaving_out_or_repeating(ask):
    made = {make_report(f"第{n}件事").number for n in range(5)}
    seen, cursor = [], ""
    for _page in range(3):
        answer = ask("reports", limit=2, cursor=cursor).json()
        seen += [one["number"] for one in answer["items"]]
        cursor = answer["next"]
    assert cursor == ""
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "bnVsbA", "é", "A" * 500])
def test_a_cursor_that_nobody_gave_out_is_a_problem_and_no_stumble(ask, cursor):
    make_report()
    assert ask("reports", cursor=cursor).status_code == 400


def test_reports_are_found_by_their_filters(ask):
    town = make_town()
    report = make_report("缺口罩")
    Report.objects.filter(pk=report.pk).update(town=town, urgency=1)
    make_report("另一件事")
    for asked in ({"town": town.code}, {"urgency": 1}):
        assert [one["number"] for one in ask("reports", **asked).json()["items"]] == [report.number]
    assert ask("reports", state="filed").json()["items"] == []
    assert ask("reports", state="nonsense").status_code == 422


def test_a_report_is_filed_once_for_each_key(client, secret):
    body = {"client_key": str(uuid.uuid4()), "text": "路面塌陷", "lng": 118.3, "lat": 36.8}
    sent = [
        client.post(API + "reports", body, "application/json", headers={"X-API-Key": secret})
        for _ in range(2)
    ]
    assert [one.status_code for one in sent] == [201, 200]
    assert sent[0].json()["number"] == sent[1].json()["number"]
    assert sent[0].json()["follow_code"] == sent[1].json()["follow_code"]


def test_what_became_of_a_report_is_told(ask):
    report = make_report()
    assert ask(f"reports/{report.number}/fates").json()[0]["sentence"].startswith("Received")


def test_contact_data_of_a_report_is_not_given_out(ask):
    make_report(contact_name="演练丙", contact_phone="19900005678")
    said = str(ask("reports").json())
    assert "演练丙" not in said
    assert "19900005678" not in said


def test_a_user_reads_own_reports_and_no_others_without_a_grant(client):
    user = make_user(Role.CORRESPONDENT)
    client.force_login(user)
    own, other = make_report(sender=user.person), make_report("别人的")
    assert client.get(f"{API}reports/{own.number}").status_code == 200
    assert client.get(f"{API}reports/{other.number}").status_code == 404
    assert client.get(API + "reports").status_code == 403


def test_persons_are_masked_and_only_for_people_with_a_grant(client, ask, settings):
    settings.QIXIN_DEMO = True
    person = make_person("张三丰", phone="19900001234")
    assert ask("persons").status_code == 403
    client.force_login(make_user(Role.AUDITOR))
    said = str(client.get(API + "persons").json())
    assert "张**" in said
    assert "19900001234" not in said
    assert client.get(f"{API}persons/{person.pk}").json()["phone"] != "19900001234"


def test_a_session_cannot_write_without_its_csrf_token(settings):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.CORRESPONDENT))
    body = {"client_key": str(uuid.uuid4()), "text": "路面塌陷"}
    assert client.post(API + "reports", body, "application/json").status_code == 403
    assert not Report.objects.exists()


def test_places_and_units_are_listed(ask):
    town = make_town()
    make_community(town)
    make_unit("区卫生健康局", area=town)
    assert len(ask("areas", town=town.code).json()["items"]) == 2
    assert ask("units", q="卫生").json()["items"][0]["area"] == town.code


def test_the_description_is_behind_sign_in_and_loads_nothing_from_elsewhere(client, ask):
    for path in ("docs", "openapi.json"):
        assert client.get(API + path).status_code == 302
        assert ask(path).status_code == 200
    page = ask("docs").content.decode()
    assert "://" not in page
    assert '"validatorUrl": null' in page


@pytest.fixture
def connection_kept():
    """The server's requests close old connections; these run within the test's transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_no_generated_request_makes_the_interface_stumble(secret, connection_kept):
    make_report()
    schema = schemathesis.openapi.from_wsgi(
        f"{API}openapi.json", application, headers={"X-API-Key": secret}
    )
    for operation in schema.get_all_operations():
        _exercise(operation.ok(), secret)


def _exercise(operation, secret):
    @examples(
        max_examples=12,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def never_stumbles(case):
        assert case.call(headers={"X-API-Key": secret}).status_code < 500

    never_stumbles()
