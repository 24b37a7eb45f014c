"""A correspondent joins by the group's link, and the leader lets them in."""

import pytest
from playwright.sync_api import expect

from qixin.people.enums import Role
from qixin.reports.models import Report
from tests.journeys.conftest import sign_in
from tests.people.factories import make_user
from tests.reports.factories import make_group, make_member

pytestmark = pytest.mark.django_db(transaction=True)


def test_join_wait_be_let_in_and_send(phone, phone_browser, live_server):
    group, leader = make_group(), make_user(Role.CORRESPONDENT)
    make_member(group, leader.person, is_leader=True)

    page = phone.new_page()
    page.goto(f"/join/{group.invitation_token}/")
    page.fill("input[name=name]", "演练乙")
    page.fill("input[name=phone]", "１９９００００８８８８")
    page.click("main button[type=submit], main form button")
    expect(page.locator("main")).to_contain_text("with the group's leader")

    desk = phone_browser.new_context(base_url=live_server.url, locale="en-GB")
    sign_in(desk, leader, live_server.url)
    board = desk.new_page()
    board.goto(f"/w/groups/{group.pk}/")
    expect(board.locator("figure.ui-qr svg")).to_be_visible()
    board.click("[data-dialog=all]")
    board.click("dialog[open] button.btn-primary")
    expect(board.locator("body")).to_contain_text("1 new member")
    desk.close()

    expect(page.locator("main")).to_contain_text("You are in", timeout=15_000)
    page.click("main a.button-primary")
    page.fill("textarea[name=text]", "我到岗了")
    page.click("button.capture-send")
    expect(page.locator("#said")).to_contain_text("Received as")
    assert Report.objects.get().group == group
