"""Types of cases as subjects that other systems name (Open311), and that triage finds chosen."""

import pytest
from django.urls import reverse

from qixin.cases import actions, selectors
from qixin.cases.actions import TypeGiven
from qixin.cases.models import CaseType
from qixin.people import actions as people
from qixin.people.enums import Role
from qixin.reports.actions.examining import examine_waiting
from qixin.reports.models import Label
from qixin.reports.selectors.requests import services
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


def _offered():
    return {label.code: label for label in services()}


def test_the_types_of_a_fresh_district_are_services():
    finance = CaseType.objects.get(name="资金")
    assert _offered()[finance.service_code].name_en == "Enterprise: Finance"


def test_a_service_follows_its_type_and_leaves_with_it(admin):
    unit = make_unit()
    row = actions.set_type(given=TypeGiven("冷链", "Cold chain", unit), by=admin)
    assert (_offered()[row.service_code].name, _offered()[row.service_code].unit) == (
        "企业诉求：冷链",
        unit,
    )
    actions.set_type(given=TypeGiven("冷链物流", lead_unit=unit), case_type=row, by=admin)
    assert _offered()[row.service_code].name == "企业诉求：冷链物流"
    actions.set_type(given=TypeGiven("冷链物流", is_retired=True), case_type=row, by=admin)
    assert row.service_code not in _offered()
    assert selectors.type_of_service(row.service_code) is None


@pytest.mark.parametrize("code", ["", "case-", "case-x", "case-٣", "case-99999999999", "roads"])
def test_another_service_names_no_type(code):
    assert selectors.type_of_service(code) is None


def test_what_another_system_named_is_chosen_when_the_case_is_opened(admin, client):
    unit, other = make_unit(), make_unit()
    row = actions.set_type(given=TypeGiven("冷链", lead_unit=unit, co_units=[other]), by=admin)
    report = make_report("冷库停了，急需维修。", service_code=row.service_code)
    examine_waiting()
    report.refresh_from_db()
    assert (report.suggestion.unit, report.suggestion.unit_reason) == (unit, "企业诉求：冷链")
    client.force_login(make_user(Role.TRIAGE_EDITOR))
    seen = client.get(reverse("reports:triage_report", args=[report.number])).content.decode()
    assert "企业诉求：冷链" in seen
    address = reverse("cases:open_from_report", args=[report.number])
    form = client.get(address).context["form"]
    assert (form["case_type"].value(), form["unit"].value()) == (row.pk, unit.pk)


def test_a_dissolved_departments_types_go_to_its_successor_or_to_the_triage_desk(admin):
    old, new, helper = make_unit(), make_unit(), make_unit()
    led = actions.set_type(given=TypeGiven("冷链", lead_unit=old, co_units=[new]), by=admin)
    helped = actions.set_type(given=TypeGiven("包装", lead_unit=helper, co_units=[old]), by=admin)
    people.dissolve(unit=old, successor=new, by=admin)
    led.refresh_from_db()
    assert (led.lead_unit, list(led.co_units.all()), list(helped.co_units.all())) == (
        new,
        [],
        [new],
    )
    people.dissolve(unit=new, successor=None, by=admin)
    led.refresh_from_db()
    assert (led.lead_unit, list(helped.co_units.all())) == (None, [])
    assert Label.objects.get(code=led.service_code).unit is None
