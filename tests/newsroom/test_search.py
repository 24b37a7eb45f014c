"""The public search: what is found, in which order, and that nothing withdrawn is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qixin.core import clock
from qixin.newsroom.actions import find_missing, make_unfindable
from qixin.newsroom.models import PublicText, Story
from qixin.newsroom.search import INDEX
from qixin.newsroom.selectors.search import RANKED, Wanted, search
from tests.newsroom.factories import (
    make_column,
    make_editor,
    make_published,
    make_story,
)
from tests.people.factories import make_town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


def _titles(**wanted):
    return [hit.row.title for hit in search(Wanted(**wanted)).hits]


def test_two_characters_are_found_in_title_summary_and_text_and_the_title_counts_most():
    column = make_column()
    make_published(column, title="供应充足", text="口罩今天到货。")
    make_published(column, title="口罩到货", text="请有序排队。")
    make_published(column, title="别的消息", summary="说到口罩。", text="没有别的。")
    make_published(column, title="无关", text="只有蔬菜。")
    assert _titles(words="口罩") == ["口罩到货", "别的消息", "供应充足"]
    assert _titles(words="口罩 供应") == ["供应充足"]
    assert _titles(words="罩口") == []


def test_what_was_looked_for_is_marked_and_nothing_else_is(client):
    make_published(title="口罩<b>到货", text="平价口罩今天到货，" + "详情。" * 60)
    page = client.get(reverse("newsroom:find"), {"q": "口罩"}).content.decode()
    assert "<mark>口罩</mark>&lt;b&gt;到货" in page
    assert "平价<mark>口罩</mark>今天" in page
    assert "<b>到货" not in page


@pytest.mark.parametrize("q", ["", " ", "\0", "。，", "%", "'\"", "OR AND NOT", "*", "口" * 500])
def test_whatever_is_typed_gives_a_page(client, q):
    make_published(title="口罩到货")
    assert client.get(reverse("newsroom:find"), {"q": q}).status_code == 200


def test_column_place_and_day_narrow(client):
    town = make_town("370305101", "朱台镇")
    here, there = make_column(slug="here"), make_column(slug="there")
    mine = make_published(here, title="口罩一")
    make_published(there, title="口罩二")
    PublicText.objects.filter(pk=mine.pk).update(
        town=town, published_on=clock.now() - timedelta(days=3)
    )
    today = clock.today()
    assert _titles(words="口罩", column="here") == ["口罩一"]
    assert _titles(words="口罩", town="370305101") == ["口罩一"]
    assert _titles(words="口罩", since=today) == ["口罩二"]
    assert _titles(words="口罩", until=today - timedelta(days=1)) == ["口罩一"]
    assert _titles(column="there") == ["口罩二"]
    page = client.get(reverse("newsroom:find"), {"since": "2020-13-45", "page": "x"})
    assert page.status_code == 200


def test_a_withdrawn_deleted_or_corrected_story_is_found_as_it_stands_now():
    gone, deleted = make_published(title="要撤的口罩"), make_published(title="要删的口罩")
    gone.unpublish()
    Story.objects.get(pk=deleted.pk).delete()
    assert _titles(words="口罩") == []
    assert INDEX.count("口罩") == 0
    assert not PublicText.objects.exists()


def test_a_draft_and_a_version_in_review_are_not_found():
    make_story(title="草稿口罩", by=make_editor())
    out = make_published(title="蔬菜到货")
    version = out.get_latest_revision_as_object()
    version.title = "口罩到货"
    version.save_revision(user=make_editor())
    assert _titles(words="口罩") == []
    assert _titles(words="蔬菜") == ["蔬菜到货"]


def test_a_moved_story_is_found_in_its_new_column():
    old, new = make_column(slug="old"), make_column(slug="new")
    story = make_published(old, title="口罩到货")
    story.move(new, "last-child")
    assert _titles(words="口罩", column="new") == ["口罩到货"]
    assert INDEX.count("口罩") == 1


def test_what_an_earlier_version_published_is_made_findable_once():
    story = make_published(title="口罩到货")
    make_unfindable(story_id=story.pk)
    assert _titles(words="口罩") == []
    assert (find_missing(), find_missing()) == (1, 0)
    assert _titles(words="口罩") == ["口罩到货"]


def test_queries_do_not_grow_with_what_is_found(django_assert_num_queries, client):
    column = make_column()
    make_published(column, title="口罩一")
    with django_assert_num_queries(4):
        search(Wanted(words="口罩"))
    for n in range(3):
        make_published(column, title=f"口罩{n}")
    with django_assert_num_queries(4):
        assert len(search(Wanted(words="口罩")).hits) == 4
    assert RANKED >= 20


def test_a_frequent_word_is_found_beyond_the_newest(monkeypatch):
    monkeypatch.setattr("qixin.newsroom.selectors.search.FREQUENT", 0)
    monkeypatch.setattr("qixin.newsroom.selectors.search.NEWEST", 1)
    first, second = make_column(), make_column()
    make_published(first, title="口罩一")
    make_published(second, title="口罩二")
    today = clock.today()
    assert sorted(_titles(words="口罩")) == ["口罩一", "口罩二"]
    assert _titles(words="口罩", column=first.slug) == ["口罩一"]
    assert sorted(_titles(words="口罩", since=today, until=today)) == ["口罩一", "口罩二"]
