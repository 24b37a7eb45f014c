"""What leaves a page leaves the public: pictures, for as long as anything else shows them."""

import shutil
import uuid

import pytest

from qixin.newsroom.actions import live_entries, take_down
from qixin.newsroom.models import LiveEntry, Picture, Story
from qixin.newsroom.publication import files
from qixin.people.enums import Role
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_picture,
    make_published,
    write_anew,
)
from tests.newsroom.live_factories import make_channel, make_entry, make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


def is_out(picture):
    there = {files.exists(picture.public_file(size)) for size in ("web", "thumb")}
    assert len(there) == 1
    return there.pop()


def with_photo():
    """An entry that is out, and its picture."""
    entry = make_entry(make_channel(), photos=[make_photo()])
    return entry, entry.pictures.get()


def withdraw_entry(entry):
    held = LiveEntry.objects.get(pk=entry.pk)
    live_entries.take_down(entry=held, reason="说法有误，已撤下。", by=make_editor(Role.REVIEWER))


@pytest.mark.parametrize("after", ["dropped", "exchanged"])
def test_a_picture_that_a_correction_takes_out_is_gone(after):
    first, second = make_picture(), make_picture("另一张")
    story = make_published(cover=first)
    assert is_out(first)
    correct(story, cover=second if after == "exchanged" else None)
    assert not is_out(first)
    assert is_out(second) is (after == "exchanged")


def test_a_picture_taken_out_of_the_body_is_gone(public_root):
    picture = make_picture()
    block = {"picture": picture.pk, "caption": "", "credit": ""}
    story = correct(
        make_published(),
        body=Story._meta.get_field("body").to_python(
            [{"type": "picture", "id": str(uuid.uuid4()), "value": block}]
        ),
    )
    assert is_out(picture)
    correct(story, body=Story._meta.get_field("body").to_python([]))
    assert not is_out(picture)


def test_what_another_story_shows_stays_when_a_correction_takes_it_out():
    picture, column = make_picture(), make_column()
    one, other = make_published(column, cover=picture), make_published(column, cover=picture)
    correct(one, cover=None)
    assert is_out(picture)
    correct(other, cover=None)
    assert not is_out(picture)


def test_a_picture_goes_with_its_correction_from_a_full_disk_too(monkeypatch):
    picture = make_picture()
    story = make_published(cover=picture)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    correct(story, cover=None)
    assert not is_out(picture)


def test_a_story_keeps_the_picture_of_an_entry_that_is_taken_down():
    entry, picture = with_photo()
    story = make_published(cover=picture)
    withdraw_entry(entry)
    assert is_out(picture)
    take_down(story=story, reason="说法有误，已撤下。", by=make_editor(Role.CHIEF_EDITOR))
    assert not is_out(picture)


def test_an_entry_keeps_the_picture_of_a_story_that_is_taken_off():
    entry, picture = with_photo()
    story = make_published(cover=picture)
    story.unpublish()
    assert is_out(picture)
    withdraw_entry(entry)
    assert not is_out(picture)


def test_an_entry_keeps_the_picture_that_another_takes_down():
    entry, picture = with_photo()
    other = make_entry(entry.channel, photos=[make_photo()])
    other.pictures.set([picture])
    withdraw_entry(entry)
    assert is_out(picture)


def test_what_was_left_behind_goes_when_the_site_is_written_anew(public_root):
    _entry, of_entry = with_photo()
    picture, left = make_picture(), make_picture("留下的")
    make_published(cover=picture)
    for size in ("web", "thumb"):
        source = public_root / picture.public_file(size)
        shutil.copy(source, public_root / left.public_file(size))
    gallery = public_root / "pictures" / "calls" / "0.web.jpg"
    gallery.parent.mkdir()
    gallery.write_bytes(b"x")
    write_anew()
    assert not is_out(left)
    assert is_out(picture)
    assert is_out(of_entry)
    assert gallery.exists()
    assert Picture.objects.filter(pk=left.pk).exists()
