"""Imports stand in the fixtures: this file is read before Django is set up."""

import pytest

BASE = "/open311/v2/"


@pytest.fixture(autouse=True)
def fresh_rates(db):
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def sender(db):
    from tests.reports.open311.factories import make_key

    return make_key("reports.send")[1]


@pytest.fixture
def reader(db):
    from tests.reports.open311.factories import make_key

    return make_key("reports.read")[1]


@pytest.fixture
def town(db):
    from tests.people.factories import make_town

    return make_town(lng=118.3, lat=36.8)


@pytest.fixture
def service(db):
    from qixin.reports.enums import LabelKind
    from qixin.reports.models import Label
    from tests.people.factories import make_unit

    return Label.objects.create(
        kind=LabelKind.SERVICE,
        code="health-1",
        name="防疫消毒",
        name_en="Disinfection",
        description="消毒作业",
        keywords="消毒 消杀",
        group="卫生健康局",
        unit=make_unit("区卫生健康局", name_en="Health Bureau"),
    )


@pytest.fixture
def ask(client):
    def get(path, language="en", **query):
        return client.get(BASE + path, query, headers={"Accept-Language": language})

    return get


@pytest.fixture
def send(client, sender, service):
    def post(path="requests.json", headers=None, **fields):
        body = {
            "api_key": sender,
            "service_code": "health-1",
            "description": "楼道需要消毒，电话19900001234。",
            "address_string": "晏婴社区3号楼",
        } | fields
        body = {name: value for name, value in body.items() if value is not None}
        return client.post(BASE + path, body, headers={"Accept-Language": "en", **(headers or {})})

    return post
