"""Open pages hear of answers to rumours: new ones in the list, corrections and ends on the page."""

import json

import pytest

from qixin.newsroom.actions import rumours
from qixin.newsroom.models import PublicNews, Story
from qixin.situation.events.readers import OpenPage
from tests.newsroom.factories import make_editor, make_published
from tests.newsroom.rumour_factories import make_answered, make_rumour, propose, publish, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]
LIST = "facts/index.html"


@pytest.fixture
def since():
    """Gives what was told since the last time it was asked, as (kind, ref, page)."""

    def told():
        rows = list(PublicNews.objects.order_by("pk"))
        PublicNews.objects.all().delete()
        return rows

    return told


def brief(rows):
    return [(one.kind, one.ref, one.page) for one in rows]


def hearing(rows, section, page):
    return [one.kind for one in rows if OpenPage(section, page).concerns(one)]


def latest(root, tree):
    return json.loads((root / tree / "facts/latest.json").read_text())


def link(rumour, story):
    return rumours.link_story(rumour=rumour, story=story, by=make_editor())


def test_a_new_answer_is_told_in_the_list_and_on_the_stories_that_bear_it(public_root, since):
    rumour, story = make_rumour(), make_published()
    link(rumour, story)
    since()
    publish(propose(rumour))
    rows = since()
    assert brief(rows) == [
        ("entry", rumour.pk, rumour.public_path()),
        ("changed", story.pk, story.public_path()),
    ]
    assert hearing(rows, "facts/", LIST) == ["entry"]
    assert hearing(rows, "", story.public_path()) == ["changed"]
    # its number is no story's: the front page and its lists hear nothing
    assert hearing(rows, "", "index.html") == []


def test_a_correction_is_told_where_the_answer_and_its_stories_are_open(public_root, since):
    answer, story = make_answered(), make_published()
    link(answer.rumour, story)
    since()
    publish(propose(answer.rumour, text="个别路段限行。", notice="补充限行路段"))
    rows = since()
    assert hearing(rows, "facts/", answer.public_path()) == ["changed"]
    assert hearing(rows, "", story.public_path()) == ["changed"]
    assert hearing(rows, "facts/", LIST) == []


def test_a_withdrawal_is_told_where_the_answer_and_its_stories_are_open(public_root, since):
    answer, story = make_answered(), make_published()
    link(answer.rumour, story)
    since()
    withdraw(answer)
    rows = since()
    assert hearing(rows, "facts/", answer.public_path()) == ["gone"]
    assert hearing(rows, "", story.public_path()) == ["changed"]


def test_a_story_that_gets_or_loses_an_answer_is_told_of_it(public_root, since):
    answer, story = make_answered(), make_published()
    since()
    link(answer.rumour, story)
    assert brief(since()) == [("changed", story.pk, story.public_path())]
    rumours.unlink_story(rumour=answer.rumour, story=story, by=make_editor())
    assert brief(since()) == [("changed", story.pk, story.public_path())]


def test_nothing_is_told_of_a_rumour_that_nobody_answered(public_root, since):
    story = make_published()
    since()
    link(make_rumour(), story)
    assert since() == []


def test_nothing_is_told_of_a_story_that_is_not_out(public_root, since):
    answer, story = make_answered(), make_published()
    link(answer.rumour, story)
    Story.objects.get(pk=story.pk).unpublish()
    since()
    withdraw(answer)
    assert [one.kind for one in since()] == ["gone"]


@pytest.mark.parametrize("tree", ["zh", "en"])
def test_pages_of_answers_say_where_they_ask_for_what_is_new(public_root, tree):
    first, second = make_answered(), make_answered("板蓝根可以预防")
    numbers = [second.rumour_id, first.rumour_id]
    assert latest(public_root, tree) == {"newest": numbers}
    for path in (LIST, first.public_path()):
        page = (public_root / tree / path).read_text()
        assert f'data-latest="/{tree}/facts/latest.json" data-page="{path}"' in page
        assert "data-changed=" in page
        assert "data-gone=" in page
    # a correction goes to the top, and is none that is new
    publish(propose(first.rumour, text="个别路段限行。", notice="补充限行路段"))
    assert latest(public_root, tree) == {"newest": numbers[::-1]}
    withdraw(second)
    assert latest(public_root, tree) == {"newest": [first.rumour_id]}
