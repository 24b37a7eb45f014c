"""The whole site written anew is what was written piece by piece, and goes on where it stopped."""

import gzip
import shutil
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qixin.core.errors import Refused
from qixin.newsroom.actions import begin_build, go_on_building, take_down
from qixin.newsroom.actions.rebuilding import look, looks_old, unfinished_build
from qixin.newsroom.enums import BuildState
from qixin.newsroom.models import SiteBuild, Story
from qixin.newsroom.publication import files, rebuilding
from qixin.newsroom.publication.neighbours import NAMED
from qixin.newsroom.tasks import write_missing
from qixin.people.enums import Role
from tests.newsroom.doing_anything import VERBS, Newsroom
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_published,
    write_anew,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


def site(root: Path) -> dict[str, bytes]:
    """Every file that readers can ask for."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".locks" not in path.parts
    }


def test_a_page_that_was_lost_is_there_again(public_root):
    story = make_published()
    (public_root / "zh" / story.public_path()).unlink()
    build = write_anew()
    assert (build.state, build.stories, build.written) == (BuildState.DONE, 1, 1)
    assert (public_root / "zh" / story.public_path()).exists()


def test_texts_have_a_packed_twin_with_the_same_words_and_no_time(public_root):
    story = make_published()
    page = public_root / "zh" / story.public_path()
    twin = page.with_name(f"{page.name}.gz")
    assert gzip.decompress(twin.read_bytes()) == page.read_bytes()
    assert files.pack(page.read_bytes()) == twin.read_bytes()
    story.unpublish()
    assert not twin.exists()


@settings(
    max_examples=8,
    deadline=None,
    # a failure is read as it stands: to make it smaller would take minutes
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 7)), min_size=3, max_size=9))
def test_written_anew_is_what_was_written_piece_by_piece(public_root, edits):
    shutil.rmtree(public_root, ignore_errors=True)
    mark = transaction.savepoint()
    newsroom = Newsroom()
    write_anew()
    newsroom.do("publish", 1)
    for verb, number in edits:
        newsroom.do(verb, number)
    piece_by_piece = site(public_root)
    configured.QIXIN_PUBLIC_ROOT = public_root.with_name("anew")
    try:
        write_anew()
        anew = site(public_root.with_name("anew"))
    finally:
        shutil.rmtree(public_root.with_name("anew"))
        configured.QIXIN_PUBLIC_ROOT = public_root
        transaction.savepoint_rollback(mark)
    assert sorted(anew) == sorted(piece_by_piece)
    different = [path for path in anew if anew[path] != piece_by_piece[path]]
    assert different == []


def test_a_page_names_earlier_stories_alone_so_that_later_ones_leave_it_as_it_is(public_root):
    column = make_column()
    stories = [make_published(column, title=f"第{n}条") for n in range(NAMED + 2)]
    pages = [(public_root / "zh" / one.public_path()).read_text() for one in stories]
    assert "第0条" in pages[NAMED]
    assert "第0条" not in pages[NAMED + 1]
    assert all(f"第{n}条" not in page for page in pages[:-1] for n in [NAMED + 1])
    correct(stories[1], title="改过的标题")
    assert "改过的标题" in (public_root / "zh" / stories[2].public_path()).read_text()


def test_it_goes_on_where_it_was_killed(public_root, monkeypatch):
    column = make_column()
    stories = [make_published(column) for _n in range(3)]
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    started, written = begin_build(), []

    def killed(build):
        if build.written == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go_on_building(started=started, on_progress=killed)
    begun = unfinished_build()
    assert (begun.pk, begun.written, begun.last_story) == (started.pk, 2, stories[1].pk)
    for story in stories:
        (public_root / "zh" / story.public_path()).unlink()
    assert go_on_building(started=begun, on_progress=lambda one: written.append(one.written))
    assert written == [3]
    there = [(public_root / "zh" / story.public_path()).exists() for story in stories]
    assert there == [False, False, True]
    assert unfinished_build() is None


def test_one_that_was_begun_later_overtakes(monkeypatch):
    column = make_column()
    for _n in range(2):
        make_published(column)
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    started = begin_build()
    assert not go_on_building(started=started, on_progress=lambda _: begin_build())
    states = SiteBuild.objects.order_by("pk").values_list("state", flat=True)
    assert list(states)[-2:] == [BuildState.OVERTAKEN, BuildState.RUNNING]


@pytest.mark.parametrize("change", ["corrected", "taken off"])
def test_what_changes_while_it_is_written_is_written_once_more(public_root, monkeypatch, change):
    story = make_published(title="原来的标题")
    write_page = rebuilding.render_story

    def meanwhile(one, around=None, **how):
        monkeypatch.setattr(rebuilding, "render_story", write_page)
        if change == "corrected":
            correct(Story.objects.get(pk=one.pk), title="更正的标题")
        else:
            Story.objects.get(pk=one.pk).unpublish()
        write_page(one, around, **how)

    monkeypatch.setattr(rebuilding, "render_story", meanwhile)
    write_anew()
    page = public_root / "zh" / story.public_path()
    assert page.exists() is (change == "corrected")
    assert not page.exists() or "更正的标题" in page.read_text()


def test_a_new_release_has_its_pages_written_once(monkeypatch):
    SiteBuild.objects.all().delete()
    assert not looks_old()
    make_published()
    SiteBuild.objects.all().delete()
    assert looks_old()
    write_anew()
    assert not looks_old()
    SiteBuild.objects.update(look=f"{look()} earlier")
    assert looks_old()


@pytest.mark.parametrize("role", Role)
def test_who_may_have_the_site_written(role):
    user = make_editor(role)
    if role in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR):
        assert begin_build(by=user).by == user
    else:
        with pytest.raises(Refused):
            begin_build(by=user)


def test_a_full_disk_leaves_the_old_pages_whole(public_root, monkeypatch):
    story = make_published(title="原来的标题")
    before = site(public_root)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    correct(story, title="更正的标题")
    assert site(public_root) == before
    monkeypatch.undo()
    assert write_missing.func() == 1
    assert "更正的标题" in (public_root / "zh" / story.public_path()).read_text()
    assert write_missing.func() == 0


def test_what_is_withdrawn_goes_from_a_full_disk_too_and_is_told_of_later(public_root, monkeypatch):
    story = make_published(title="撤下的标题")
    page = public_root / "zh" / story.public_path()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    take_down(story=story, reason="说法有误，已撤下。", by=make_editor(Role.CHIEF_EDITOR))
    assert not page.exists()
    monkeypatch.undo()
    assert write_missing.func() == 1
    assert "撤下的标题" not in page.read_text()
    assert write_missing.func() == 0
