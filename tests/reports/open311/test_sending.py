"""GeoReport v2: a request is taken in once, or refused with all that is wrong."""

from datetime import timedelta

import defusedxml.ElementTree as ET
import pytest
import time_machine

from qixin.core import clock
from qixin.core.models import Entry
from qixin.reports.enums import Precision, Source
from qixin.reports.models import Report
from tests.reports.open311.factories import BASE, make_key


def created(response):
    assert response.status_code == 200, response.content
    return Report.objects.get(number=response.json()[0]["service_request_id"])


def test_a_request_becomes_a_report_with_everything_that_was_said(send, town):
    response = send(
        lat="36.81", long="118.31", first_name="三", last_name="张", phone="１９９００００５６７８",
        email="zhang@example.org", account_id="acc-7", device_id="d-1",
        media_url="https://example.org/a.jpg",
    )  # fmt: skip
    report = created(response)
    assert response.json()[0]["account_id"] == "acc-7"
    assert (report.source, report.service_code) == (Source.OPEN311, "health-1")
    assert (report.lat, report.lng, report.town) == (36.81, 118.31, town)
    assert report.contact_name == "张三 <zhang@example.org>"
    assert report.contact_phone == "19900005678"
    assert report.text.endswith("https://example.org/a.jpg")
    assert Entry.objects.get(subject_id=report.pk, verb="reports.received").actor_kind == "api"


def test_the_answer_in_xml_has_the_standards_shape(send):
    root = ET.fromstring(send("requests.xml").content)
    assert (root.tag, root[0].tag) == ("service_requests", "request")
    assert root.findtext("request/service_request_id") == Report.objects.get().number


@pytest.mark.parametrize(
    ("fields", "precision"),
    [
        ({"lat": "36.81", "long": "118.31", "address_string": None}, Precision.EXACT),
        ({"address_string": "晏婴路1号"}, Precision.NONE),
        ({"address_id": "370305001", "address_string": None}, Precision.AREA),
        ({"attribute[town]": "370305001"}, Precision.AREA),
    ],
)
def test_one_location_is_enough(send, town, fields, precision):
    assert created(send(**fields)).precision == precision


@pytest.mark.parametrize(
    "fields",
    [
        {"address_string": None},
        {"lat": "36.8"},
        {"long": "118.3"},
        {"lat": " ", "long": " ", "address_string": None},
        {"lat": "118.3", "long": "36.8"},
        {"lat": "0", "long": "0"},
        {"lat": "north", "long": "east"},
        {"lat": "NaN", "long": "inf"},
        {"lat": "91", "long": "500"},
        {"address_id": "999999999", "address_string": None},
        {"description": None},
        {"description": "长" * 4001},
        {"service_code": None},
        {"media_url": "javascript:alert(1)"},
        {"attribute[occurred_at]": "03/02/2020"},
    ],
)
def test_what_cannot_be_taken_is_400_and_nothing_is_kept(send, fields):
    response = send(**fields)
    assert response.status_code == 400
    assert response.json()[0]["description"]
    assert not Report.objects.exists()


def test_all_that_is_wrong_is_told_at_once(send):
    response = send(description=None, address_string=None, service_code=None)
    assert len(response.json()) == 3


def test_a_service_that_is_not_there_is_404(send):
    assert send(service_code="none").status_code == 404


def test_any_other_matter_needs_no_service_of_its_own(send):
    assert created(send(service_code="general")).service_code == ""


@pytest.mark.parametrize("key", [None, "", "nonsense", "qx_00000000_wrong"])
def test_without_a_valid_key_it_is_403(send, key):
    assert send(api_key=key).status_code == 403
    assert not Report.objects.exists()


def test_a_key_that_may_only_read_cannot_send(send, reader):
    assert send(api_key=reader).status_code == 403


def test_a_key_may_come_in_the_header(send, sender):
    created(send(api_key=None, headers={"X-API-Key": sender}))


def test_another_content_type_is_refused_with_what_to_send(client, sender, service):
    response = client.post(
        BASE + f"requests.json?api_key={sender}", {"a": 1}, content_type="application/json"
    )
    assert response.status_code == 400


def test_the_same_body_sent_again_is_the_same_request(send):
    with time_machine.travel("2026-02-03T10:09:30+08:00", tick=False) as moment:
        first = created(send())
        # across the edge of a window of ten minutes
        moment.shift(timedelta(minutes=1))
        assert created(send()) == first
        moment.shift(timedelta(hours=1))
        assert created(send()) != first
    assert created(send(description="另一件事")) != first


def test_an_idempotency_key_names_the_request_for_good(send):
    headers = {"Idempotency-Key": "abc"}
    first = created(send(headers=headers))
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert created(send(headers=headers)) == first
    assert created(send(headers={"Idempotency-Key": "abd"})) != first
    assert send(headers=headers, description="另一件事").status_code == 400
    assert Report.objects.count() == 2


def test_two_systems_may_use_the_same_idempotency_key(send):
    headers = {"Idempotency-Key": "abc"}
    other = make_key("reports.send")[1]
    assert created(send(headers=headers)) != created(send(headers=headers, api_key=other))


def test_a_token_leads_to_the_number(send, ask):
    response = send()
    token = response.headers["Open311-Token"]
    assert ask(f"tokens/{token}.json").json() == [
        {"service_request_id": response.json()[0]["service_request_id"], "token": token}
    ]


@pytest.mark.parametrize("token", ["123", "x", "8d0e7a0c-6f5b-4c1d-9a53-0f6f7c2b1e11"])
def test_a_token_that_nobody_gave_out_is_404(ask, token):
    assert ask(f"tokens/{token}.json").status_code == 404
