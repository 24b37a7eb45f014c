"""GeoReport v2: requests are found by every filter, masked, and closed by what they became."""

from datetime import timedelta

import defusedxml.ElementTree as ET
import pytest

from qixin.core import clock
from qixin.core.actors import SYSTEM
from qixin.reports.actions import settle
from qixin.reports.enums import Outcome, ReportState, Source
from qixin.reports.models import Report
from tests.reports.factories import make_report

# The fields of GeoReport v2's "GET Service Requests".
REQUEST_FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
    "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


def made(text="路面塌陷", *, days_ago=0.0, **fields):
    fields.setdefault("source", Source.OPEN311)
    report = make_report(text, **fields)
    if days_ago:
        at = clock.now() - timedelta(days=days_ago)
        Report.objects.filter(pk=report.pk).update(received_at=at)
    return report


def closed(report, state=ReportState.FILED):
    Report.objects.filter(pk=report.pk).update(state=state, triaged_at=clock.now())
    return report


def numbers(response):
    assert response.status_code == 200, response.content
    return [one["service_request_id"] for one in response.json()]


@pytest.mark.django_db
def test_a_request_bears_the_fields_of_the_standard_in_both_formats(ask, service):
    report = made(service_code="health-1", address="晏婴路1号")
    found = ask("requests.json").json()
    assert [frozenset(one) for one in found] == [frozenset(REQUEST_FIELDS)]
    assert found[0]["service_name"] == "Disinfection"
    assert found[0]["agency_responsible"] == "Health Bureau"
    root = ET.fromstring(ask("requests.xml").content)
    assert (root.tag, root[0].tag) == ("service_requests", "request")
    assert {field.tag for field in root[0]} == REQUEST_FIELDS
    assert root.findtext("request/service_request_id") == report.number
    assert root.findtext("request/zipcode") == ""


@pytest.mark.django_db
def test_a_single_request_is_a_list_of_one(ask):
    report = made()
    assert numbers(ask(f"requests/{report.number}.json")) == [report.number]
    assert numbers(ask(f"requests/{report.number.lower()}.json")) == [report.number]
    assert ask("requests/R000000-0000000.json").status_code == 404


@pytest.mark.django_db
def test_several_numbers_override_all_other_filters(ask):
    old, other, _third = made(days_ago=200), made(), made()
    asked = f"{old.number},{other.number}"
    found = numbers(ask("requests.json", service_request_id=asked, status="closed", start_date="x"))
    assert set(found) == {old.number, other.number}


@pytest.mark.django_db
def test_service_codes_are_comma_delimited_and_general_means_none(ask, service):
    with_service, without = made(service_code="health-1"), made()
    assert numbers(ask("requests.json", service_code="health-1")) == [with_service.number]
    assert numbers(ask("requests.json", service_code="general")) == [without.number]
    assert len(numbers(ask("requests.json", service_code="general,health-1"))) == 2
    assert numbers(ask("requests.json", service_code="unknown")) == []


def at(days_ago):
    return (clock.now() - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (None, None, {1, 80}),
        (None, 100, {120, 180}),
        (130, None, {80, 120}),
        (125, 100, {120}),
        (125, 35, {80, 120}),
    ],
)
def test_dates_span_ninety_days_from_whichever_end_is_given(ask, start, end, found):
    made_on = {made(days_ago=days).number: days for days in (1, 80, 120, 180, 300)}
    asked = {name: at(days) for name, days in (("start_date", start), ("end_date", end)) if days}
    assert {made_on[n] for n in numbers(ask("requests.json", **asked))} == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        {"start_date": "2020-02-03"},
        {"start_date": "2020-02-03T10:00:00"},
        {"start_date": "03/02/2020"},
        {"start_date": "2020-02-30T10:00:00Z"},
        {"end_date": "0001-01-01T00:00:00+08:00"},
        {"end_date": "0001-02-01T00:00:00Z"},
        {"start_date": "9999-12-31T23:00:00Z"},
        {"start_date": "2020-01-01T00:00:00Z", "end_date": "2020-05-01T00:00:00Z"},
        {"start_date": "2020-02-01T00:00:00Z", "end_date": "2020-01-01T00:00:00Z"},
        {"status": "pending"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "二"},
        {"page_size": "many"},
        {"updated_after": "yesterday"},
    ],
)
def test_what_cannot_be_read_is_400_with_a_sentence(ask, asked):
    response = ask("requests.json", **asked)
    assert response.status_code == 400
    assert len(response.json()[0]["description"]) > 10


