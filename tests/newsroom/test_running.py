"""Running stories that say the same: the same text, slightly changed, different."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qixin.core import clock
from qixin.newsroom.actions import find_missing
from qixin.newsroom.enums import StoryState
from qixin.newsroom.models import PublicText, Story
from qixin.newsroom.selectors.running import RUNNING, _words, running_alike
from qixin.people.enums import Role
from tests.newsroom.factories import (
    PHONE,
    edit,
    make_column,
    make_editor,
    make_published,
    make_story,
    review,
    submit,
)
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db

TEXT = (
    "二月三日上午，区商务局组织六家超市向封闭管理的社区配送蔬菜二十吨，"
    "志愿者分三组送到楼下，居民扫码登记后领取，价格与平日相同。"
)
CHANGED = TEXT.replace("二月三日上午", "今天上午").replace("六家", "6家")
OTHER = "区医院发热门诊昨夜完成改造，新增隔离留观床位十八张，今天起全天接诊，请市民预约就诊。"


def alike(story):
    story = Story.objects.get(pk=story.pk)
    return [one.story.pk for one in running_alike(story, story.get_latest_revision_as_object())]


@pytest.mark.parametrize(
    ("title", "text", "is_alike"),
    [
        ("蔬菜送到社区", TEXT, True),
        ("二十吨蔬菜送到居民楼下", CHANGED, True),
        ("发热门诊新增床位", OTHER, False),
    ],
)
def test_what_says_the_same_is_pointed_out_and_what_does_not_is_not(title, text, is_alike):
    running = make_published(text=TEXT)
    draft = make_story(title=title, text=text)
    assert alike(draft) == ([running.pk] if is_alike else [])


def test_what_is_in_review_is_compared_too_and_what_is_a_draft_is_not():
    make_story(text=TEXT)
    waiting = submit(make_story(text=TEXT, by=make_editor()), by=make_editor())
    draft = make_story(text=CHANGED)
    assert alike(draft) == [waiting.pk]
    assert alike(waiting) == []


def approved_for_later(**fields):
    author = make_editor()
    due = clock.now() + timedelta(hours=3)
    story = edit(make_story(by=author, **fields), by=author, go_live_at=due)
    return review(submit(story, by=author))


def test_what_is_approved_and_waits_for_its_time_is_compared_too():
    waits = approved_for_later(text=TEXT)
    assert waits.state == StoryState.SCHEDULED
    assert alike(make_story(text=CHANGED)) == [waits.pk]
    assert alike(make_story(text=OTHER, title="发热门诊新增床位")) == []
    assert alike(waits) == []


def test_what_waits_for_its_time_and_is_made_of_the_same_report_is_pointed_out():
    report, waits = make_report(), approved_for_later(text=TEXT)
    draft = make_story(text=OTHER, title="发热门诊新增床位")
    for story in (waits, draft):
        story.sources.create(report=report)
    assert alike(draft) == [waits.pk]


def test_that_two_stories_go_out_at_one_time_makes_them_no_more_alike():
    due = clock.now() + timedelta(hours=3)
    version = make_story(text=TEXT)
    plain = _words(version)
    version.go_live_at = due
    assert _words(version) == plain


def test_two_stories_of_one_report_are_alike_whatever_they_say():
    report = make_report()
    running, draft = make_published(text=TEXT), make_story(text=OTHER, title="发热门诊")
    for story in (running, draft):
        story.sources.create(report=report)
    found = running_alike(draft, draft)
    assert [one.story.pk for one in found] == [running.pk]
    assert [str(reason) for reason in found[0].reasons] == ["用的是同一条报送信息"]


def test_after_a_week_the_same_words_are_a_new_matter():
    running = make_published(text=TEXT)
    PublicText.objects.filter(pk=running.pk).update(
        published_on=clock.now() - RUNNING - timedelta(hours=1)
    )
    assert alike(make_story(text=TEXT)) == []


def test_what_was_withdrawn_or_never_said_much_is_not_pointed_out():
    from qixin.newsroom.actions import take_down

    running = make_published(text=TEXT)
    make_published(title="快讯", text="到了。")
    take_down(story=running, reason="内容有误，撤回", by=make_editor(Role.CHIEF_EDITOR))
    assert alike(make_story(text=TEXT)) == []
    assert alike(make_story(title="快讯", text="到了。")) == []


def test_stories_of_an_earlier_version_become_comparable():
    running = make_published(text=TEXT)
    PublicText.objects.update(signature=b"")
    assert find_missing() == 1
    assert find_missing() == 0
    assert alike(make_story(text=TEXT)) == [running.pk]


def test_reviewers_see_it_on_the_review_page_and_editors_in_the_draft(client):
    running = make_published(text=TEXT, title="先发的稿件")
    story = submit(make_story(make_column(), text=CHANGED, by=make_editor()), by=make_editor())
    for role in (Role.EDITOR, Role.CHIEF_EDITOR):
        user = make_editor(role)
        client.force_login(user)
        page = client.get(reverse("newsroom:review", args=[story.pk])).content.decode()
        assert "近期已有类似稿件" in page
        assert reverse("newsroom:review", args=[running.pk]) in page
    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert "近期已有类似稿件" in page


def test_a_number_in_the_other_title_is_masked():
    story = submit(make_story(title=f"找{PHONE}", text=TEXT, by=make_editor()), by=make_editor())
    draft = make_story(text=TEXT)
    found = running_alike(draft, draft)
    assert [one.story.pk for one in found] == [story.pk]
    assert PHONE not in found[0].title


def test_it_is_a_hint_and_does_not_stop_anything():
    first, second = make_published(text=TEXT), make_published(text=TEXT)
    assert first.live
    assert second.live
