"""Somebody has the site open: what comes out, is corrected or taken off is said at once."""

import pytest
from playwright.sync_api import expect

from qixin.newsroom.actions import take_down
from qixin.newsroom.models import Story
from qixin.people.enums import Role
from tests.newsroom.factories import correct, make_column, make_editor, make_published

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_sees_news_a_correction_and_a_withdrawal_without_reloading(stream, phone):
    column = make_column()
    first = make_published(column, title="首批蔬菜送到晏婴社区")
    front, page = phone.new_page(), phone.new_page()
    for open_page, address in ((front, "/en/"), (page, f"/en/{first.public_path()}")):
        with open_page.expect_response(lambda answer: answer.url.startswith(stream)):
            open_page.goto(address)
    headline = front.locator("main h2").first.text_content()

    second = make_published(column, title="西关道路今晚封闭")
    bar = front.locator(".reader-news")
    expect(bar).to_have_text("1 new story")
    assert front.locator("main h2").first.text_content() == headline
    make_published(column, title="明早八点恢复通车")
    expect(bar).to_have_text("2 new stories")
    bar.click()
    expect(front.locator("main")).to_contain_text(second.title)

    correct(first, title="首批蔬菜送到雪宫社区")
    own = page.locator(".reader-news")
    expect(own).to_have_text("This page was corrected. Show the new text")
    expect(page.locator("h1")).to_contain_text("晏婴")
    own.click()
    expect(page.locator("h1")).to_contain_text("雪宫")

    with page.expect_response(lambda answer: answer.url.startswith(stream)):
        page.reload()
    take_down(
        story=Story.objects.get(pk=first.pk),
        reason="配送计划取消",
        by=make_editor(Role.CHIEF_EDITOR),
    )
    expect(page.locator(".reader-news")).to_have_text("This story was taken off")
