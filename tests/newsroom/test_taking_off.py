"""What is withdrawn is gone from every file within the second: without a worker, on a full disk."""

from datetime import timedelta

import pytest
from django.db import transaction

from qixin.core import clock
from qixin.newsroom.actions import take_down
from qixin.newsroom.enums import NewsKind
from qixin.newsroom.models import Column, PublicNews, Story
from qixin.newsroom.publication import files, publishing, render_lists
from qixin.newsroom.publication.sections import PER_PAGE, all_sections
from qixin.newsroom.tasks import write_missing
from qixin.people.enums import Role
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_published,
    make_topic,
    site_left_as_it_is,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


@pytest.fixture(autouse=True)
def no_worker():
    with site_left_as_it_is():
        yield


def withdraw(story):
    chief = make_editor(Role.CHIEF_EDITOR)
    take_down(story=Story.objects.get(pk=story.pk), reason="说法有误，已撤下。", by=chief)


def files_with(root, *words):
    """The files below the root in which one of these words stands."""
    return sorted(
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words)
    )


def full(*_args, **_more):
    raise OSError(28, "No space left on device")


def make_long_list(column, among):
    """Sixty stories, an hour apart; those of `among` (place → title) went the whole way."""
    start, placed = clock.now() - timedelta(days=5), {}
    for number in range(60):
        at = start + timedelta(hours=number)
        if number in among:
            placed[number] = make_published(column, title=among[number], published_on=at)
            column = Column.objects.get(pk=column.pk)
        else:
            column.add_child(instance=Story(title=f"稿件{number}号", live=False, published_on=at))
    Story.objects.filter(first_published_at=None).update(live=True)
    for story in placed.values():
        # what came out before the others were there names them only now
        publishing.render_story(Story.objects.get(pk=story.pk))
    render_lists(all_sections(), deep=True)
    return placed


@pytest.mark.parametrize("place", [2, PER_PAGE - 1, PER_PAGE, 30, 2 * PER_PAGE - 1, 45, 59])
def test_a_withdrawn_story_is_gone_from_older_pages_and_sitemaps_at_once(public_root, place):
    column = make_column(topic=make_topic())
    story = make_long_list(column, {place: "要撤下的旧闻"})[place]
    path = story.public_path()
    assert any("page-" in name for name in files_with(public_root, story.title)) is (place < 40)
    assert any("sitemap" in name for name in files_with(public_root, path))
    withdraw(story)
    assert files_with(public_root, story.title) == []
    # at its own address stands when and why
    own = [f"{tree}/{path}" for tree in ("en", "zh")]
    assert [name for name in files_with(public_root, path) if name not in own] == []
    for number in set(range(60)) - {place}:
        assert files_with(public_root, f"稿件{number}号"), number


def test_several_are_gone_while_older_pages_wait_for_their_job(public_root):
    titles = {n: f"要撤下的第{n}篇" for n in (3, 12, 19, 20, 21)}
    placed = make_long_list(make_column(), titles)
    for story in placed.values():
        withdraw(story)
        assert files_with(public_root, story.title) == []


@pytest.mark.parametrize("what", ["replace", "_part", "_overwrite"])
def test_what_is_withdrawn_leaves_lists_and_feeds_on_a_full_disk(public_root, monkeypatch, what):
    column = make_column(topic=make_topic())
    stays, story = (
        make_published(column, title="留下的"),
        make_published(column, title="撤下的标题"),
    )
    render_lists(all_sections(), deep=True)
    folder = public_root / "zh" / "columns" / column.slug
    if what == "_overwrite":
        # nothing can be written at all, not even in place
        monkeypatch.setattr(files, "_overwrite", lambda path, _content: files.remove(path))
    monkeypatch.setattr(files.os, "replace", full)
    if what == "_part":
        monkeypatch.setattr(files, "_part", full)
    withdraw(story)
    assert files_with(public_root, story.title, story.public_path()) == []
    assert PublicNews.objects.filter(kind=NewsKind.GONE, ref=story.pk).exists()
    if what != "_overwrite":
        assert stays.title in (folder / "index.html").read_text()
        assert stays.title in (folder / "feed.xml").read_text()
    monkeypatch.undo()
    monkeypatch.setattr(transaction, "on_commit", lambda work, *a, **k: work())
    write_missing.func()
    render_lists(all_sections(), deep=True)
    assert files_with(public_root, story.title) == []
    assert stays.title in (folder / "index.html").read_text()


@pytest.mark.parametrize("step", ["published", "withdrawn"])
def test_a_neighbour_that_cannot_be_written_silences_nobody(public_root, monkeypatch, step):
    column = make_column()
    story, neighbour = make_published(column, title="第一条"), make_published(column)
    render_story = publishing.render_story

    def but_one(one, *more, **how):
        if one.pk == neighbour.pk:
            full()
        render_story(one, *more, **how)

    monkeypatch.setattr(publishing, "render_story", but_one)
    PublicNews.objects.all().delete()
    front = public_root / "zh" / "index.html"
    if step == "published":
        correct(story, title="改后的第一条")
        assert "改后的第一条" in front.read_text()
    else:
        withdraw(story)
        assert "第一条" not in front.read_text()
    kind = NewsKind.CHANGED if step == "published" else NewsKind.GONE
    assert PublicNews.objects.filter(kind=kind, ref=story.pk).exists()
    monkeypatch.setattr(publishing, "render_story", render_story)
    assert write_missing.func() == 1
    page = (public_root / "zh" / neighbour.public_path()).read_text()
    assert ("第一条" in page) is (step == "published")
    assert ("改后的第一条" in page) is (step == "published")


def test_by_force_a_file_is_overwritten_where_it_is_and_goes_where_that_fails(
    public_root, monkeypatch
):
    files.write("zh/a.html", b"a longer text")
    files.write("zh/b.html", b"a longer text")
    with monkeypatch.context() as patched, files.by_force(), files.together():
        patched.setattr(files.os, "replace", full)
        files.write("zh/a.html", b"text")
        patched.setattr(files.Path, "open", full)
        files.write("zh/b.html", b"text")
    assert (public_root / "zh/a.html").read_bytes() == b"text"
    assert not files.exists("zh/b.html")
    assert not list(public_root.rglob("*.gz"))
    assert not list(public_root.rglob("*.part"))
