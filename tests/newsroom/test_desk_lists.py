"""The lists of the desk, on as many pages as they need."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qixin.newsroom import selectors
from qixin.newsroom.enums import DeskList, StoryState
from qixin.people.enums import Role
from tests.newsroom.factories import make_column, make_editor, make_published, make_story, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr("qixin.newsroom.selectors.desk_lists.FIRST", 2)
    monkeypatch.setattr("qixin.newsroom.selectors.desk_lists.PAGE", 3)


def test_what_does_not_fit_is_on_the_pages_behind_and_nothing_twice(short, client):
    author, column = make_editor(), make_column()
    made = {make_story(column, by=author).pk for _ in range(7)}
    first = selectors.desk(author)[DeskList.MINE]
    assert (len(first.stories), first.count, first.goes_on) == (2, 7, True)
    client.force_login(author)
    url = reverse("newsroom:desk_list", args=["mine"])
    assert url in client.get(reverse("newsroom:desk")).content.decode()
    found = []
    for number in (1, 2, 3):
        page = client.get(url, {"page": number}).context["page"]
        found += [story.pk for story in page.object_list]
    assert len(found) == 7
    assert set(found) == made


def test_the_two_lists_of_reviews_are_divided_by_the_rule(short):
    author, reviewer, column = make_editor(), make_editor(Role.REVIEWER), make_column()
    stories = [submit(make_story(column, by=author), by=author) for _ in range(3)]
    own = submit(make_story(column, by=reviewer), by=author)
    lists = selectors.desk(reviewer)
    assert (lists[DeskList.FOR_ME].count, lists[DeskList.WAITING].count) == (3, 1)
    assert [one.pk for one in lists[DeskList.WAITING].stories] == [own.pk]
    page = selectors.desk_list(reviewer, "for-me", "2")
    assert page.paginator.count == 3
    pks = [one.pk for one in selectors.desk_list(reviewer, "for-me", None).object_list]
    assert pks == [one.pk for one in stories]


@pytest.mark.parametrize("page", ["0", "-1", "999999", "１", "x", "\0", "9" * 40])
@pytest.mark.parametrize("which", [*DeskList.values, "nothing", "１"])
def test_pages_that_are_not_there_are_no_mistake_of_ours(client, which, page):
    author = make_editor()
    make_published()
    client.force_login(author)
    answer = client.get(reverse("newsroom:desk_list", args=[which]), {"page": page})
    assert answer.status_code == (200 if which in DeskList.values else 404)


def test_a_list_is_asked_for_as_often_for_many_as_for_few():
    author, column = make_editor(), make_column()

    def ask():
        with CaptureQueriesContext(connection) as asked:
            for story in selectors.desk(author)[DeskList.MINE].stories:
                str(story.state)
        return [query["sql"][:300] for query in asked.captured_queries]

    make_story(column, by=author)
    few = ask()
    for _ in range(5):
        make_story(column, by=author)
    many = ask()
    assert len(many) <= len(few), many


def test_a_row_says_where_its_story_stands():
    author, column = make_editor(), make_column()
    submit(make_story(column, by=author), by=author)
    make_story(column, by=author)
    lists = selectors.desk(author)
    assert [one.state for one in lists[DeskList.WAITING].stories] == [StoryState.WAITING]
    assert [one.state for one in lists[DeskList.MINE].stories] == [StoryState.DRAFT]
