import pytest
from django.urls import reverse
from wagtail.models import Revision

from qixin.core.errors import Refused
from qixin.newsroom.models import Story
from qixin.people.enums import Role
from tests.newsroom.factories import approve, make_editor, make_published, make_story, submit

pytestmark = pytest.mark.django_db


def actions_for(story, user):
    story = Story.objects.get(pk=story.pk)
    return {name for name, *_ in story.current_workflow_task.get_actions(story, user)}


def test_another_persons_approval_publishes():
    assert make_published().live


def test_whoever_submitted_a_story_cannot_approve_it():
    reviewer = make_editor(Role.REVIEWER)
    story = submit(make_story(by=make_editor()), by=reviewer)
    assert actions_for(story, reviewer) == {"reject"}
    with pytest.raises(Refused):
        approve(story, by=reviewer)
    assert not Story.objects.get(pk=story.pk).live


def test_whoever_wrote_the_latest_version_cannot_approve_it():
    reviewer, editor = make_editor(Role.CHIEF_EDITOR), make_editor()
    story = submit(make_story(by=editor), by=editor)
    story.get_latest_revision_as_object().save_revision(user=reviewer)
    with pytest.raises(Refused):
        approve(story, by=reviewer)


def test_an_editor_without_the_right_is_offered_nothing():
    editor = make_editor()
    story = submit(make_story(by=editor), by=editor)
    assert actions_for(story, make_editor()) == set()


def test_the_approval_view_refuses_the_author(client):
    reviewer = make_editor(Role.REVIEWER)
    story = submit(make_story(by=reviewer), by=reviewer)
    client.force_login(reviewer)
    task_state = story.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", task_state.pk])
    client.post(url)
    assert not Story.objects.get(pk=story.pk).live


def test_a_version_that_nobody_approved_goes_live_by_no_road():
    story = make_story(by=make_editor(Role.CHIEF_EDITOR))
    with pytest.raises(Refused):
        story.get_latest_revision().publish()
    story.live = True
    with pytest.raises(Refused):
        story.save()
    assert not Story.objects.get(pk=story.pk).live


def test_an_approval_older_than_the_text_does_not_count():
    story = make_published()
    revision = story.live_revision
    story.unpublish()
    Revision.objects.filter(pk=revision.pk).update(
        created_at=revision.created_at.replace(year=2099)
    )
    with pytest.raises(Refused):
        Revision.objects.get(pk=revision.pk).publish()


def test_bulk_publishing_refuses_what_was_not_approved(client):
    chief = make_editor(Role.CHIEF_EDITOR)
    story = make_story(by=chief)
    client.force_login(chief)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?id={story.pk}")
    assert not Story.objects.get(pk=story.pk).live
