"""When a story goes out; and that no time takes it off again."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from qixin.core import clock, journal
from qixin.newsroom.actions import publish_due
from qixin.newsroom.models import Story
from tests.newsroom.factories import edit, make_editor, make_story, review, submit
from tests.newsroom.test_screening import post_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_commit(monkeypatch):
    """What is due on commit happens at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, *a, **k: work())


def hours(n):
    return (clock.now() + timedelta(hours=n)).replace(second=0, microsecond=0)


def again(story):
    return Story.objects.get(pk=story.pk)


def test_no_time_takes_a_story_off(public_root):
    author = make_editor()
    story = edit(make_story(by=author), by=author, expire_at=hours(2))
    assert story.latest_revision.content["expire_at"] is None
    # as a version of an older house, and whatever else writes past the editor, would have it
    revision = story.latest_revision
    revision.content["expire_at"] = hours(2).isoformat()
    revision.save(update_fields=["content"])
    story = review(submit(story, by=author))
    assert (story.live, story.expire_at) == (True, None)
    with time_machine.travel(hours(3), tick=False):
        publish_due()
        call_command("publish_scheduled", verbosity=0)
    assert again(story).live
    assert (public_root / "zh" / story.public_path()).exists()


def test_an_end_that_is_stored_already_takes_nothing_off_either(public_root):
    author = make_editor()
    story = review(submit(make_story(by=author), by=author))
    Page.objects.filter(pk=story.pk).update(expire_at=hours(-1))
    publish_due()
    assert again(story).live


def test_the_editor_asks_when_a_story_goes_out_and_takes_no_end(client):
    author = make_editor()
    story = make_story(by=author)
    client.force_login(author)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    page = client.get(address).content.decode()
    assert 'name="go_live_at"' in page
    assert 'name="expire_at"' not in page
    local = f"{clock.local(hours(4)):%Y-%m-%d %H:%M}"
    answer = client.post(address, post_of(story, go_live_at=local, expire_at=local))
    assert answer.status_code == 302
    version = again(story).get_latest_revision_as_object()
    assert (version.go_live_at, version.expire_at) == (hours(4), None)


def test_what_came_due_while_the_house_stood_still_goes_out_once(public_root):
    author = make_editor()
    story = edit(make_story(by=author), by=author, go_live_at=hours(2))
    story = review(submit(story, by=author))
    assert not story.live
    with time_machine.travel(hours(9), tick=False):
        assert [publish_due(), publish_due()] == [(1, 0), (0, 0)]
        assert again(story).published_on == clock.now()
    story = again(story)
    assert story.live
    assert (public_root / "zh" / story.public_path()).exists()
    verbs = [line.verb for line in journal.timeline(story)]
    assert verbs.count("newsroom.published") == 1