@pytest.mark.django_db
def test_a_plus_sign_that_was_not_escaped_is_still_an_offset(ask):
    made()
    asked = clock.local(clock.now() - timedelta(days=1)).isoformat(timespec="seconds")
    assert "+08:00" in asked
    assert len(numbers(ask("requests.json", start_date=asked.replace("+", " ")))) == 1


@pytest.mark.django_db
def test_status_open_and_closed_part_the_requests(ask):
    new, filed = made(), closed(made())
    confirmed = made()
    settle(report=confirmed, thing="cases.case:1", outcome=Outcome.CASE_CONFIRMED, by=SYSTEM)
    closed(confirmed, ReportState.TRIAGED)
    answered = made()
    settle(
        report=answered, thing="cases.case:2", outcome=Outcome.CASE_ANSWERED, by=SYSTEM,
        awaits_sender=True,
    )  # fmt: skip
    closed(answered, ReportState.TRIAGED)
    passed_on = closed(made(), ReportState.TRIAGED)
    open_ones = {new.number, answered.number, passed_on.number}
    assert set(numbers(ask("requests.json", status="open"))) == open_ones
    assert set(numbers(ask("requests.json", status="closed"))) == {filed.number, confirmed.number}
    assert len(numbers(ask("requests.json", status="open,closed"))) == 5


@pytest.mark.django_db
def test_pages_follow_each_other_by_link(ask, client):
    all_of_them = {made(days_ago=n + 1).number for n in range(5)}
    first = ask("requests.json", page_size=2)
    assert 'rel="next"' in first.headers["Link"]
    second = client.get(first.headers["Link"].split(">")[0][1:])
    third = ask("requests.json", page_size=2, page=3)
    assert "Link" not in third.headers
    seen = numbers(first) + numbers(second) + numbers(third)
    assert len(seen) == 5
    assert set(seen) == all_of_them
    assert numbers(ask("requests.json", page=99)) == []


@pytest.mark.django_db
def test_updated_after_finds_old_requests_that_moved(ask):
    moved, _still = made(days_ago=30), made(days_ago=30)
    settle(report=moved, thing="cases.case:1", outcome=Outcome.CASE_OPENED, by=SYSTEM)
    assert numbers(ask("requests.json", updated_after=at(1))) == [moved.number]
    assert len(numbers(ask("requests.json", updated_before=at(1)))) == 1


@pytest.mark.django_db
def test_numbers_are_masked_for_everybody_and_internal_reports_are_shown_to_keys_alone(ask, reader):
    made("张三急需药品，电话19900001234", address="晏婴路1号 电话19900001234")
    internal = made("通讯员的消息", source=Source.APP)
    public = ask("requests.json").json()
    assert len(public) == 1
    assert "19900001234" not in str(public)
    in_full = ask("requests.json", api_key=reader).json()
    assert len(in_full) == 2
    assert "19900001234" not in str(in_full)
    assert ask(f"requests/{internal.number}.json").status_code == 404


@pytest.mark.django_db
def test_the_senders_name_and_telephone_are_given_to_nobody(ask, reader):
    made("路面塌陷", contact_name="演练丙", contact_phone="19900005678")
    said = str(ask("requests.json", api_key=reader).json())
    assert "演练丙" not in said
    assert "19900005678" not in said


@pytest.mark.django_db
def test_a_list_asks_the_database_no_more_often_for_more_requests(
    ask, service, django_assert_max_num_queries
):
    for n in range(12):
        report = made(service_code="health-1")
        settle(report=report, thing=f"cases.case:{n}", outcome=Outcome.CASE_OPENED, by=SYSTEM)
    with django_assert_max_num_queries(14):
        assert len(numbers(ask("requests.json"))) == 12
