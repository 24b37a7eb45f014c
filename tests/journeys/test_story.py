"""A report becomes a story, three people review it on their telephones, it is corrected, and
withdrawn."""

import re

import pytest
from playwright.sync_api import expect

from qixin.newsroom import actions
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Story
from qixin.people.enums import Role
from qixin.reports.enums import Outcome
from qixin.reports.models import Settlement
from tests.journeys.conftest import sign_in
from tests.newsroom.factories import bring_to, edit, make_column, make_editor, make_story
from tests.people.factories import make_person
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def public_root(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def by(phone_browser, live_server):
    """A telephone of each person; nobody: a reader's."""
    contexts = []

    def open_for(user=None):
        context = phone_browser.new_context(
            viewport={"width": 390, "height": 844}, base_url=live_server.url, locale="en-GB"
        )
        if user is not None:
            sign_in(context, user, live_server.url)
        contexts.append(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


def choose(page, button):
    """One of the actions at the foot of the editor, which Wagtail folds up."""
    page.locator("footer [data-w-dropdown-target='toggle']").first.click()
    page.locator(button).first.click()


def approve(page, story):
    page.goto("/w/newsroom/")
    page.click(f"main a[href='/w/newsroom/stories/{story.pk}/review/']")
    page.locator("main form[action$='/approve/'] button").first.click()
    expect(page.locator(".ui-toast").first).to_contain_text("Approved")


def reviewed(by, story):
    for role in (Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR):
        approve(by(make_editor(role)), story)


def test_reports_to_story_to_three_reviewers_to_public_page_to_correction_to_withdrawal(by):
    column = make_column()
    report = make_report("首批蔬菜送到晏婴社区。电话19900001234。", sender=make_person("演练乙"))
    editor = make_editor()
    page = by(editor)
    page.goto(f"/w/newsroom/draft/?reports={report.number}")
    page.select_option("#column", column.slug)
    page.click("main form button")
    expect(page).to_have_url(re.compile("/newsroom/pages/.*/edit/"))
    expect(page.locator("#qixin-findings")).to_contain_text("19900001234")
    page.click("#qixin-findings button")
    expect(page.locator("#qixin-findings")).to_have_count(0)
    choose(page, "button[name='action-submit']")
    expect(page.locator(".messages")).to_contain_text("submitted for moderation")
    story = Story.objects.get()

    page.goto(f"/w/newsroom/stories/{story.pk}/review/")
    expect(page.locator("main")).to_contain_text("so other people have to review it")
    expect(page.locator("main form[action$='/approve/']")).to_have_count(0)
    reviewed(by, story)

    reader = by()
    public = f"/en/{Story.objects.get().public_path()}"
    reader.goto(public)
    expect(reader.locator("h1")).to_contain_text("首批蔬菜送到晏婴社区")
    expect(reader.locator("article")).to_contain_text("199****1234")
    reader.goto("/")
    expect(reader.locator("main")).to_contain_text("首批蔬菜送到晏婴社区")
    assert Settlement.objects.get(report=report).outcome == Outcome.STORY_PUBLISHED

    edit(story, by=editor, title="首批蔬菜送到雪宫社区")
    page.goto(f"/w/newsroom/stories/{story.pk}/review/")
    expect(page.locator("main del")).to_contain_text("晏婴")
    expect(page.locator("main ins")).to_contain_text("雪宫")
    page.fill("[name='text']", "社区名称有误，应为雪宫社区")
    page.locator("main form[action*='/notice/'] button").first.click()
    page.locator("main form[action$='/submit/'] button").first.click()
    expect(page.locator("main")).to_contain_text("waits for a reviewer")
    reviewed(by, story)
    reader.goto(public)
    expect(reader.locator("h1")).to_contain_text("雪宫")
    expect(reader.locator("article")).to_contain_text("社区名称有误")

    chief = by(make_editor(Role.CHIEF_EDITOR))
    chief.goto(f"/w/newsroom/stories/{story.pk}/review/")
    chief.click("[data-dialog='take-down']")
    chief.fill("#take-down-reason", "配送计划取消")
    chief.click("#take-down button[type='submit']")
    expect(chief.locator("main")).to_contain_text("Withdrawn from the public site")
    reader.goto(public)
    expect(reader.locator("main")).to_contain_text("配送计划取消")
    expect(reader.locator("main")).not_to_contain_text("雪宫社区。")
    reader.goto("/")
    expect(reader.locator("main")).not_to_contain_text("首批蔬菜")
    assert Settlement.objects.get(report=report).outcome == Outcome.STORY_DROPPED


def test_a_selected_passage_is_marked_and_the_author_reads_it_in_the_editor(by):
    author = make_editor()
    story = bring_to(ReviewStep.SECOND, story=make_story(by=author), by=author)
    page = by(make_editor(Role.REVIEWER))
    page.goto(f"/w/newsroom/stories/{story.pk}/review/")
    page.locator(".review-text p").first.evaluate(
        "passage => document.getSelection().setBaseAndExtent(passage.firstChild, 0,"
        " passage.firstChild, 4)"
    )
    expect(page.locator("[name='quote']")).to_have_value("首批蔬菜")
    page.select_option("[name='kind']", "replacement")
    page.fill("#mark [name='text']", "首批青菜")
    page.select_option("[name='weight']", "must")
    page.click("#mark button[type='submit']")
    expect(page.locator(".review-text del")).to_have_text("首批蔬菜")
    expect(page.locator(".review-text ins")).to_have_text("首批青菜")
    back = by(author)
    back.goto(f"/newsroom/pages/{story.pk}/edit/")
    expect(back.locator("#qixin-remarks")).to_contain_text("首批青菜")


def test_a_mark_is_made_without_scripts(phone_browser, live_server):
    story = bring_to(ReviewStep.FIRST)
    context = phone_browser.new_context(
        base_url=live_server.url, locale="en-GB", java_script_enabled=False
    )
    sign_in(context, make_editor(), live_server.url)
    page = context.new_page()
    page.goto(f"/w/newsroom/stories/{story.pk}/review/")
    page.fill("[name='quote']", "蔬菜")
    page.fill("#mark [name='text']", "请写明品种")
    page.click("#mark button[type='submit']")
    expect(page.locator(".review-text mark")).to_have_text("蔬菜")
    page.locator("main form[action$='/approve/'] button").first.click()
    expect(page.locator(".review-steps .is-done")).to_have_count(1)
    context.close()


def test_of_two_reviewers_the_second_is_told_and_the_countdown_runs(by):
    story = actions.hurry(
        story=bring_to(ReviewStep.FIRST), reason="今晚八点起交通管制", by=make_editor()
    )
    first, second = by(make_editor()), by(make_editor(Role.REVIEWER))
    for page in (first, second):
        page.goto(f"/w/newsroom/stories/{story.pk}/review/")
    expect(first.locator("[data-countdown]").first).to_have_text(re.compile(r"0\d:\d\d left"))
    first.locator("main form[action$='/approve/'] button").first.click()
    expect(first.locator(".review-steps .is-done")).to_have_count(1)
    second.locator("main form[action$='/approve/'] button").first.click()
    expect(second.locator("main")).to_contain_text("Somebody else was quicker")
