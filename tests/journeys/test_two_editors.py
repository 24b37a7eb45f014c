"""Two editors at one story: what is typed is saved by itself, survives a broken line and a sign-in
that ended, and whoever is in charge takes the story over without any text being lost in silence."""

import pytest
from playwright.sync_api import expect

from qixin.newsroom.models import Story
from qixin.people.enums import Role
from qixin.people.models import Notice
from tests.journeys.conftest import sign_in
from tests.newsroom.factories import make_column, make_editor, make_story

NEEDS_WHOLE_BROWSER = True
pytestmark = pytest.mark.django_db(transaction=True)

# Wagtail compares with what it finds two seconds after the form came; it comes more than once while
# the page is put together, and the last one counts.
WATCHES = """
  let forms = 0;
  let watched = 0;
  addEventListener('w-unsaved:ready', () => { forms += 1; });
  addEventListener('w-unsaved:watch-edits', () => {
    watched += 1;
    window.watches = watched >= forms;
  });
"""


@pytest.fixture(autouse=True)
def public_root(tmp_path, settings):
    settings.QIXIN_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = str(tmp_path / "media")


def state_of(page, state):
    return expect(page.locator(f"#w-autosave-indicator[data-w-autosave-state-value='{state}']"))


def open_editor(page, story):
    """The editor, once it watches what is typed."""
    page.add_init_script(WATCHES)
    page.goto(f"/newsroom/pages/{story.pk}/edit/")
    page.wait_for_function("window.watches")


def type_title(page, words):
    """As people type: with keys, and on to the next field."""
    page.fill("#id_title", "")
    page.type("#id_title", words)
    page.press("#id_title", "Tab")


def saved_title(story):
    return Story.objects.get(pk=story.pk).draft_title


def test_one_holds_a_story_and_the_one_in_charge_takes_it_over(page_of):
    author, chief = make_editor(), make_editor(Role.CHIEF_EDITOR)
    story = make_story(make_column(), by=author, title="夜班稿")
    review, edit = f"/w/newsroom/stories/{story.pk}/review/", f"/newsroom/pages/{story.pk}/edit/"
    his, hers = page_of(author), page_of(chief)
    his.goto(review)
    his.click("form[action$='/hold/'] button")
    expect(his.locator("#holding")).to_contain_text("You work on it alone")
    open_editor(his, story)
    type_title(his, "夜班稿，写到一半")
    state_of(his, "saved").to_be_attached()
    assert saved_title(story) == "夜班稿，写到一半"

    hers.goto("/w/newsroom/")
    hers.goto(edit)
    expect(hers.locator("body")).to_contain_text(str(author))
    hers.goto(review)
    expect(hers.locator("#holding")).to_contain_text(str(author))
    hers.click("button[data-dialog='take-over']")
    hers.fill("#take-over-reason", "他已经下班")
    hers.click("dialog[open] button.btn-danger")
    hers.wait_for_url(f"**{edit}")
    open_editor(hers, story)
    type_title(hers, "白班接着写")
    state_of(hers, "saved").to_be_attached()

    type_title(his, "他还在写的一句")
    state_of(his, "paused").to_be_attached()
    expect(his.locator(".footer__save-warning")).to_be_visible()
    assert his.input_value("#id_title") == "他还在写的一句"
    assert saved_title(story) == "白班接着写"
    assert Notice.objects.filter(kind="newsroom.held_by_another", user=author).count() == 1


def test_what_is_typed_survives_a_broken_line_and_a_sign_in_that_ended(page_of, live_server):
    author = make_editor()
    story = make_story(make_column(), by=author, title="断线稿")
    page = page_of(author)
    open_editor(page, story)
    type_title(page, "第一句")
    state_of(page, "saved").to_be_attached()
    page.context.set_offline(True)
    type_title(page, "断线时写的一句")
    state_of(page, "paused").to_be_attached()
    page.context.set_offline(False)
    state_of(page, "saved").to_be_attached()
    assert saved_title(story) == "断线时写的一句"

    page.context.clear_cookies()
    type_title(page, "会话结束后写的一句")
    expect(page.locator(".footer__save-warning")).to_contain_text("signed out")
    assert saved_title(story) == "断线时写的一句"
    sign_in(page.context, author, live_server.url)
    other = page.context.new_page()
    other.goto("/w/newsroom/")  # brings the token that forms carry now
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    state_of(page, "saved").to_be_attached()
    assert saved_title(story) == "会话结束后写的一句"
