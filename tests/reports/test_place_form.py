"""Where a report is, as people without a script say it."""

import uuid

import pytest
from django.urls import reverse

from qixin.people.enums import AreaLevel
from qixin.people.models import Area
from qixin.reports.forms.sending import PublicReportForm
from qixin.reports.models import Report
from tests.people.factories import make_town
from tests.reports.pictures import jpeg

pytestmark = pytest.mark.django_db
HERE, THERE = "370305001", "370305002"


@pytest.fixture(autouse=True)
def places():
    towns = {HERE: make_town(HERE, "闻韶街道"), THERE: make_town(THERE, "雪宫街道")}
    for code, name in (
        (HERE + "001", "晏婴社区"),
        (HERE + "002", "小徐村"),
        (THERE + "001", "小徐村"),
        (THERE + "002", "桑坡社区"),
    ):
        Area.objects.create(code=code, name=name, level=AreaLevel.COMMUNITY, parent=towns[code[:9]])


def filled(**given):
    form = PublicReportForm({"client_key": str(uuid.uuid4()), "text": "缺口罩"} | given)
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("given", "area"),
    [
        ({}, ""),
        ({"town": HERE}, HERE),
        ({"town": HERE, "community": HERE + "001"}, HERE + "001"),
        ({"community": "晏婴社区"}, HERE + "001"),
        ({"community": "晏婴"}, HERE + "001"),
        ({"community": "闻韶街道晏婴社区"}, HERE + "001"),
        ({"town": THERE, "community": "小徐村"}, THERE + "001"),
        ({"community": "雪宫街道 小徐村"}, THERE + "001"),
        ({"town": HERE, "community": "999999999999"}, HERE),
    ],
)
def test_what_is_clear_is_not_asked(given, area):
    form = filled(**given)
    assert (form.errors, form.cleaned_data["area"], form.asks_which) == ({}, area, False)


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ({"community": "小徐村"}, [HERE + "002", THERE + "001", "-"]),
        # chosen here, but a community of that name stands only there
        ({"town": HERE, "community": "桑坡社区"}, [THERE + "002", "-"]),
    ],
)
def test_what_may_be_several_is_asked_and_then_taken(given, offered):
    form = filled(**given)
    assert [code for code, _label in form.fields["which"].choices] == offered
    assert form.asks_which
    assert "which" in form.errors
    again = filled(**given, which=offered[0])
    assert (again.errors, again.cleaned_data["area"]) == ({}, offered[0])


def test_whoever_does_not_know_which_keeps_the_words():
    form = filled(community="小徐村", which="-", address="村东头")
    assert (form.errors, form.cleaned_data["area"]) == ({}, "")
    assert form.cleaned_data["address"] == "小徐村 村东头"


def test_an_unknown_name_costs_no_report_and_is_kept_among_the_words():
    form = filled(town=HERE, community="御景苑小区", address="3号楼")
    assert (form.errors, form.cleaned_data["area"]) == ({}, HERE)
    assert form.cleaned_data["address"] == "御景苑小区 3号楼"


def test_a_code_that_was_not_offered_is_not_taken():
    assert "which" in filled(community="小徐村", which=THERE + "002").errors


def send(client, **fields):
    fields = {"client_key": str(uuid.uuid4()), "text": "楼道三天没有消毒", **fields}
    return client.post(reverse("reports:public_report"), fields)


def test_a_resident_is_asked_which_and_the_report_goes_to_that_one(client):
    asked = send(client, community="小徐村", files=[jpeg("a.jpg")])
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "闻韶街道/小徐村" in page
    assert "楼道三天没有消毒" in page
    assert not Report.objects.exists()
    send(client, community="小徐村", which=THERE + "001")
    report = Report.objects.get()
    assert (report.town.code, report.community.code) == (THERE, THERE + "001")


def test_a_resident_may_leave_the_place_open(client):
    assert send(client).status_code == 302
    report = Report.objects.get()
    assert (report.town, report.community, report.lng) == (None, None, None)


def test_coordinates_that_are_impossible_cost_the_place_and_not_the_report(client):
    send(client, lng="abc", lat="999", town=HERE)
    assert Report.objects.get().town.code == HERE
