"""Nobody needs a mouse: out of the queue into the editor, through three reviews, and on the
reader's page; where one stands is seen at every step, and no part of a page keeps one in."""

import re

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import Like, Story
from qixin.people.enums import Role
from qixin.reports.models import Report
from tests.newsroom.factories import make_column, make_editor, make_published
from tests.reports.factories import make_report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]
# More steps than this nobody takes to reach something.
MOST_STEPS = 120
SEEN = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "nowhere";
  const box = here.getBoundingClientRect();
  if (here.matches("iframe")) return "";
  // what is drawn around it, or around the part that stands for it
  const around = [here, here.parentElement, here.nextElementSibling]
    .filter(Boolean).map(one => getComputedStyle(one));
  const isDrawn = around.some(({ outlineStyle, outlineWidth, boxShadow }) =>
    outlineStyle !== "none" && outlineWidth !== "0px" || boxShadow !== "none");
  if (!isDrawn) return `nothing around ${here.outerHTML.slice(0, 120)}`;
  return box.width && box.height ? "" : `no size: ${here.outerHTML.slice(0, 120)}`;
}"""
WHERE = """() => {
  window.steps ??= new Map();
  const here = document.activeElement;
  if (!window.steps.has(here)) window.steps.set(here, window.steps.size);
  return window.steps.get(here);
}"""


def step(page, *, is_ours=True):
    """One Tab: it leads on, to something that shows it."""
    before = page.evaluate(WHERE)
    page.keyboard.press("Tab")
    assert page.evaluate(WHERE) != before, "Tab leads nowhere"
    if is_ours:
        assert page.evaluate(SEEN) in {"", "nowhere"}, page.url


def tab_to(page, selector, *, is_ours=True):
    wanted = page.locator(selector).first
    expect(wanted).to_be_visible()
    for _ in range(MOST_STEPS):
        if wanted.evaluate("one => one === document.activeElement"):
            return wanted
        step(page, is_ours=is_ours)
    raise AssertionError(f"{selector} is not reached by Tab")


def press(page, selector, **more):
    tab_to(page, selector, **more)
    page.keyboard.press("Enter")


def focus(page):
    return page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_from_the_queue_to_the_published_story(page_of):
    column = make_column()
    first = make_report("首批蔬菜送到晏婴社区。")
    second = make_report("志愿者在超市门口维持秩序。")
    author = make_editor(Role.CHIEF_EDITOR)
    page = page_of(author, width=1400)
    page.goto("/w/triage/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("[data-shown]")).to_be_visible()
    shown = page.locator("[data-shown]").get_attribute("data-shown")
    page.keyboard.press("s")
    expect(page.locator("details[open] [data-first]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-shown='{shown}']")).to_have_count(0)
    # what was pressed is gone; one stands in the pane, not at the top of the page
    assert page.evaluate("document.activeElement.closest('#triage-pane') !== null"), focus(page)
    assert {first.number, second.number} - {shown}
    story = Story.objects.get()

    press(page, "nav a[href='/w/newsroom/']")
    page.wait_for_url("**/w/newsroom/")
    step(page)
    page.keyboard.press("Enter")  # past the navigation
    press(page, f"main a[href='/w/newsroom/stories/{story.pk}/review/']")
    press(page, f"main a[href='/newsroom/pages/{story.pk}/edit/']")
    page.wait_for_url("**/edit/")
    title = tab_to(page, "[name=title]", is_ours=False)
    page.keyboard.press("End")
    page.keyboard.type("（更新）")
    expect(title).to_have_value(re.compile("（更新）$"))
    press(page, "footer [data-w-dropdown-target='toggle']", is_ours=False)
    press(page, "button[name='action-submit']", is_ours=False)
    expect(page.locator(".messages")).to_be_visible()

    for role in (Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR):
        reviewer = page_of(make_editor(role))
        reviewer.goto("/w/newsroom/")
        step(reviewer)
        reviewer.keyboard.press("Enter")
        press(reviewer, f"main a[href='/w/newsroom/stories/{story.pk}/review/']")
        reviewer.wait_for_url("**/review/")
        # a dialog takes the cursor in, and gives it back where it was opened
        opener = tab_to(reviewer, "main [data-dialog=send-back]")
        reviewer.keyboard.press("Enter")
        expect(reviewer.locator("#send-back")).to_be_visible()
        assert reviewer.evaluate("document.activeElement.closest('dialog') !== null")
        reviewer.keyboard.press("Escape")
        expect(opener).to_be_focused()
        reviewer.keyboard.press("Shift+Tab")
        expect(reviewer.locator("main form[action$='/approve/'] button").first).to_be_focused()
        reviewer.keyboard.press("Enter")
        expect(reviewer.locator(".ui-toast").first).to_be_visible()
    story.refresh_from_db()
    assert story.live
    assert "（更新）" in story.title
    assert story.column == column


def test_a_reader_searches_likes_writes_and_changes_the_contrast(phone):
    story = make_published(make_column(), title="首批蔬菜送到社区")
    page, address = phone.new_page(), f"/en/{story.public_path()}"
    page.goto(address)
    step(page)
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    press(page, "form[data-like] button")
    expect(page.locator("form[data-like]")).to_contain_text("You like it 1")
    expect(page.locator("form[data-like] button")).to_be_focused()
    assert Like.objects.count() == 1

    press(page, "a[href^='/speak/message/']")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("夜里的核酸点在哪儿？")
    press(page, "main form [type=submit]")
    expect(page.locator("main")).to_contain_text("has been received")
    assert Report.objects.get().text == "夜里的核酸点在哪儿？"

    page.goto(address)
    tab_to(page, ".reader-switch >> nth=1")
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_class(re.compile("reader-contrast"))
    expect(page.locator(".reader-switch").nth(1)).to_have_attribute("aria-pressed", "true")

    press(page, "footer a[href='/search/']")
    tab_to(page, "main input[name=q]")
    page.keyboard.type("蔬菜")
    page.keyboard.press("Enter")
    press(page, "main .story-list a")
    expect(page.locator("h1")).to_contain_text("首批蔬菜")
