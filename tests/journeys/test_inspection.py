"""An inspection without a network, a major hazard that bars the enterprise, mended and cleared."""

import pytest
from playwright.sync_api import expect

from qixin.core import clock
from qixin.enterprises.actions.checklists import withdraw
from qixin.enterprises.actions.inspecting import take_on
from qixin.enterprises.enums import ChecklistUse, Severity
from qixin.enterprises.models import Hazard, Inspection, Photo, Promise, Visit, VisitItem
from qixin.enterprises.selectors.safety import open_major_hazards
from qixin.people.enums import Role
from tests.enterprises.safety_factories import (
    make_checklist,
    make_contact,
    make_enterprise,
    make_inspector,
    make_officer,
)
from tests.journeys.conftest import sign_in
from tests.people.factories import make_user
from tests.reports.pictures import jpeg

NEEDS_WHOLE_BROWSER = True
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]


@pytest.fixture
def enterprise():
    return make_enterprise()


@pytest.fixture
def opened(phone, live_server, enterprise):
    """An inspector's telephone with the inspection of today on it, and then no network."""
    edition = make_checklist("安全出口未上锁", "灭火器在有效期内", severity=Severity.MAJOR)
    inspector = make_inspector(enterprise)
    made = take_on(enterprise=enterprise, day=clock.today(), by=inspector)
    sign_in(phone, inspector, live_server.url)
    page = phone.new_page()
    page.goto(f"/w/safety/inspections/{made.number}/on-the-spot/")
    expect(page.locator("[data-offline]")).to_be_visible()
    phone.set_offline(True)
    return page, edition


def photo(name="a.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg(size=(640, 480)).read()}


def answer(page, item, label):
    page.locator(f"[data-item='{item.pk}']").get_by_text(label, exact=True).click()


def tick(page, edition):
    """The first item is not in order, with a photo; the second is."""
    first, second = edition.items.all()
    answer(page, first, "Not in order")
    block = page.locator(f"[data-item='{first.pk}']")
    block.locator("textarea").fill("东门上锁")
    block.locator("input[type=file]").set_input_files([photo()])
    expect(block.locator("[data-chosen] li")).to_have_count(1)
    answer(page, second, "In order")
    expect(page.locator("form[aria-busy]")).to_have_count(0)  # the telephone has it


def hand_in(page):
    page.get_by_role("button", name="Hand in the").click()


def test_an_inspection_is_made_without_a_network_sent_once_and_its_hazard_cleared(
    phone, live_server, enterprise, opened
):
    page, edition = opened
    address = page.url
    tick(page, edition)
    page.close()

    page = phone.new_page()
    page.goto(address)  # opens without a network, with what was ticked
    expect(page.locator("[data-progress]")).to_have_text("2 of 2 items")
    expect(page.locator("[data-chosen] li")).to_have_count(1)
    hand_in(page)
    expect(page.locator("[data-said]")).to_contain_text("Kept on this telephone")
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert not Hazard.objects.exists()

    phone.set_offline(False)
    expect(page.locator("[data-said]")).to_contain_text("Received", timeout=40_000)
    page.goto("/w/safety/plan/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#unsent")).to_be_hidden()
    hazard, taken = Hazard.objects.get(), Photo.objects.get()
    assert (hazard.severity, hazard.inspection) == (Severity.MAJOR, Inspection.objects.get())
    assert taken.state == "ready"
    assert list(open_major_hazards(enterprise)) == [hazard]

    phone.clear_cookies()
    sign_in(phone, make_contact(enterprise), live_server.url)
    page.goto(f"/w/safety/hazards/{hazard.number}/")
    expect(page.locator("main")).to_contain_text("may not work")
    page.fill("[name=note]", "锁已拆除")
    page.set_input_files("[name=photos]", [photo("b.jpg")])
    page.get_by_role("button", name="Report it mended").click()
    expect(page.locator(".hazard-pair img")).to_have_count(2)

    phone.clear_cookies()
    sign_in(phone, make_inspector(enterprise), live_server.url)
    page.goto(f"/w/safety/hazards/{hazard.number}/")
    page.get_by_label("It is in order now: cleared").check()
    page.get_by_role("button", name="Note what you see").click()
    expect(page.locator("main")).to_contain_text("Inspected again: cleared")
    assert not open_major_hazards(enterprise).exists()


def test_an_answer_that_never_arrived_makes_no_second_inspection(phone, opened):
    page, edition = opened
    tick(page, edition)
    phone.set_offline(False)
    lost = []

    def swallow(route):
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    phone.route("**/w/safety/inspections/*/send/", swallow, times=1)
    hand_in(page)
    # page and service worker both send; whichever lost its answer, the other one goes on
    expect(page.locator("[data-said]")).to_contain_text("Received", timeout=40_000)
    assert len(lost) == 1
    assert (Inspection.objects.count(), Hazard.objects.count()) == (1, 1)


def test_an_edition_withdrawn_meanwhile_is_taken_and_what_is_missing_is_asked_for(phone, opened):
    page, edition = opened
    hand_in(page)
    expect(page.locator("[data-said]")).to_contain_text("Answer every item")
    withdraw(edition=edition, by=make_user(Role.ADMINISTRATOR))
    tick(page, edition)
    phone.set_offline(False)
    hand_in(page)
    expect(page.locator("[data-said]")).to_contain_text("Received", timeout=40_000)
    assert {one.item.edition for one in Inspection.objects.get().findings.all()} == {edition}


def test_a_visit_is_recorded_on_one_screen(phone, live_server, enterprise):
    item = make_checklist("门卫在岗", use=ChecklistUse.VISIT).items.get()
    officer = make_officer(enterprise)
    sign_in(phone, officer, live_server.url)
    page = phone.new_page()
    page.goto("/w/safety/round/")
    page.get_by_role("link", name="Record a visit").click()
    expect(page.locator("#spot[data-ready]")).to_be_visible()
    answer(page, item, "In order")
    page.get_by_role("button", name="Note a promise").click()
    page.locator("[data-promise] [data-field=what]").fill("补齐口罩")
    page.locator("[data-promise] [data-field=due]").fill(clock.today().isoformat())
    page.get_by_role("button", name="Note a question or need").click()
    page.locator("[data-asked] [data-field=title]").fill("缺口罩 2000 只")
    hand_in(page)
    expect(page.locator("[data-said]")).to_contain_text("Received", timeout=40_000)
    assert Visit.objects.get().officer == officer
    assert (Promise.objects.get().what, VisitItem.objects.get().title) == (
        "补齐口罩", "缺口罩 2000 只",
    )  # fmt: skip
