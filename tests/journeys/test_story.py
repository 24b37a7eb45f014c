"""A report becomes a story, somebody else approves it, and it stands on the public site."""

import re

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import Story
from qixin.people.enums import Role
from qixin.reports.models import Settlement
from tests.journeys.conftest import sign_in
from tests.newsroom.factories import make_column, make_editor
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def public_root(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")


def choose(page, button):
    """One of the actions at the foot of the editor, which Wagtail folds up."""
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    page.locator(button).first.click()


def test_report_to_approved_story_to_public_page(phone_browser, live_server):
    column, report = make_column(), make_report("首批蔬菜送到晏婴社区。电话19900001234。")
    desk = phone_browser.new_context(base_url=live_server.url, locale="en-GB")
    sign_in(desk, make_editor(), live_server.url)
    page = desk.new_page()
    page.goto(f"/w/newsroom/draft/?reports={report.number}")
    page.select_option("#column", column.slug)
    page.click("main form button")
    expect(page).to_have_url(re.compile("/newsroom/pages/.*/edit/"))
    expect(page.locator("#qixin-findings")).to_contain_text("19900001234")
    page.click("#qixin-findings button")
    expect(page.locator("#qixin-findings")).to_have_count(0)
    choose(page, "button[name='action-submit']")
    expect(page.locator(".messages")).to_contain_text("submitted for moderation")

    other = phone_browser.new_context(base_url=live_server.url, locale="en-GB")
    sign_in(other, make_editor(Role.REVIEWER), live_server.url)
    page = other.new_page()
    page.goto("/w/newsroom/")
    page.click("main .list-group-item a")
    choose(page, "[data-workflow-action-name='approve']")
    expect(page.locator(".messages")).to_be_visible()

    story = Story.objects.get()
    public = phone_browser.new_context(base_url=live_server.url, locale="en-GB")
    page = public.new_page()
    page.goto(f"/en/{story.public_path()}")
    expect(page.locator("h1")).to_contain_text("首批蔬菜送到晏婴社区")
    expect(page.locator("article")).to_contain_text("199****1234")
    page.click("a[hreflang='zh-hans']")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("首批蔬菜送到晏婴社区")
    assert Settlement.objects.get(report=report).link == f"/zh/{story.public_path()}"
    for context in (desk, other, public):
        context.close()
