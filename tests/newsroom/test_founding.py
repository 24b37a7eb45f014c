"""What every installation has after its migrations, and what becomes of an older one."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from qixin.newsroom.actions import ensure_newsroom
from qixin.newsroom.actions.founding import FORMER_GROUP, FORMER_WORKFLOW, PAGE_PERMISSIONS
from qixin.newsroom.enums import ReviewStep
from qixin.newsroom.models import Home, Review, Story
from qixin.newsroom.three_reviews import step_of
from tests.newsroom.factories import make_editor, make_story, review

pytestmark = pytest.mark.django_db


def test_the_three_steps_stand_in_their_order_once_however_often_it_is_founded():
    for _ in range(2):
        ensure_newsroom()
    (page,) = WorkflowPage.objects.all()
    steps = [task.specific.step for task in page.workflow.tasks]
    assert steps == list(ReviewStep)
    assert Review.objects.count() == 3
    for task in Review.objects.all():
        assert [group.name for group in task.groups.all()] == [f"newsroom.review_{task.step}"]


def test_nobody_is_given_wagtails_right_to_publish_but_who_keeps_the_columns():
    may = {name for name, rights in PAGE_PERMISSIONS.items() if "publish_page" in rights}
    assert may == {"newsroom.manage"}


def test_what_waited_for_one_approval_waits_for_the_first_of_three():
    former, task = Workflow.objects.create(name=FORMER_WORKFLOW), Task.objects.create(name="former")
    WorkflowTask.objects.create(workflow=former, task=task)
    WorkflowPage.objects.update(workflow=former)
    Group.objects.create(name=FORMER_GROUP)
    author = make_editor()
    story = make_story(by=author)
    former.start(story, author)
    ensure_newsroom()
    story = Story.objects.get(pk=story.pk)
    assert step_of(story.current_workflow_task_state) == ReviewStep.FIRST
    assert story.current_workflow_state.requested_by == author
    assert WorkflowPage.objects.get().page_id == Home.objects.get().pk
    former.refresh_from_db()
    assert not former.active
    assert not Group.objects.filter(name=FORMER_GROUP).exists()
    assert review(story).live
