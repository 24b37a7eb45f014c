"""A picture's words changed after the approval: at once for the readers, and not in silence."""

import gc
import json
import uuid

import pytest
from django.urls import reverse
from wagtail.log_actions import LogContext

from qixin.core import journal
from qixin.core.errors import Refused, WrongState
from qixin.newsroom.actions.picturing import look_at_pictures
from qixin.newsroom.enums import PictureRights
from qixin.newsroom.models import Picture, Story
from qixin.newsroom.selectors.pictures import changes_to_look_at
from qixin.people.enums import Role
from qixin.people.models import Notice
from tests.newsroom.factories import (
    PHONE,
    bring_to,
    correct,
    edit,
    make_editor,
    make_picture,
    make_story,
    review,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(django_capture_on_commit_callbacks):
    """A published story with a picture, and the picture."""
    picture, author = make_picture(credit="演练甲"), make_editor()
    body = [{"type": "picture", "id": str(uuid.uuid4()),
             "value": {"picture": picture.pk, "caption": "", "credit": ""}}]  # fmt: skip
    story = edit(make_story(by=author), by=author, body=json.dumps(body))
    with django_capture_on_commit_callbacks(execute=True):
        story = review(bring_to("first", story=story, by=author))
    return story, Picture.objects.get(pk=picture.pk)


def change(picture, by, **words):
    picture = Picture.objects.get(pk=picture.pk)
    for name, value in words.items():
        setattr(picture, name, value)
    with LogContext(user=by):
        picture.save()


def test_it_stands_in_the_storys_journal_with_what_stood_there_before(shown):
    story, picture = shown
    by, chief = make_editor(), make_editor(Role.CHIEF_EDITOR)
    change(picture, by, credit="演练乙", rights=PictureRights.LICENSED)
    lines = changes_to_look_at(story)
    told = {
        one.detail["picture_part"]: (one.detail["before"], one.detail["after"]) for one in lines
    }
    assert told == {"credit": ("演练甲", "演练乙"), "rights": ("own", "licensed")}
    assert {one.actor_id for one in lines} == {by.pk}
    assert Notice.objects.filter(kind="newsroom.picture_changed", user=chief).count() == 1


def test_readers_have_the_right_credit_at_once(
    shown, public_root, django_capture_on_commit_callbacks
):
    story, picture = shown
    page = public_root / "zh" / Story.objects.get(pk=story.pk).public_path()
    assert "演练甲" in page.read_text()
    with django_capture_on_commit_callbacks(execute=True):
        change(picture, make_editor(), credit="演练乙")
    assert "演练乙" in page.read_text()


def test_what_changes_no_word_or_stands_in_no_published_story_is_not_told(shown):
    story, picture = shown
    change(picture, make_editor(), focal_point_x=3)
    other = make_picture()
    change(other, make_editor(), credit="别人")
    assert changes_to_look_at(story) == []
    assert not Notice.objects.filter(kind="newsroom.picture_changed").exists()


@pytest.mark.parametrize("role", Role)
def test_another_final_reviewer_looks_and_that_is_the_end_of_it(shown, role):
    story, picture = shown
    by = make_editor(role)
    change(picture, make_editor(), credit="演练乙")
    if role != Role.CHIEF_EDITOR:
        with pytest.raises(Refused):
            look_at_pictures(story=story, by=by)
        return
    look_at_pictures(story=story, by=by)
    assert changes_to_look_at(story) == []
    with pytest.raises(WrongState):
        look_at_pictures(story=story, by=by)


def test_whoever_changed_it_does_not_look_at_it(shown):
    story, picture = shown
    chief = make_editor(Role.CHIEF_EDITOR)
    change(picture, chief, credit="演练乙")
    with pytest.raises(Refused):
        look_at_pictures(story=story, by=chief)
    look_at_pictures(story=story, by=make_editor(Role.CHIEF_EDITOR))


def test_a_new_version_brings_it_before_three_reviewers(shown):
    story, picture = shown
    change(picture, make_editor(), credit="演练乙")
    correct(Story.objects.get(pk=story.pk), title="改后的题目")
    assert changes_to_look_at(story) == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_review_page_says_what_changed_until_somebody_looked(client, shown):
    story, picture = shown
    change(picture, make_editor(), credit="演练乙")
    client.force_login(make_editor(Role.CHIEF_EDITOR))
    url = reverse("newsroom:review", args=[story.pk])
    assert 'id="pictures"' in client.get(url).content.decode()
    client.post(reverse("newsroom:look_at_pictures", args=[story.pk]))
    assert 'id="pictures"' not in client.get(url).content.decode()
    gc.collect()  # Wagtail leaves the file that it makes a small picture of to the collector


def test_no_number_gets_into_the_journal(shown):
    story, picture = shown
    change(picture, make_editor(), description=f"请打{PHONE}")
    assert PHONE not in str([line.detail for line in journal.timeline(story)])
