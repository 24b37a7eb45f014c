"""Who works on a story: held alone, let go, taken over, and what Wagtail saves by itself."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.models import Page, PageLogEntry

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid, Refused, WrongState
from qixin.newsroom import actions, policies
from qixin.newsroom.enums import ReviewState, ReviewStep
from qixin.newsroom.models import Story
from qixin.people.enums import Role
from qixin.people.models import Notice
from qixin.people.permissions import has_permission
from tests.newsroom.factories import (
    approve,
    bring_to,
    edit,
    make_column,
    make_editor,
    make_story,
    submit,
)
from tests.newsroom.test_screening import post_of
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db
WHY = "值班编辑已下班"


def again(story):
    return Story.objects.get(pk=story.pk)


def verbs(story):
    return [entry.verb for entry in journal.timeline(story)]


def told(user):
    return Notice.objects.filter(kind="newsroom.held_by_another", user=user).count()


def has_open(story, user, *, seconds_ago=5):
    return EditingSession.objects.create(
        user=user, object_id=str(story.pk), content_type=ContentType.objects.get_for_model(Page),
        last_seen_at=clock.now() - timedelta(seconds=seconds_ago), is_editing=True,
    )  # fmt: skip


def by_itself(client, story, **typed):
    """What Wagtail's editor posts while one types."""
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return client.post(url, post_of(story, **typed), headers={"accept": "application/json"})


def test_nobody_else_saves_what_one_holds_on_any_road(client):
    author, other = make_editor(), make_editor()
    story = actions.hold(story=make_story(by=author), by=author)
    with pytest.raises(Conflict, match=str(author)):
        edit(story, by=other, title="别人改的")
    with pytest.raises(Conflict):
        actions.add_reports(story=story, reports=[make_report()], by=other)
    with pytest.raises(Conflict):
        actions.submit(story=story, by=other)
    client.force_login(other)
    answer = by_itself(client, story, title="别人改的")
    assert answer.json()["error_code"] == "locked"
    assert again(story).get_latest_revision_as_object().title != "别人改的"
    assert edit(story, by=author, title="自己改的").draft_title == "自己改的"
    actions.add_reports(story=again(story), reports=[make_report()], by=author)


def test_held_twice_is_held_once_and_by_one():
    author, other = make_editor(), make_editor()
    story = make_story(by=author)
    actions.hold(story=story, by=author)
    actions.hold(story=story, by=author)
    with pytest.raises(Conflict):
        actions.hold(story=story, by=other)
    assert verbs(story).count("newsroom.held") == 1
    with pytest.raises(Refused):
        actions.let_go(story=story, by=other)
    actions.let_go(story=story, by=author)
    actions.let_go(story=story, by=author)
    assert verbs(story).count("newsroom.let_go") == 1
    assert actions.hold(story=story, by=other).locked_by == other


@pytest.mark.parametrize("role", Role)
def test_who_takes_over(role):
    by, author = make_editor(role), make_editor()
    story = actions.hold(story=make_story(by=author), by=author)
    may = has_permission(by, "newsroom.review_final") and has_permission(by, "newsroom.edit")
    assert policies.can(by, "take_over", story=story) == may
    if not may:
        with pytest.raises(Refused):
            actions.take_over(story=story, reason=WHY, by=by)
        return
    taken = actions.take_over(story=story, reason=WHY, by=by)
    assert (taken.locked_by, told(author), told(by)) == (by, 1, 0)
    line = journal.timeline(story).last()
    assert (line.verb, line.detail["reason"]) == ("newsroom.taken_over", WHY)
    assert line.detail["taken_from"] == str(author)
    with pytest.raises(Conflict):
        edit(story, by=author, title="晚了一步")


def test_the_columns_editor_in_charge_takes_over():
    own, author = make_editor(), make_editor()
    story = make_story(make_column(editor=own), by=author)
    actions.hold(story=story, by=author)
    assert actions.take_over(story=story, reason=WHY, by=own).locked_by == own
    with pytest.raises(WrongState):
        actions.take_over(story=story, reason=WHY, by=own)


