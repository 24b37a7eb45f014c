"""The desk, the review page and its buttons, as browsers ask for them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qixin.core import clock
from qixin.newsroom import actions, selectors, three_reviews
from qixin.newsroom.enums import RemarkKind, ReviewStep
from qixin.newsroom.models import Remark, Story
from qixin.people.enums import Role
from tests.newsroom.factories import (
    PHONE,
    bring_to,
    edit,
    make_column,
    make_editor,
    make_published,
    make_story,
    submit,
)

pytestmark = pytest.mark.django_db
BAD = ["", " ", "\0", "长" * 5000, "１２３", "-1", "1e9", "9" * 40, "<b>x</b>"]


def url(story, verb="review"):
    return reverse(f"newsroom:{verb}", args=[story.pk])


def test_the_list_for_me_is_what_the_rule_says_of_each_story():
    people = [make_editor(role) for role in (Role.EDITOR, Role.REVIEWER, Role.CHIEF_EDITOR)]
    column = make_column()
    stories = []
    for author in people:
        stories += [submit(make_story(column, by=author), by=make_editor())]
        stories += [submit(make_story(column, by=make_editor()), by=author)]
        stories += [bring_to(ReviewStep.SECOND, story=make_story(column, by=make_editor()))]
    for reviewer in people:
        waits = [one for one in stories if selectors.is_for(reviewer, one)]
        story = waits[0]
        actions.approve(
            story=story, step=three_reviews.step_of(story.current_workflow_task_state),
            revision_id=story.latest_revision_id, by=reviewer,
        )  # fmt: skip
    published = edit(make_published(column, editor=people[1]), by=people[0], title="新版")
    stories.append(submit(published, by=make_editor()))
    stories = [Story.objects.get(pk=story.pk) for story in stories]
    for user in [*people, make_editor(Role.AUDITOR)]:
        told = selectors.waiting_for(user, stories)
        for story in stories:
            if story.workflow_in_progress:
                assert told[story.pk].is_for_me == selectors.is_for(user, story), (user, story)
        mine = [waits for waits in told.values() if waits.is_for_me]
        assert selectors.waiting_count(user) == len(mine)


def test_the_desk_asks_as_often_for_many_stories_as_for_few():
    column, chief, author = make_column(), make_editor(Role.CHIEF_EDITOR), make_editor()

    def ask():
        with CaptureQueriesContext(connection) as asked:
            selectors.desk(chief)
        return len(asked)

    for _ in range(2):
        submit(make_story(column, by=author), by=author)
    few = ask()
    for _ in range(4):
        submit(make_story(column, by=author), by=author)
    assert ask() <= few


def test_the_desk_shows_the_urgent_first_with_the_time_that_is_left(client):
    column, author = make_column(), make_editor()
    submit(make_story(column, by=author, title="先交的稿"), by=author)
    later = submit(make_story(column, by=author, title="加急的稿"), by=author)
    actions.hurry(story=later, reason="今晚八点起交通管制", by=author)
    client.force_login(make_editor(Role.REVIEWER))
    page = client.get(reverse("newsroom:desk")).content.decode()
    assert page.index("加急的稿") < page.index("先交的稿")
    assert "data-countdown" in page
    with clock.pretend(clock.now() + timedelta(hours=2)):
        assert "已超时" in client.get(reverse("newsroom:desk")).content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COMMANDER, Role.ADMINISTRATOR])
def test_whoever_only_reads_sees_numbers_masked(client, role, settings):
    settings.QIXIN_DEMO = True  # asks for no second factor
    author = make_editor()
    story = submit(make_story(by=author, text=f"请打{PHONE}", title=f"电话{PHONE}"), by=author)
    actions.remark(
        story=story,
        marked=actions.Marked(
            key=uuid.uuid4(), kind=RemarkKind.REPLACEMENT, quote="请打", text=PHONE
        ),
        by=make_editor(),
    )
    client.force_login(make_editor(role))
    page = client.get(url(story)).content.decode()
    assert PHONE not in page
    assert "199****1234" in page
    client.force_login(make_editor())
    assert PHONE in client.get(url(story)).content.decode()


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_gets_a_sentence_and_changes_nothing(client, bad):
    chief = make_editor(Role.CHIEF_EDITOR)
    story = bring_to(ReviewStep.FINAL)
    client.force_login(chief)
    sent = {
        "approve": {"step": bad, "revision_id": bad},
        "let_through": {"kind": bad, "reason": bad},
        "remark": {"key": bad, "kind": bad, "weight": bad, "quote": bad, "text": bad},
        "announce": {"kind": bad, "text": bad},
    }
    for verb, form in sent.items():
        assert 400 <= client.post(url(story, verb), form).status_code < 500, verb
    assert not Remark.objects.exists()
    assert Story.objects.get(pk=story.pk).workflow_in_progress


@pytest.mark.parametrize("number", [0, 2**31, 2**63 - 1, 2**63, 10**30])
def test_a_story_that_there_is_not_is_not_found(client, number):
    client.force_login(make_editor())
    assert client.get(f"/w/newsroom/stories/{number}/review/").status_code == 404
    assert client.post(f"/w/newsroom/remarks/{number}/settle/").status_code == 404


def test_a_remark_that_is_refused_keeps_what_was_typed(client):
    story = bring_to(ReviewStep.FIRST)
    client.force_login(make_editor())
    answer = client.post(
        url(story, "remark"),
        {"key": uuid.uuid4(), "kind": "replacement", "weight": "must", "text": "改成青菜"},
    )
    assert answer.status_code == 422
    assert "改成青菜" in answer.content.decode()


def test_a_stale_page_approves_nothing(client):
    story = bring_to(ReviewStep.FIRST)
    read = {"step": "first", "revision_id": story.latest_revision_id}
    edit(story, by=make_editor(), title="改过")
    client.force_login(make_editor())
    assert client.post(url(story, "approve"), read).status_code == 409


def test_a_double_click_on_approve_is_one_step_and_no_error(client):
    story = bring_to(ReviewStep.FIRST)
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    for _ in range(2):
        read = {"step": "first", "revision_id": story.latest_revision_id}
        assert client.post(url(story, "approve"), read).status_code == 302
    turn = Story.objects.get(pk=story.pk).current_workflow_task_state
    assert three_reviews.step_of(turn) == ReviewStep.SECOND


def test_a_reviewer_who_could_give_the_final_review_is_warned_before_giving_it_away(client):
    story = bring_to(ReviewStep.FIRST)
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    assert "终审须由他人进行" in client.get(url(story)).content.decode()
    client.force_login(make_editor(Role.REVIEWER))
    assert "终审须由他人进行" not in client.get(url(story)).content.decode()


def test_the_author_reads_why_a_story_came_back(client):
    author = make_editor()
    story = submit(make_story(by=author), by=author)
    actions.send_back(story=story, reason="导语请再核实", by=make_editor())
    client.force_login(author)
    assert "导语请再核实" in client.get(url(story)).content.decode()
    assert "已退回" in client.get(reverse("newsroom:desk")).content.decode()
    submit(story, by=author)
    assert client.get(url(story)).context["reading"].last_return is None
    actions.call_off(story=story, by=author)
    assert "已退回" not in client.get(reverse("newsroom:desk")).content.decode()


def test_the_whole_course_stands_on_the_page(client):
    story = make_published()
    client.force_login(make_editor())
    page = client.get(url(story)).content.decode()
    for word in ("初审", "复审", "终审", "送审了稿件", "发布了稿件"):
        assert word in page


def test_the_final_reviewers_page_reads_each_row_once(client):
    """It took 86 queries while each button asked for itself who wrote and who approved."""
    story, chief = bring_to(ReviewStep.FINAL), make_editor(Role.CHIEF_EDITOR)
    client.force_login(chief)
    client.get(url(story))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url(story)).content.decode()
    assert reverse("newsroom:approve", args=[story.pk]) in page
    assert len(asked) <= 56


def test_whoever_gives_the_last_review_reads_when_it_goes_out(client):
    chief = make_editor(Role.CHIEF_EDITOR)
    at = clock.now() + timedelta(days=2)
    story = make_story(go_live_at=at)
    bring_to(ReviewStep.FINAL, story=story)
    client.force_login(chief)
    page = client.get(f"{url(story)}?show=text", headers={"Accept-Language": "en"})
    shown = page.content.decode()
    assert f"{clock.local(at):%Y-%m-%d %H:%M}" in shown
    assert "Approve; it goes out on" in shown
    assert "Approve and publish" not in shown
