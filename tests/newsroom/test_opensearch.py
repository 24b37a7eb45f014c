"""The readers' search by OpenSearch: the same answers, kept with each publication, and never more
than the database holds."""

from datetime import timedelta

import click
import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.urls import reverse

from qixin.cli.main import cli
from qixin.cli.rebuilding import fill_search
from qixin.core import clock
from qixin.newsroom import tasks
from qixin.newsroom.actions import indexing, make_findable, take_down
from qixin.newsroom.actions.indexing import fill, needs_filling, send_waiting
from qixin.newsroom.models import PublicText, SearchChange, Story
from qixin.newsroom.search import server
from qixin.newsroom.search.layout import STORIES
from qixin.newsroom.search.queries import Narrowed, micros, newest_stories
from qixin.newsroom.selectors.facts import find_answers
from qixin.newsroom.selectors.search import RANKED, Wanted, index_is_behind, search
from qixin.people.enums import Role
from tests.newsroom.factories import (
    correct,
    make_column,
    make_editor,
    make_published,
)
from tests.newsroom.opensearch_server import OpenSearchServer
from tests.newsroom.rumour_factories import make_answered, withdraw
from tests.people.factories import make_town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_commit")]


@pytest.fixture
def empty(settings):
    """An OpenSearch with nothing in it."""
    one = OpenSearchServer()
    settings.QIXIN_SEARCH, settings.QIXIN_SEARCH_NAME = one.url, "zibo"
    cache.clear()
    yield one
    server.server().close()
    server._server.cache_clear()
    one.stop()


@pytest.fixture
def opensearch(empty):
    """One whose indexes are there and are asked."""
    fill()
    return empty


def _titles(**wanted):
    return [hit.row.title for hit in search(Wanted(**wanted)).hits]


def _asked_for(opensearch, what):
    return [path for _method, path in opensearch.asked if path.endswith(what)]


def back_again(opensearch):
    """The pause is over for which a server that failed is let alone."""
    opensearch.refuses, opensearch.is_partial = None, False
    server.server()._let_alone_until = 0.0


QUESTIONS = (
    "口罩", "罩口", "口", "口罩 蔬菜", "临淄区", "临淄 N95", "n95", "Ｎ９５", "95", "封路",
    "口罩到货 今天", "。，", "%", "\"'", "OR AND NOT", "*", "𠮷", "the masks", "masks",
)  # fmt: skip