@pytest.mark.parametrize("reason", ["", "\0", "急"])
def test_taking_over_needs_a_reason(reason):
    story = actions.hold(story=make_story(by=make_editor()), by=make_editor())
    with pytest.raises(Invalid):
        actions.take_over(story=story, reason=reason, by=make_editor(Role.CHIEF_EDITOR))


def test_what_is_handed_in_is_let_go():
    author = make_editor()
    story = actions.hold(story=make_story(by=author), by=author)
    assert not actions.submit(story=story, by=author).locked


def test_whoever_has_it_open_is_told_and_seen_on_the_desk(client):
    author, other, gone = make_editor(), make_editor(), make_editor()
    story = make_story(by=author)
    has_open(story, other)
    has_open(story, gone, seconds_ago=300)
    client.force_login(author)
    desk = client.get(reverse("newsroom:desk")).content.decode()
    assert f"打开：{other}" in desk
    page = client.get(reverse("newsroom:review", args=[story.pk])).content.decode()
    assert str(other) in page
    client.post(reverse("newsroom:hold", args=[story.pk]))
    assert (told(other), told(gone), told(author)) == (1, 0, 0)
    client.force_login(other)
    page = client.get(reverse("newsroom:review", args=[story.pk])).content.decode()
    assert str(author) in page
    assert reverse("newsroom:take_over", args=[story.pk]) not in page


def test_wagtails_own_buttons_do_what_ours_do(client):
    author, reviewer = make_editor(), make_editor(Role.REVIEWER)
    chief = make_editor(Role.CHIEF_EDITOR)
    story = make_story(by=author)
    lock, unlock = (
        reverse(f"wagtailadmin_pages:{verb}", args=[story.pk]) for verb in ("lock", "unlock")
    )
    client.force_login(author)
    client.post(lock)
    assert verbs(story)[-1] == "newsroom.held"
    for other in (reviewer, chief):
        client.force_login(other)
        answer = client.post(unlock)
        assert answer.headers["Location"].startswith(reverse("newsroom:review", args=[story.pk]))
        assert again(story).locked_by == author
    answer = client.post(reverse("newsroom:take_over", args=[story.pk]), {"reason": WHY})
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert again(story).locked_by == chief
    client.post(unlock)
    assert not again(story).locked


def test_columns_are_locked_as_wagtail_has_it(client, settings):
    settings.QIXIN_DEMO = True
    column = make_column()
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    client.post(reverse("wagtailadmin_pages:lock", args=[column.pk]))
    assert Page.objects.get(pk=column.pk).locked
    client.post(reverse("wagtailadmin_pages:unlock", args=[column.pk]))
    assert not Page.objects.get(pk=column.pk).locked


def test_what_saves_itself_is_one_version_and_one_line(client):
    author = make_editor()
    story = make_story(by=author)
    client.force_login(author)
    answer = by_itself(client, story, title="第一次").json()
    versions, lines = story.revisions.count(), PageLogEntry.objects.filter(page=story.pk).count()
    for number in range(4):
        again_at = {"overwrite_revision_id": answer["revision_id"], "title": f"第{number}次"}
        answer = by_itself(client, again(story), **again_at).json()
        assert answer["success"], answer
    assert again(story).draft_title == "第3次"
    assert story.revisions.count() == versions
    assert PageLogEntry.objects.filter(page=story.pk).count() <= lines + 1
    assert verbs(story) == []


def test_a_key_touched_by_mistake_undoes_no_approval(client):
    author = make_editor()
    story = bring_to(ReviewStep.SECOND, story=make_story(by=author), by=author)
    client.force_login(author)
    answer = by_itself(client, story, title="误触")
    assert answer.status_code == 409
    assert "审核人" in answer.json()["error_message"]
    assert policies.review_state(again(story)) == ReviewState.SECOND
    # whoever means it, says so
    client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), post_of(story, title="有意"))
    assert policies.review_state(again(story)) == ReviewState.FIRST


def test_before_the_first_approval_what_saves_itself_is_saved(client):
    author = make_editor()
    story = submit(make_story(by=author), by=author)
    client.force_login(author)
    assert by_itself(client, story, title="还没有人看过").json()["success"]
    story = again(story)
    assert policies.review_state(story) == ReviewState.FIRST
    assert approve(story, by=make_editor()).current_workflow_task.specific.step == ReviewStep.SECOND
