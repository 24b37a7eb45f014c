"""What stands below a page is found without reading every page."""

import pytest
from django.db import connection
from wagtail.models import Page

from qixin.newsroom.models import Story
from tests.newsroom.factories import make_column, make_story

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
    assert names >= {"newsroom_page_not_live", "newsroom_page_changed"}