def test_opensearch_finds_what_the_database_finds_in_the_same_order_with_the_same_marks(
    opensearch, settings
):
    town, columns = make_town("370305101", "朱台镇"), [make_column(), make_column()]
    words = ("口罩到货", "蔬菜口罩", "临淄区今日 N95", "今天发 N95 口罩", "封路是谣言", "The masks",
             "一个口", "𠮷家超市", "口罩", "罩不住")  # fmt: skip
    for number, title in enumerate(words):
        story = make_published(
            columns[number % 2], title=title, summary=words[-number], text=f"{words[number - 3]}。"
        )
        PublicText.objects.filter(pk=story.pk).update(
            town=town if number % 3 else None,
            published_on=clock.now() - timedelta(days=number // 2, microseconds=number),
        )
    indexing.bring_up_to_date(STORIES, PublicText.objects.values_list("pk", flat=True))
    today = clock.today()
    for narrowed in (
        {}, {"column": columns[0].slug}, {"town": "370305101"}, {"town": "370305999"},
        {"column": "nowhere"}, {"since": today - timedelta(days=2)}, {"until": today},
        {"since": today - timedelta(days=3), "until": today - timedelta(days=1)},
    ):  # fmt: skip
        for asked in ("", *QUESTIONS):
            wanted = Wanted(words=asked, **narrowed)
            by_opensearch = search(wanted)
            settings.QIXIN_SEARCH, address = "", settings.QIXIN_SEARCH
            assert by_opensearch == search(wanted), wanted
            settings.QIXIN_SEARCH = address
    assert _titles(words="口罩", town="370305101")
    assert len(_asked_for(opensearch, "/_search")) > 100


def test_pages_and_what_lies_beyond_them_are_the_same(opensearch, settings, monkeypatch):
    monkeypatch.setattr("qixin.newsroom.selectors.search.RANKED", 5)
    monkeypatch.setattr("qixin.newsroom.selectors.search.PER_PAGE", 2)
    for number in range(7):
        make_published(title=f"口罩{number}")
    pages = [search(Wanted(words="口罩"), page=page) for page in (1, 2, 3, 9)]
    assert [(one.page, one.pages, one.is_more) for one in pages] == [
        (1, 3, True), (2, 3, True), (3, 3, True), (3, 3, True),
    ]  # fmt: skip
    settings.QIXIN_SEARCH = ""
    assert pages == [search(Wanted(words="口罩"), page=page) for page in (1, 2, 3, 9)]


def test_what_is_published_is_found_and_what_is_withdrawn_is_gone_when_it_is_done(opensearch):
    story = make_published(title="口罩到货")
    assert opensearch.held("stories") == [story.pk]
    correct(story, title="蔬菜到货")
    assert (_titles(words="口罩"), _titles(words="蔬菜")) == ([], ["蔬菜到货"])
    take_down(
        story=Story.objects.get(pk=story.pk), reason="配送计划取消",
        by=make_editor(Role.CHIEF_EDITOR),
    )  # fmt: skip
    assert opensearch.held("stories") == []
    deleted = make_published(title="要删的口罩")
    Story.objects.get(pk=deleted.pk).delete()
    assert opensearch.held("stories") == []
    assert not SearchChange.objects.exists()


def test_answers_to_rumours_are_found_and_gone_with_their_withdrawal(opensearch):
    answer = make_answered()
    assert opensearch.held("answers") == [answer.pk]
    opensearch.asked.clear()
    assert find_answers("听说今晚封路") == [answer]
    assert _asked_for(opensearch, "zibo-answers-1/_search")
    assert find_answers("蔬菜供应") == []
    withdraw(answer)
    assert opensearch.held("answers") == []
    assert find_answers("听说今晚封路") == []


def test_nothing_withdrawn_is_shown_although_the_index_still_holds_it(opensearch, client):
    story, answer = make_published(title="要撤的口罩"), make_answered("口罩能用醋煮")
    opensearch.refuses = 503
    Story.objects.get(pk=story.pk).unpublish()
    withdraw(answer)
    assert SearchChange.objects.count() == 2
    back_again(opensearch)
    assert opensearch.held("stories") == [story.pk]
    page = client.get(reverse("newsroom:find"), {"q": "口罩"}).content.decode()
    assert _asked_for(opensearch, "stories-1/_search")
    assert "要撤的口罩" not in page
    assert "用醋煮" not in page


def test_what_could_not_be_sent_is_sent_by_the_worker(opensearch):
    opensearch.refuses = 500
    story = make_published(title="口罩到货")
    back_again(opensearch)
    assert opensearch.held("stories") == []
    tasks.send_waiting_changes()
    assert opensearch.held("stories") == [story.pk]
    assert not SearchChange.objects.exists()


@pytest.mark.parametrize("trouble", ["refuses", "stops", "is partial", "talks nonsense"])
def test_while_it_is_away_the_database_answers_and_it_is_said_once(opensearch, caplog, trouble):
    make_published(title="口罩到货")
    if trouble == "stops":
        opensearch.stop()
    elif trouble == "is partial":
        opensearch.is_partial = True
    elif trouble == "refuses":
        opensearch.refuses = 503
    else:
        opensearch.answer = lambda *_: (200, {"hello": "world"})
    for _time in range(3):
        assert _titles(words="口罩") == ["口罩到货"]
        server.server()._let_alone_until = 0.0
    said = [one.message for one in caplog.records]
    assert len(said) == 1
    assert "The database answers readers" in said[0]


def test_a_server_that_failed_is_let_alone_for_a_while_by_readers_and_writers(opensearch):
    opensearch.refuses = 503
    _titles(words="口罩")
    opensearch.asked.clear()
    _titles(words="口罩")
    make_published(title="口罩到货")
    tasks.send_waiting_changes()
    assert opensearch.asked == []
    assert SearchChange.objects.count() == 1


def test_a_document_that_it_refuses_holds_up_neither_readers_nor_the_others(opensearch, caplog):
    first = make_published(title="口罩一")
    opensearch.refused.add(str(first.pk))
    correct(first, title="口罩二")
    second = make_published(title="口罩三")
    for _time in range(3):
        tasks.send_waiting_changes()
    assert opensearch.held("stories") == [first.pk, second.pk]
    assert [change.ref for change in SearchChange.objects.all()] == [first.pk]
    assert len([one for one in caplog.records if "refused" in one.message]) == 1
    opensearch.asked.clear()
    assert sorted(_titles(words="口罩")) == ["口罩三", "口罩二"]
    assert _asked_for(opensearch, "/_search")
    opensearch.refused.clear()
    tasks.send_waiting_changes()
    assert not SearchChange.objects.exists()


def test_until_the_index_is_filled_the_database_answers(empty, caplog):
    story = make_published(title="口罩到货")
    assert _titles(words="口罩") == ["口罩到货"]
    assert caplog.records == []
    server.server()._let_alone_until = 0.0
    SearchChange.objects.all().delete()
    assert needs_filling()
    assert fill() == 1
    assert empty.held("stories") == [story.pk]
    assert not needs_filling()
    empty.asked.clear()
    assert _titles(words="口罩") == ["口罩到货"]
    assert _asked_for(empty, "/_search")


def test_an_index_is_not_made_up_from_what_comes_first(empty):
    make_published(title="口罩到货")
    assert empty.indexes == {}


def test_filling_takes_in_what_is_missing_and_takes_out_what_should_not_be_there(
    opensearch, settings, monkeypatch
):
    monkeypatch.setattr(indexing, "BATCH", 2)
    kept, gone = make_published(title="口罩一"), make_published(title="口罩二")
    settings.QIXIN_SEARCH, address = "", settings.QIXIN_SEARCH
    Story.objects.get(pk=gone.pk).unpublish()
    more = [make_published(title=f"口罩{number}") for number in range(3, 7)]
    settings.QIXIN_SEARCH = address
    assert needs_filling()
    tasks.fill_where_it_lacks()
    assert opensearch.held("stories") == [kept.pk, *(one.pk for one in more)]
    assert not needs_filling()


def test_a_document_that_is_refused_keeps_readers_from_no_other(empty, settings, caplog):
    settings.QIXIN_SEARCH, address = "", settings.QIXIN_SEARCH
    bad, good = make_published(title="口罩一"), make_published(title="口罩二")
    settings.QIXIN_SEARCH = address
    empty.refused.add(str(bad.pk))
    fill()
    assert empty.held("stories") == [good.pk]
    assert _titles(words="口罩") == ["口罩二"]
    assert [f"refused {bad.pk}" in one.message for one in caplog.records] == [True]


def test_a_wiped_server_is_filled_again(opensearch):
    story = make_published(title="口罩到货")
    opensearch.wipe()
    assert _titles(words="口罩") == ["口罩到货"]
    server.server()._let_alone_until = 0.0
    tasks.fill_where_it_lacks()
    assert opensearch.held("stories") == [story.pk]


def test_a_change_amid_the_sending_is_sent_as_well(opensearch, monkeypatch):
    """What another process commits between our reading and our sending is not lost."""
    story = make_published(title="口罩到货")
    put, done = server.Server.put, []

    def slowly(self, kind, documents, **how):
        put(self, kind, documents, **how)
        if not done:
            done.append(1)
            PublicText.objects.filter(pk=story.pk).delete()

    monkeypatch.setattr(server.Server, "put", slowly)
    indexing.bring_up_to_date(STORIES, [story.pk])
    assert opensearch.held("stories") == []


def test_rebuild_writes_the_pages_and_fills_the_index_though_it_says_when_that_failed(
    opensearch, public_root, monkeypatch
):
    monkeypatch.setattr("qixin.cli.main.set_up_django", lambda: None)
    story = make_published(title="口罩到货")
    opensearch.wipe()
    page = public_root / "zh" / story.public_path()
    for is_away in (False, True):
        page.unlink()
        opensearch.refuses = 503 if is_away else None
        done = CliRunner().invoke(cli, ["rebuild", "--anew", "--processes", "1"])
        assert page.exists()
        assert "1 stories written." in done.output
        assert ("OpenSearch: it refused" in done.output) is is_away
        assert done.exit_code == is_away
    assert opensearch.held("stories") == [story.pk]
    back_again(opensearch)
    opensearch.wipe()
    done = CliRunner().invoke(cli, ["rebuild", "--search"])
    assert done.output.endswith("1 stories and answers in the index.\n")
    assert opensearch.held("stories") == [story.pk]


def test_the_command_refuses_where_there_is_no_opensearch(settings):
    settings.QIXIN_SEARCH = ""
    with pytest.raises(click.ClickException, match="QIXIN_SEARCH is not set"):
        fill_search()


def test_the_desk_is_told_when_changes_wait(opensearch, client, settings):
    chief, editor = make_editor(Role.CHIEF_EDITOR), make_editor()
    make_published(title="口罩到货")
    SearchChange.objects.create(kind="stories", ref=1)
    assert index_is_behind(chief) is None
    SearchChange.objects.update(at=clock.now() - timedelta(minutes=3))
    assert index_is_behind(editor) is None
    assert index_is_behind(chief).count == 1
    client.force_login(chief)
    assert "OpenSearch" in client.get(reverse("newsroom:desk")).content.decode()
    settings.QIXIN_SEARCH = ""
    assert index_is_behind(chief) is None


def test_name_and_password_go_along_and_into_no_line(opensearch, settings, caplog):
    opensearch.wants = "reader:geheim"
    settings.QIXIN_SEARCH = opensearch.url.replace("//", "//reader:geheim@")
    make_published(title="口罩到货")
    assert len(opensearch.held("stories")) == 1
    settings.QIXIN_SEARCH = opensearch.url.replace("//", "//reader:falsch@")
    assert _titles(words="口罩") == ["口罩到货"]
    opensearch.stop()
    server.server()._let_alone_until = 0.0
    assert _titles(words="口罩") == ["口罩到货"]
    assert caplog.records
    assert "geheim" not in caplog.text
    assert "falsch" not in caplog.text


def test_without_opensearch_nothing_is_noted(settings):
    settings.QIXIN_SEARCH = ""
    story = make_published(title="口罩到货")
    make_findable(story=story)
    assert not SearchChange.objects.exists()
    assert send_waiting() == 0
    assert not needs_filling()


def test_two_stories_of_one_millisecond_are_told_apart():
    moment = clock.now().replace(microsecond=123_456)
    assert micros(moment + timedelta(microseconds=1)) - micros(moment) == 1
    asked = newest_stories("", Narrowed("370305", since=moment), most=RANKED + 1)
    assert asked["query"]["bool"]["filter"][-1]["range"]["published_on"]["gte"] == micros(moment)
