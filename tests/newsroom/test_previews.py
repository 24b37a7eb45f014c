"""Editors see a draft as the public will, before it goes out."""

import gc
import warnings

import pytest
from django.urls import reverse

from qixin.newsroom.actions import draft_from_reports
from qixin.newsroom.models import Home
from qixin.people.enums import Role
from tests.newsroom.factories import (
    make_column,
    make_editor,
    make_photo,
    make_story,
    make_topic,
    submit,
)
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    editor = make_editor(Role.CHIEF_EDITOR)
    client.force_login(editor)
    return editor


def test_the_preview_of_a_draft_shows_its_text_and_its_unpublished_picture(client, editor):
    report = make_report("志愿者到岗。\n共二十人。")
    make_photo(report)
    story = draft_from_reports(reports=[report], column=make_column(), by=editor)
    with warnings.catch_warnings():
        # Wagtail leaves the file in which it makes a rendition to the garbage collector
        warnings.simplefilter("ignore", ResourceWarning)
        answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk]))
        gc.collect()
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<h1>志愿者到岗</h1>" in page
    assert story.get_latest_revision_as_object().cover.get_rendition("max-1600x1600").url in page


def test_whoever_approves_previews_the_version_that_waits(client, editor):
    story = submit(make_story(by=make_editor(), title="蔬菜送到社区"), by=make_editor())
    task = story.current_workflow_task
    url = reverse("wagtailadmin_pages:workflow_preview", args=[story.pk, task.pk])
    assert "<h1>蔬菜送到社区</h1>" in client.get(url).content.decode()


def test_sections_are_previewed_with_their_stories(client, editor):
    topic = make_topic("抗击疫情")
    for page in (topic, make_column("一线直击", topic=topic), Home.objects.get()):
        answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert answer.status_code == 200, page
        assert page.title in answer.content.decode()


def test_a_preview_can_be_read_in_either_language(client, editor):
    story = make_story(by=editor)
    assert [mode for mode, _name in story.preview_modes] == ["zh-hans", "en"]
    english = story.make_preview_request(preview_mode="en").content.decode()
    assert '<html lang="en">' in english
    assert "Send a report" in english
