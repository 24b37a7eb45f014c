"""Long lists are written by a job: once for many stories, and again after a worker was killed."""

from datetime import timedelta

import pytest

from qixin.core import clock
from qixin.newsroom.models import ListDue
from qixin.newsroom.publication import files, lists_due
from qixin.newsroom.publication.lists_due import note_due, write_next
from qixin.newsroom.publication.sections import sections_above
from qixin.newsroom.stops import PublicationStopped
from qixin.newsroom.tasks import write_missing
from tests.newsroom.factories import make_column, make_published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def column(public_root):
    found = make_column()
    make_published(found)
    assert not ListDue.objects.exists()
    return found


@pytest.fixture
def written(monkeypatch):
    """Which lists are written, and since when."""
    seen = []

    def render(sections, *, deep, since):
        seen.extend((section.page.pk, since) for section in sections)

    monkeypatch.setattr(lists_due, "render_lists", render)
    return seen


def _above(column):
    return [one.page.pk for one in sections_above(column)]


def test_many_stories_are_one_writing_of_each_list_from_the_oldest_on(column, written):
    moments = [clock.now() - timedelta(days=days) for days in (1, 3, 2)]
    began = [note_due(column, moment) for moment in moments]
    assert began == [True, False, False]
    while write_next():
        pass
    assert written == [(pk, moments[1]) for pk in _above(column)]


def test_one_story_of_unknown_time_makes_the_whole_list_due(column, written):
    note_due(column, clock.now())
    note_due(column)
    while write_next():
        pass
    assert {since for _pk, since in written} == {None}


def test_another_list_is_told_of_until_none_is_left(column, written):
    note_due(column)
    left = len(_above(column))
    told = []
    while ListDue.objects.exists():
        told.append(write_next())
    assert told == [True] * (left - 1) + [False]
    assert not write_next()


def test_what_comes_out_while_a_list_is_written_is_written_after_it(column, monkeypatch):
    seen = []

    def render(sections, **_how):
        if not seen:
            assert not note_due(column)
        seen.extend(section.page.pk for section in sections)

    monkeypatch.setattr(lists_due, "render_lists", render)
    note_due(column)
    while write_next():
        pass
    first, *others = _above(column)
    assert sorted(seen) == sorted([first, first, *others])


@pytest.mark.parametrize("why", [OSError("full"), PublicationStopped([])])
def test_a_list_that_cannot_be_written_holds_up_no_other(column, monkeypatch, caplog, why):
    first, *others = _above(column)
    seen = []

    def render(sections, **_how):
        for section in sections:
            if section.page.pk == first:
                raise why
            seen.append(section.page.pk)

    monkeypatch.setattr(lists_due, "render_lists", render)
    note_due(column)
    assert not write_next()
    for _other in others:
        write_next()
    assert sorted(seen) == sorted(others)
    assert set(ListDue.objects.values_list("page", flat=True)) == {first}
    assert f"page {first}" in caplog.text


def test_the_lists_that_a_killed_worker_left_are_found_again(column):
    section = sections_above(column)[0]
    note_due(column)
    files.remove(f"zh/{section.folder}sitemap.xml")
    write_missing.call()
    assert files.exists(f"zh/{section.folder}sitemap.xml")
    assert not ListDue.objects.exists()


def test_the_lists_of_a_column_that_went_meanwhile_are_let_be(column, written):
    note_due(column)
    column.unpublish()
    ListDue.objects.exclude(page=column.pk).delete()
    written.clear()
    while write_next():
        pass
    assert written == []
    assert not ListDue.objects.exists()
