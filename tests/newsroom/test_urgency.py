"""Urgent flashes: less time, alerted reviewers, never fewer of them."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, Refused
from qixin.newsroom import actions
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import ReviewTurn, Story
from qixin.people.enums import Role
from qixin.people.models import Notice
from tests.newsroom.factories import (
    PHONE,
    approve,
    bring_to,
    edit,
    make_editor,
    make_published,
    make_story,
    submit,
)

pytestmark = pytest.mark.django_db
WHY = "今晚八点起交通管制"


def told(kind):
    return set(Notice.objects.filter(kind=f"newsroom.{kind}").values_list("user", flat=True))


def turn(story):
    return Story.objects.get(pk=story.pk).current_workflow_task_state


def test_each_step_of_an_urgent_story_has_its_minutes_and_its_reviewers_alerted(settings):
    settings.QIXIN_URGENT_REVIEW_MINUTES = 7
    author, editor, reviewer = make_editor(), make_editor(), make_editor(Role.REVIEWER)
    chief, auditor = make_editor(Role.CHIEF_EDITOR), make_editor(Role.AUDITOR)
    story = submit(make_story(by=author), by=author)
    assert turn(story).due_at is None
    now = clock.now()
    with clock.pretend(now):
        story = actions.hurry(story=story, reason=WHY, by=author)
    assert turn(story).due_at == now + timedelta(minutes=7)
    assert told("urgent_first") == {editor.pk, reviewer.pk, chief.pk}
    with clock.pretend(now + timedelta(minutes=5)):
        story = approve(story, by=editor)
    assert turn(story).due_at == now + timedelta(minutes=12)
    assert told("urgent_second") == {reviewer.pk, chief.pk}
    story = approve(story, by=reviewer)
    assert told("urgent_final") == {chief.pk}
    assert not Story.objects.get(pk=story.pk).live
    story = approve(story, by=chief)
    assert story.live
    assert story.urgent_at is None
    assert auditor.pk not in Notice.objects.values_list("user", flat=True)


def test_a_story_that_is_urgent_before_it_is_handed_in_alerts_then():
    author, editor = make_editor(), make_editor()
    story = actions.hurry(story=make_story(by=author), reason=WHY, by=author)
    assert told("urgent_first") == set()
    story = submit(story, by=author)
    assert told("urgent_first") == {editor.pk}
    assert turn(story).due_at is not None


def test_an_urgent_story_that_is_changed_begins_again_with_new_minutes():
    story = bring_to(ReviewStep.SECOND)
    actions.hurry(story=story, reason=WHY, by=make_editor())
    story = edit(story, by=make_editor(), title="新标题")
    assert turn(story).task.specific.step == ReviewStep.FIRST
    assert turn(story).due_at is not None


def test_chief_editors_are_told_once_of_what_nobody_took_in_time():
    chief = make_editor(Role.CHIEF_EDITOR)
    story = bring_to(ReviewStep.FIRST)
    actions.hurry(story=story, reason=WHY, by=make_editor())
    assert actions.tell_overdue() == 0
    with clock.pretend(clock.now() + timedelta(hours=1)):
        assert actions.tell_overdue() == 1
        assert actions.tell_overdue() == 0
    assert Notice.objects.filter(kind="newsroom.review_overdue", user=chief).count() == 1
    approve(story, by=make_editor())
    with clock.pretend(clock.now() + timedelta(hours=2)):
        assert actions.tell_overdue() == 1


def test_a_review_that_is_taken_is_never_overdue():
    story = bring_to(ReviewStep.FINAL)
    actions.hurry(story=story, reason=WHY, by=make_editor())
    approve(story, by=make_editor(Role.CHIEF_EDITOR))
    with clock.pretend(clock.now() + timedelta(days=1)):
        assert actions.tell_overdue() == 0
    assert ReviewTurn.objects.filter(due_at__isnull=False).exists()


@pytest.mark.parametrize("reason", ["", "急", "\0"])
def test_urgency_needs_a_reason(reason):
    with pytest.raises(Invalid):
        actions.hurry(story=make_story(by=make_editor()), reason=reason, by=make_editor())


def test_urgency_is_the_editors_and_said_once():
    story = make_story(by=make_editor())
    with pytest.raises(Refused):
        actions.hurry(story=story, reason=WHY, by=make_editor(Role.OFFICER))
    actions.hurry(story=story, reason=WHY, by=make_editor())
    with pytest.raises(Conflict):
        actions.hurry(story=story, reason=WHY, by=make_editor())
    with pytest.raises(Conflict):
        actions.hurry(story=make_published(), reason=WHY, by=make_editor())


def test_notices_repeat_no_number_of_a_title():
    author = make_editor()
    make_editor()
    story = submit(make_story(by=author, title=f"请打{PHONE}"), by=author)
    actions.hurry(story=story, reason=WHY, by=author)
    assert Notice.objects.exists()
    assert PHONE not in str(list(Notice.objects.values_list("detail", flat=True)))


def test_whoever_handed_a_story_in_hears_that_it_came_back():
    author = make_editor()
    story = submit(make_story(by=author), by=author)
    actions.send_back(story=story, reason="导语请再核实", by=make_editor())
    assert told("sent_back") == {author.pk}
