"""A reader without an account takes part, the desk answers, and the reader follows it."""

import re

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import Like, ReaderMessage
from qixin.people.enums import Role
from qixin.reports.models import Report
from tests.journeys.conftest import sign_in
from tests.newsroom.factories import make_editor, make_published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def public_root(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def desk(phone_browser, live_server):
    context = phone_browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=live_server.url, locale="en-GB"
    )
    sign_in(context, make_editor(Role.CHIEF_EDITOR), live_server.url)
    yield context.new_page()
    context.close()


def receipt(page):
    """Number and code from the page after sending."""
    expect(page.locator("main")).to_contain_text("has been received")
    return page.locator(".receipt-code").all_inner_texts()


def test_a_reader_likes_needs_help_says_something_and_reads_the_answer(phone, desk):
    story = make_published()
    address = f"/en/{story.public_path()}"
    page = phone.new_page()
    page.goto(address)
    like = page.locator("form[data-like]")
    like.get_by_role("button").click()
    expect(like).to_contain_text("You like it 1")
    page.reload()
    page.locator("form[data-like] button").scroll_into_view_if_needed()
    expect(page.locator("form[data-like]")).to_contain_text("You like it 1")
    assert Like.objects.count() == 1

    page.get_by_role("link", name="I need help").click()
    page.fill("textarea[name=text]", "家里老人的降压药快没了")
    page.click("main form [type=submit]")
    number, code = receipt(page)
    desk.goto("/w/triage/?purpose=need")
    expect(desk.locator(".tri-rows")).to_contain_text("降压药")
    assert Report.objects.get(about__purpose="need").number == number

    page.goto(address)
    page.get_by_role("link", name="Message to the desk").click()
    page.fill("textarea[name=text]", "夜里的核酸点在哪儿？")
    page.check("input[name=may_show]")
    page.fill("input[name=shown_name]", "晚归的人")
    page.click("main form [type=submit]")
    number, code = receipt(page)
    page.goto(address)
    expect(page.locator(".reader-messages")).to_have_count(0)

    desk.goto("/w/newsroom/messages/")
    card = desk.locator(".reader-card", has_text="核酸点")
    card.get_by_role("button", name="Show it").click()
    expect(desk.locator(".ui-toast").first).to_contain_text("Shown")
    desk.goto("/w/newsroom/messages/?which=shown")
    card = desk.locator(".reader-card", has_text="核酸点")
    card.locator("summary").first.click()
    card.locator("textarea[name=text]").fill("在人民广场东门，夜里开到十点。")
    card.locator("form[action*=answer] button").click()
    expect(desk.locator(".ui-toast").first).to_contain_text("Answered")

    page.goto(address)
    expect(page.locator(".reader-messages")).to_contain_text("晚归的人")
    expect(page.locator(".desk-answers")).to_contain_text("人民广场东门")
    page.goto(f"/follow/?number={number}")
    page.fill("input[name=code]", code)
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("人民广场东门")
    page.locator("summary").click()
    page.get_by_role("button", name="No longer show it").click()
    expect(page.locator("[role=status]")).to_contain_text("no longer shown")
    page.goto(address)
    expect(page.locator(".reader-messages")).to_have_count(0)
    assert ReaderMessage.objects.get().state == "withdrawn"


def test_without_scripts_a_like_comes_back_to_the_page_and_an_objection_is_thanked_for(
    phone_browser, live_server
):
    story = make_published()
    context = phone_browser.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="en-GB"
    )
    page = context.new_page()
    page.goto(f"/en/{story.public_path()}")
    page.locator("form[data-like] button").click()
    expect(page).to_have_url(re.compile("#take-part$"))
    page.get_by_role("button", name="Report this story").click()
    expect(page.locator("main")).to_contain_text("Thank you")
    page.get_by_role("link", name="Back to the page").click()
    expect(page).to_have_url(re.compile("/stories/"))
    context.close()
