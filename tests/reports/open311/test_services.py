"""GeoReport v2: services, definitions, discovery; formats and errors that all resources share."""

import json

import defusedxml.ElementTree as ET
import pytest

from qixin.reports.open311.rendering import render
from tests.reports.open311.factories import BASE

# The fields of GeoReport v2's "GET Service List".
SERVICE_FIELDS = {
    "service_code", "service_name", "description", "metadata", "type", "keywords", "group",
}  # fmt: skip


def test_services_bear_the_fields_of_the_standard(ask, service):
    found = ask("services.json").json()
    assert {frozenset(one) for one in found} == {frozenset(SERVICE_FIELDS)}
    assert found[0]["service_code"] == "health-1"
    assert found[0]["type"] == "realtime"
    assert found[0]["keywords"] == "消毒,消杀"
    assert found[-1]["service_code"] == "general"


@pytest.mark.parametrize(("language", "name"), [("en", "Disinfection"), ("zh-hans", "防疫消毒")])
def test_a_service_is_named_in_the_readers_language(ask, service, language, name):
    assert ask("services.json", language).json()[0]["service_name"] == name


def test_xml_has_the_standards_shape(ask, service):
    response = ask("services.xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    root = ET.fromstring(response.content)
    assert root.tag == "services"
    assert {child.tag for child in root} == {"service"}
    assert {field.tag for field in root[0]} == SERVICE_FIELDS
    assert root[0].findtext("metadata") == "true"


def test_a_definition_lists_what_may_be_said(ask, service, town):
    found = ask("services/health-1.json").json()
    assert found["service_code"] == "health-1"
    assert [one["code"] for one in found["attributes"]] == ["occurred_at", "town"]
    assert found["attributes"][1]["values"] == [{"key": town.code, "name": town.name}]
    root = ET.fromstring(ask("services/health-1.xml").content)
    assert root.tag == "service_definition"
    assert root.findtext("attributes/attribute/code") == "occurred_at"
    assert root.findtext("attributes/attribute/values/value/key") == town.code


def test_a_service_that_is_not_there_is_404_in_the_standards_list_of_errors(ask):
    response = ask("services/none.json")
    assert response.status_code == 404
    assert response.json()[0].keys() == {"code", "description"}
    root = ET.fromstring(ask("services/none.xml").content)
    assert (root.tag, root[0].tag, root.findtext("error/code")) == ("errors", "error", "404")


@pytest.mark.parametrize("name", ["370305", "127.0.0.1", ""])
def test_the_districts_own_jurisdiction_is_known(ask, name):
    assert ask("services.json", jurisdiction_id=name).status_code == 200


def test_another_jurisdiction_is_404(ask):
    assert ask("services.json", jurisdiction_id="sfgov.org").status_code == 404


def test_errors_are_in_the_readers_language(ask):
    said = ask("services/none.json", "zh-hans").json()[0]["description"]
    assert "服务" in said


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("services", "application/json", "application/json"),
        ("services", "*/*", "text/xml"),
        ("services.xml", "application/json", "text/xml"),
        ("services.json", "text/xml", "application/json"),
    ],
)
def test_the_ending_decides_the_format_and_without_one_what_is_accepted(
    client, db, path, accept, kind
):
    response = client.get(BASE + path, headers={"Accept": accept})
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"


def test_a_format_that_is_not_there_is_400(ask):
    assert ask("services.yaml").status_code == 400


def test_an_address_that_is_not_there_is_404_in_the_standards_format(client, db):
    response = client.get(BASE + "nothing/here", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()[0]["code"]) == (404, 404)


def test_a_wrong_method_names_the_right_ones(client, db):
    response = client.delete(BASE + "services.json")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")


def test_discovery_names_the_endpoint_and_its_formats(ask):
    found = ask("discovery.json").json()
    assert found.keys() == {"changeset", "contact", "key_service", "endpoints"}
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    root = ET.fromstring(ask("discovery.xml").content)
    assert root.findtext("endpoints/endpoint/formats/format") == "text/xml"


def test_a_key_that_is_not_valid_is_403_also_where_none_is_needed(ask):
    assert ask("services.json", api_key="qx_00000000_wrong").status_code == 403


def test_whoever_asks_without_end_is_told_when_to_come_back(ask, monkeypatch):
    from qixin.core.rate_limits import Rate
    from qixin.reports.open311 import asking

    monkeypatch.setattr(asking, "ANONYMOUS_RATES", (Rate(2, 60),))
    assert [ask("services.json").status_code for _ in range(3)] == [200, 200, 429]
    assert int(ask("services.json").headers["Retry-After"]) > 0


def test_characters_that_xml_cannot_hold_do_not_break_it():
    body = render("errors", [{"code": 1, "description": "\x00<b>\x0b\ud800&"}], form="xml").content
    assert ET.fromstring(body).findtext("error/description") == "�<b>��&"
    assert json.loads(render("errors", [{"a": "\x0b"}], form="json").content) == [{"a": "\x0b"}]
