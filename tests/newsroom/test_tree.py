"""What stands below a page is found without reading every page."""

import pytest
from django.db import connection
from django.test import RequestFactory
from wagtail.models import GroupPagePermission, Page

from qixin.newsroom import tree
from qixin.newsroom.models import Column, Home, Story
from qixin.newsroom.tree import BY_PATH
from qixin.newsroom.wagtail_hooks import StoriesOfColumn
from tests.newsroom.factories import make_column, make_editor, make_published, make_story

pytestmark = pytest.mark.django_db


def test_below_a_page_is_what_stands_there_and_nothing_beside():
    one, other = make_column(), make_column()
    mine, its = make_story(column=one), make_story(column=other)
    assert list(Story.objects.descendant_of(one)) == [mine]
    assert list(Story.objects.child_of(other)) == [its]
    assert set(Story.objects.filter(path__startswith="")) == {mine, its}
    beside = Page.objects.not_descendant_of(one).values_list("pk", flat=True)
    assert its.pk in beside
    assert mine.pk not in beside
    assert not Story.objects.filter(path__startswith=f"{one.path}%")


def test_within_a_section_is_the_same():
    one, other = make_column(), make_column()
    mine, _its = make_story(column=one), make_story(column=other)
    assert list(Story.objects.filter(path__within=one.path)) == [mine]


def test_columns_come_in_the_order_of_the_site():
    first, second = make_column("甲"), make_column("乙")
    first.move(second, "right")
    order = list(Column.objects.order_by(BY_PATH).values_list("title", flat=True))
    assert order.index("乙") < order.index("甲")
    assert order == list(Column.objects.order_by("path").values_list("title", flat=True))


def test_the_back_office_lists_a_columns_stories(client):
    one, other, editor = make_column(), make_column(), make_editor()
    make_story(column=one, title="送菜上门", by=editor)
    make_story(column=other, title="别处的稿件", by=editor)
    client.force_login(editor)
    shown = client.get(f"/newsroom/pages/{one.pk}/").content.decode()
    assert "送菜上门" in shown
    assert "别处的稿件" not in shown
    # what is the same of all of them takes no room from the titles
    assert "ordering=content_type" not in shown


@pytest.mark.parametrize("few", [1, 5_000])
@pytest.mark.parametrize("ordering", ["latest_revision_created_at", "-latest_revision_created_at"])
def test_the_back_office_finds_the_last_changed_of_few_and_of_many(
    client, monkeypatch, few, ordering
):
    monkeypatch.setattr(tree, "FEW", few)
    column, other, editor = make_column(), make_column(), make_editor()
    stories = [make_story(column=column, title=f"第{n}篇", by=editor) for n in range(23)]
    make_story(column=other, title="别处的稿件", by=editor)
    stories[5].save_revision(user=editor)
    client.force_login(editor)
    stories.append(stories.pop(5))
    if ordering[0] == "-":
        stories.reverse()
    listed = []
    for number in (1, 2):
        address = f"/newsroom/pages/{column.pk}/?ordering={ordering}&p={number}"
        page = client.get(address).context["page_obj"]
        assert page.paginator.count == 23
        listed += page.object_list
    assert listed == stories


def test_below_a_column_that_is_not_theirs_nobody_sees_what_they_have_not_been_given():
    """They may walk through a page that leads to theirs, and see there what is theirs alone."""
    column, editor = make_column(), make_editor()
    theirs = make_story(column=column, title="送菜上门", by=editor)
    make_story(column=column, title="别人的稿件", by=editor)
    given = GroupPagePermission.objects.filter(
        group__in=editor.groups.all(), page=Home.objects.get()
    )
    given.update(page=theirs)
    listed = StoriesOfColumn()
    listed.setup(RequestFactory().get("/"), parent_page_id=column.pk)
    listed.request.user, listed.parent_page, listed.model = editor, column, Story
    listed.is_searching = listed.is_filtering = False
    assert list(listed.get_base_queryset()) == [theirs]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's LIKE has an index")
def test_the_index_of_paths_is_used():
    plan = Page.objects.descendant_of(make_column()).order_by().explain()
    assert "SEARCH" in plan
    assert "path>" in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its indexes")
def test_what_is_in_work_has_its_indexes():
    """SQLite loses them when a migration of Wagtail's makes its table anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name = 'wagtailcore_page'")
        names = {name for (name,) in cursor.fetchall()}
    assert names >= {"newsroom_page_not_live", "newsroom_page_changed", "newsroom_page_updated"}


def test_the_live_stories_below_a_section_are_counted_as_they_stand():
    one, other, editor = make_column(), make_column(), make_editor()
    for _number in range(3):
        make_published(column=one)
    withdrawn = make_published(column=one)
    make_story(column=one, by=editor)
    make_published(column=other)
    withdrawn.unpublish()
    below = {one.path: 3, other.path: 1, Home.objects.get().path: 4}
    assert {path: tree.live_count(path) for path in below} == below
    assert {path: tree.live_below(path).count() for path in below} == below
