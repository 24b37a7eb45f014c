"""A triage editor's way through the queue: keys, filing, undo, merging, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from qixin.people.enums import Role
from qixin.reports.actions.examining import examine_waiting
from qixin.reports.enums import Outcome, ReportState, Urgency
from qixin.reports.models import Report
from tests.journeys.conftest import sign_in
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)
FIRE = "稷下街道桑坡路小区三号楼有住户家中冒烟，老人被困，请求立即救援，楼道已经停电"


@pytest.fixture
def desk(phone_browser, live_server):
    """A wide screen, on which the report stands beside the queue."""
    context = phone_browser.new_context(
        viewport={"width": 1400, "height": 900},
        base_url=live_server.url,
        extra_http_headers={"Accept-Language": "en"},
    )
    sign_in(context, make_user(Role.TRIAGE_EDITOR), live_server.url)
    page = context.new_page()
    yield page
    # leaving lets the report go: the server must have heard it while the test's database is there
    page.goto("about:blank")
    page.wait_for_timeout(500)
    context.close()


def test_the_queue_is_worked_through_by_keys_alone(desk):
    older = make_report(FIRE)
    filed = make_report("今天上午志愿者在超市门口维持秩序，一切正常")
    again = make_report(FIRE + "，转发扩散！")
    examine_waiting()
    Report.objects.filter(pk=filed.pk).update(urgency=Urgency.EMERGENCY)
    desk.goto("/w/triage/")
    rows = desk.locator(".tri-row")
    expect(rows).to_have_count(3)

    def shown(report):
        expect(desk.locator(f"[data-shown='{report.number}']")).to_be_visible()

    desk.locator(f".tri-row[data-number='{filed.number}'] .tri-link").click()
    shown(filed)
    expect(desk.get_by_text("You are working on this")).to_be_visible()

    desk.keyboard.press("f")
    desk.keyboard.press("1")
    expect(desk.locator(f"[data-shown='{filed.number}']")).to_have_count(0)
    filed.refresh_from_db()
    assert filed.state == ReportState.FILED
    expect(rows).to_have_count(2)

    desk.keyboard.press("u")
    shown(filed)
    filed.refresh_from_db()
    assert filed.state == ReportState.RECEIVED

    desk.goto(f"/w/triage/{again.number}/")
    expect(desk.locator(".tri-pair mark").first).to_be_visible()
    desk.keyboard.press("m")
    expect(desk).not_to_have_url(re.compile(again.number))
    again.refresh_from_db()
    assert again.merged_into == older


def test_an_input_method_that_is_on_does_not_swallow_the_keys(desk):
    report = make_report()
    desk.goto(f"/w/triage/{report.number}/")
    panel = desk.locator("details[data-panel]", has_text="File away")
    desk.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Process', code: 'KeyF', bubbles: true}))"
    )
    expect(panel).to_have_attribute("open", "")


def test_keys_typed_into_a_field_decide_nothing(desk):
    report = make_report()
    desk.goto(f"/w/triage/{report.number}/")
    desk.keyboard.press("/")
    desk.keyboard.type("fumsc1")
    expect(desk.locator("[data-search]").first).to_have_value("fumsc1")
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED


def test_a_department_is_chosen_by_keys_alone_and_nothing_is_asked_on_leaving(desk):
    first, second = make_unit("区水利局"), make_unit("区交通运输局")
    make_user(Role.OFFICER, unit=first), make_user(Role.OFFICER, unit=second)
    report = make_report()
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    desk.goto(f"/w/triage/{report.number}/")
    desk.keyboard.press("c")
    choice = desk.locator("details[open] select[name=unit]")
    expect(choice).to_be_focused()
    choice.select_option(label=str(second))
    desk.locator("details[open] input[name=title]").fill("桥面积水")
    choice.press("Enter")
    expect(desk.locator(f"[data-shown='{report.number}']")).to_have_count(0)
    assert report.settlements.get().outcome == Outcome.CASE_OPENED
    assert not asked


def test_keys_of_a_panel_that_is_shut_are_dead_and_two_panels_share_digits(desk):
    report = make_report()
    desk.goto(f"/w/triage/{report.number}/")
    expect(desk.get_by_text("You are working on this")).to_be_visible()
    desk.keyboard.press("1")
    desk.keyboard.press("e")
    desk.keyboard.press("3")
    expect(desk.locator(".ui-toast", has_text="Urgency changed")).to_be_visible()
    report.refresh_from_db()
    assert (report.state, report.urgency) == (ReportState.RECEIVED, Urgency.EMERGENCY)


def test_a_department_chosen_lately_has_a_key_of_its_own(desk):
    unit = make_unit("区水利局")
    first, second = make_report(), make_report("河堤渗水，请派人来看")
    desk.goto(f"/w/triage/{first.number}/")
    desk.keyboard.press("c")
    choice = desk.locator("details[open] select[name=unit]")
    choice.select_option(label=str(unit))
    choice.press("Enter")
    expect(desk.locator(f"[data-shown='{second.number}']")).to_be_visible()
    desk.keyboard.press("c")
    expect(desk.locator("details[open] button[name=chosen]")).to_be_focused()
    desk.keyboard.press("1")
    expect(desk.locator(f"[data-shown='{second.number}']")).to_have_count(0)
    assert second.triages.get().unit == unit
    expect(desk.locator(".tri-list")).to_contain_text("All done")
    expect(desk.locator(".ui-toast", has_text=second.cases.get().number)).to_be_visible()


def test_after_a_pages_last_row_the_next_rows_come_and_what_was_said_stays(desk):
    newest = [make_report(f"第{number}件") for number in range(4)][-1]
    desk.goto(f"/w/triage/{newest.number}/")
    rows = desk.locator(".tri-row")
    expect(desk.get_by_text("You are working on this")).to_be_visible()
    desk.evaluate(
        "document.querySelectorAll('.tri-row:not([aria-current])').forEach(r => r.remove())"
    )
    expect(rows).to_have_count(1)
    desk.keyboard.press("f")
    desk.keyboard.press("1")
    expect(desk.locator(".ui-toast", has_text=newest.number)).to_be_visible()
    expect(rows).to_have_count(3)
    expect(desk.locator(".tri-row[aria-current]")).to_have_count(1)


def test_a_key_shows_the_numbers_and_a_case_goes_on_in_the_pane_and_comes_back(desk):
    unit = make_unit("区水利局")
    first = make_report("河堤渗水，请打13800138000")
    second = make_report("泵站停电，请派人来看")
    Report.objects.filter(pk=first.pk).update(urgency=Urgency.URGENT)
    desk.goto(f"/w/triage/{first.number}/")
    said = desk.locator("#report-text")
    expect(said).to_contain_text("138****8000")
    desk.keyboard.press("n")
    expect(said).to_contain_text("13800138000")

    desk.evaluate("window.isSamePage = true")
    desk.keyboard.press("c")
    choice = desk.locator("details[open] select[name=unit]")
    choice.select_option(label=str(unit))
    choice.press("Enter")
    expect(desk.locator(f"[data-shown='{second.number}']")).to_be_visible()
    expect(desk.locator(".ui-toast", has_text="区水利局")).to_be_visible()
    expect(desk.locator(".tri-row")).to_have_count(1)
    assert desk.evaluate("window.isSamePage")

    desk.keyboard.press("u")
    expect(desk.locator(f"[data-shown='{first.number}']")).to_be_visible()
    first.refresh_from_db()
    assert first.state == ReportState.RECEIVED
