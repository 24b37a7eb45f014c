"""Triage to case to confirmation: an editor, an officer and the sender, each in a browser."""

import re

import pytest
from playwright.sync_api import expect

from qixin.cases.enums import CaseState
from qixin.cases.models import Case
from qixin.people.enums import Role
from qixin.reports.enums import ReportState
from tests.people.factories import make_unit, make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.QIXIN_DEMO = True


def test_a_report_becomes_a_case_that_its_sender_sends_back_and_then_confirms(page_of):
    sender = make_user(Role.CORRESPONDENT, name="演练乙")
    unit = make_unit("区卫生健康局")
    make_unit("区交通运输局")
    report = make_report("执勤点缺口罩，请协调。", sender=sender.person)

    desk = page_of(make_user(Role.TRIAGE_EDITOR))
    desk.goto(f"/w/triage/{report.number}/")
    desk.keyboard.press("c")
    form = desk.locator("form[action*='/w/cases/open/']").filter(has=desk.locator("select"))
    form.locator("select[name=unit]").select_option(label="区卫生健康局")
    form.locator("button[type=submit]").click()
    expect(desk.locator("body")).to_contain_text("opened for 区卫生健康局")
    report.refresh_from_db()
    assert report.state == ReportState.TRIAGED
    case = Case.objects.get()

    office = page_of(make_user(Role.OFFICER, unit=unit), width=390)
    office.goto("/w/cases/")
    office.get_by_role("link", name="执勤点缺口罩").click()
    office.get_by_role("button", name="Accept").click()
    expect(office.locator("body")).to_contain_text("In progress")
    office.fill("textarea[name=text]", "口罩今天下午送到。")
    office.get_by_role("button", name="Send the answer").click()
    expect(office.locator("main")).to_contain_text("Waiting for confirmation")

    home = page_of(sender, width=390)
    home.goto(f"/w/report/mine/{report.number}/")
    expect(home.locator("main")).to_contain_text("口罩今天下午送到。")
    home.fill("textarea[name=text]", "还没有收到。")
    home.get_by_role("button", name="Send back").click()
    expect(home.locator("main")).to_contain_text("Sent back to the department")

    office.reload()
    expect(office.locator("main")).to_contain_text("还没有收到。")
    office.fill("textarea[name=text]", "已当面送达。")
    office.get_by_role("button", name="Send the answer").click()
    expect(office.locator("main")).to_contain_text("Waiting for confirmation")

    home.goto(f"/w/report/mine/{report.number}/")
    home.get_by_role("button", name="Yes, it is settled").click()
    expect(home.locator("main")).to_contain_text("Settled, confirmed by the sender")
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED


def choose(desk, chosen):
    desk.goto("/w/triage/")
    for report in chosen:
        desk.locator(f".tri-row[data-number='{report.number}'] input[name=reports]").check()
    desk.get_by_text("With those chosen").click()
    desk.get_by_role("button", name="To a department").click()
    return desk.locator("dialog[open]")


def test_several_reports_become_one_case_whose_senders_all_hear_of_it(page_of):
    senders = [make_user(Role.CORRESPONDENT) for _n in range(2)]
    unit = make_unit("区卫生健康局")
    chosen = [make_report("桑坡路口缺口罩", sender=one.person) for one in senders]
    other = make_report("今天上午一切正常")
    desk = page_of(make_user(Role.TRIAGE_EDITOR))
    dialog = choose(desk, chosen)
    dialog.get_by_label("They are about the same thing").check()
    dialog.locator("select[name=unit]").select_option(label="区卫生健康局")
    dialog.locator("button[type=submit]").click()
    expect(desk.locator(".tri-row")).to_have_count(1)
    expect(desk.locator("body")).to_contain_text("opened for 区卫生健康局")
    case = Case.objects.get()
    assert len(case.reports) == 2

    office = page_of(make_user(Role.OFFICER, unit=unit), width=390)
    office.goto(f"/w/cases/{case.number}/")
    expect(office.locator("main")).to_contain_text("1 more report of the same matter")
    office.fill("textarea[name=text]", "口罩今天下午送到。")
    office.get_by_role("button", name="Send the answer").click()
    expect(office.locator("main")).to_contain_text("Waiting for confirmation")
    for sender, report in zip(senders, chosen, strict=True):
        home = page_of(sender, width=390)
        home.goto(f"/w/report/mine/{report.number}/")
        home.get_by_role("button", name="Yes, it is settled").click()
        expect(home.locator("main")).to_contain_text("Settled, confirmed by the sender")
    case.refresh_from_db()
    assert (case.state, other.state) == (CaseState.CONFIRMED, ReportState.RECEIVED)


def test_different_reports_become_a_case_each_and_are_undone_together(page_of):
    make_unit("区交通运输局")
    chosen = [make_report(f"第{n}辆车过不了卡口") for n in range(3)]
    desk = page_of(make_user(Role.TRIAGE_EDITOR))
    dialog = choose(desk, chosen)
    dialog.get_by_label("Only the department").check()
    expect(dialog.get_by_label("Title of the one case")).to_be_hidden()
    dialog.locator("select[name=unit]").select_option(label="区交通运输局")
    dialog.locator("button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("3 cases opened")
    desk.get_by_role("button", name="Undo all 3").click()
    expect(desk.locator(".tri-row")).to_have_count(3)


def test_a_figure_of_the_situation_page_opens_its_list(page_of):
    for _n in range(3):
        make_report()
    page = page_of(make_user(Role.COMMANDER))
    page.goto("/w/situation/")
    tile = page.locator("a.ui-stat", has_text="Reports").first
    expect(tile.locator(".ui-stat-value")).to_have_text("3")
    expect(page.locator(".ui-chart svg")).to_be_visible()
    expect(page.locator(".leaflet-container")).to_be_visible()
    # there is no event stream beside the test's server: the page says so, and goes on
    expect(page.locator("[data-live-state=reconnecting]")).to_be_visible()
    make_report()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('qixin:live'))")
    expect(tile.locator(".ui-stat-value")).to_have_text("4")
    expect(page.locator(".ui-chart svg")).to_be_visible()
    tile.click()
    expect(page.locator("main")).to_contain_text("4")
    expect(page).to_have_url(re.compile(r"/w/reports/\?received_on=\d{4}-\d\d-\d\d$"))
