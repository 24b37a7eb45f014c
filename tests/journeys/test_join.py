"""A correspondent joins by the group's link, and the leader lets them in."""

import re

import pytest
from playwright.sync_api import expect

from qixin.people.enums import Role
from qixin.reports.models import Report
from tests.journeys.conftest import sign_in
from tests.people.factories import make_user
from tests.reports.factories import make_group, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def led():
    group, leader = make_group(), make_user(Role.CORRESPONDENT)
    make_member(group, leader.person, is_leader=True)
    return group, leader


def ask_to_join(page, group):
    page.goto(f"/join/{group.invitation_token}/")
    page.fill("input[name=name]", "演练乙")
    page.fill("input[name=phone]", "１９９００００８８８８")
    page.click("main form button")


def be_confirmed(phone_browser, live_server, group, leader):
    desk = phone_browser.new_context(base_url=live_server.url, locale="en-GB")
    sign_in(desk, leader, live_server.url)
    board = desk.new_page()
    board.goto(f"/w/groups/{group.pk}/")
    expect(board.locator("figure.ui-qr svg")).to_be_visible()
    board.click("[data-dialog=all]")
    board.click("dialog[open] button.btn-primary")
    expect(board.locator("body")).to_contain_text("1 new member")
    desk.close()


def send_first(page):
    expect(page.locator("main")).to_contain_text("You are in", timeout=15_000)
    page.click("main a.button-primary")
    # before its script runs, the page sends as a plain form
    page.wait_for_load_state()
    page.fill("textarea[name=text]", "我到岗了")
    page.click("button.capture-send")
    expect(page.locator("#said")).to_contain_text("Received as")
    return Report.objects.get()


def test_join_wait_be_let_in_and_send(phone, phone_browser, live_server, led):
    group, leader = led
    page = phone.new_page()
    ask_to_join(page, group)
    expect(page.locator("main")).to_contain_text("with the group's leader")
    be_confirmed(phone_browser, live_server, group, leader)
    assert send_first(page).group == group


def test_join_by_a_code_mistyped_once(phone, phone_browser, live_server, led, settings):
    settings.QIXIN_DEMO = True
    settings.QIXIN_SMS_GATEWAY = "qixin.people.sms.demo.DemoGateway"
    group, leader = led
    page = phone.new_page()
    ask_to_join(page, group)
    expect(page.locator("main")).to_contain_text("We sent a code to 199****8888")
    code = re.search(r"\d{6}", page.locator("[role=status]").inner_text()).group()
    expect(page.locator("input[name=code]")).to_be_focused()
    page.fill("input[name=code]", "000000" if code != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("This code is not right")
    page.fill("input[name=code]", code)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("with the group's leader")
    be_confirmed(phone_browser, live_server, group, leader)
    report = send_first(page)
    assert (report.group, report.sender.phone) == (group, "19900008888")
