"""What a reader has opened opens again without a network, says since when it is kept, and is no
longer there once it was taken off."""

import re

import pytest
from playwright.sync_api import expect

from qixin.newsroom.actions import take_down
from qixin.newsroom.models import Story
from qixin.people.enums import Role
from tests.newsroom.factories import correct, make_column, make_editor, make_picture, make_published

NEEDS_WHOLE_BROWSER = True
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo_with_files_of_its_own"),
]
KEPT = """async path => {
  const found = await (await caches.open("qixin-reader")).match(path);
  return found ? found.text() : "";
}"""
NAMES = """async () => {
  const names = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) names.push(new URL(url).pathname);
  return names;
}"""
LINE = ".reader-network"


@pytest.fixture
def column():
    return make_column(name_en="Daily supplies")


def read(page, path):
    """Open a page and stay until it is kept, with its files, by a worker that rules the page."""
    page.goto(path)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller")
    kept(page, path)
    page.reload()
    page.wait_for_load_state("networkidle")


def kept(page, path):
    page.wait_for_function(f"path => ({KEPT})(path).then(Boolean)", arg=path)


def take_off(story):
    chief = make_editor(Role.CHIEF_EDITOR)
    take_down(story=Story.objects.get(pk=story.pk), reason="配送计划取消", by=chief)


def test_what_was_read_opens_again_with_its_picture_and_says_since_when(phone, column):
    story = make_published(column, title="首批蔬菜送到社区", cover=make_picture())
    unread = make_published(column, title="明早八点恢复通车")
    page, path = phone.new_page(), f"/en/{story.public_path()}"
    read(page, path)
    read(page, "/en/")
    phone.set_offline(True)
    expect(page.locator(LINE)).to_have_text("No network. You can read on here.")

    page.goto(path)
    expect(page.locator("h1")).to_have_text("首批蔬菜送到社区")
    expect(page.locator(LINE)).to_contain_text(re.compile(r"kept on .*20\d\d"))
    picture = page.locator(".story img").first
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 0)")
    page.goto("/")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".story-list")).to_contain_text("明早八点恢复通车")

    page.goto(f"/en/{unread.public_path()}")
    expect(page.locator("h1")).to_have_text("No network")
    rows = page.locator("[data-kept-list] li a")
    expect(rows).to_have_count(2)
    page.goto("/search/?q=蔬菜")
    expect(page.locator("h1")).to_have_text("No network")
    rows.filter(has_text="首批蔬菜").click()
    expect(page.locator("h1")).to_have_text("首批蔬菜送到社区")


def test_the_page_that_was_asked_for_comes_by_itself_when_the_network_is_back(phone, column):
    story, unread = make_published(column), make_published(column, title="明早八点恢复通车")
    page = phone.new_page()
    read(page, f"/en/{story.public_path()}")
    phone.set_offline(True)
    page.goto(f"/en/{unread.public_path()}")
    expect(page.locator("h1")).to_have_text("No network")
    phone.set_offline(False)
    expect(page.locator("h1")).to_have_text("明早八点恢复通车")


def test_the_network_is_back_is_said_and_news_and_corrections_are_a_tap_away(phone, column):
    story = make_published(column, title="首批蔬菜送到晏婴社区")
    path = f"/en/{story.public_path()}"
    front, page = phone.new_page(), phone.new_page()
    read(front, "/en/")
    read(page, path)
    phone.set_offline(True)
    page.goto(path)
    expect(page.locator(LINE)).to_contain_text("kept on")
    make_published(column, title="明早八点恢复通车")
    correct(story, title="首批蔬菜送到雪宫社区")
    phone.set_offline(False)

    expect(front.locator(".reader-news")).to_have_text("1 new story")
    front.locator(".reader-news").click()
    expect(front.locator("main")).to_contain_text("明早八点恢复通车")
    bar = page.locator(".reader-news")
    expect(bar).to_have_text("The network is back. Show the page as it is now")
    bar.click()
    expect(page.locator("h1")).to_have_text("首批蔬菜送到雪宫社区")
    expect(page.locator(LINE)).to_have_count(0)


def test_what_was_taken_off_is_not_read_on_from_the_phone(phone, column):
    story = make_published(column, title="此稿将撤回", cover=make_picture())
    other = make_published(column, title="此稿留下")
    gone = make_published(column, title="此稿将下线")
    page = phone.new_page()
    paths = [f"/en/{one.public_path()}" for one in (story, gone, other)]
    for path in paths:
        read(page, path)
    read(page, paths[0])
    picture = next(name for name in page.evaluate(NAMES) if name.startswith("/pictures/"))
    phone.set_offline(True)
    page.goto(paths[0])
    expect(page.locator("h1")).to_have_text("此稿将撤回")
    take_off(story)
    Story.objects.get(pk=gone.pk).unpublish()
    phone.set_offline(False)

    expect(page.locator("main")).to_contain_text("配送计划取消")
    page.wait_for_function(f"path => ({KEPT})(path).then(text => !text)", arg=paths[1])
    page.wait_for_function(
        f"path => ({KEPT})(path).then(text => text && !text.includes('此稿将撤回'))", arg=paths[0]
    )
    page.wait_for_function(f"name => ({NAMES})().then(all => !all.includes(name))", arg=picture)
    assert "此稿留下" in page.evaluate(KEPT, paths[2])
    phone.set_offline(True)
    page.goto(paths[1])
    expect(page.locator("h1")).to_have_text("No network")
    rows = page.locator("[data-kept-list] li a")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Forget what is kept").click()
    expect(page.get_by_text("Nothing yet")).to_be_visible()


def test_nothing_but_public_files_is_kept(phone, column):
    story = make_published(column)
    page = phone.new_page()
    read(page, f"/en/{story.public_path()}")
    for path in (
        "/follow/",
        "/report/",
        "/search/?q=蔬菜",
        f"/speak/message/?about=story:{story.pk}",
    ):
        page.goto(path)
    page.goto("/en/")
    kept(page, "/en/")
    allowed = re.compile(r"^/(zh|en|pictures|static/ui/dist)/|^/offline/$")
    assert [name for name in page.evaluate(NAMES) if not allowed.match(name)] == []
