"""The public pages' stream: what an open page hears of, and what it missed."""

import asyncio
import json
from urllib.parse import urlencode

import pytest

from qixin.newsroom.models import PublicNews
from qixin.situation.events import readers as reading
from qixin.situation.events import watching
from qixin.situation.events.app import EventStream
from qixin.situation.events.readers import OpenPage, Readers
from qixin.situation.events.reading import PageNews, PageNewsReader
from tests.situation.test_events import Listener, Told

STORY = "stories/2020/02/07/12.html"
FRONT, CLOSURES = "columns/front/", "columns/closures/"


class ToldOfPages(Told):
    before = ()


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(watching, "EVERY", 0.01)
    return ToldOfPages()


def news(id_, kind="story", page=STORY, sections=f"{FRONT} topics/virus/"):
    return PageNews(id_, kind, 12, page, sections)


def stream_of(told):
    stream = EventStream()
    stream.readers[asyncio.get_running_loop()] = Readers(lambda: told)
    return stream


class Page(Listener):
    """An open public page, without a socket."""

    def __init__(self, stream, section="", page=STORY, after="", **headers):
        super().__init__(stream, after=after, **headers)
        self.task.cancel()
        self.scope |= {
            "path": "/events/readers",
            "query_string": urlencode({"section": section, "page": page, "after": after}).encode(),
        }
        self.task = asyncio.create_task(stream(self.scope, self._receive, self._send))


def heard(text):
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


@pytest.mark.parametrize(
    ("section", "page", "told_of", "hears"),
    [
        ("", "index.html", news(1), True),
        (FRONT, "columns/front/index.html", news(1), True),
        ("topics/virus/", "topics/virus/index.html", news(1), True),
        (CLOSURES, "columns/closures/index.html", news(1), False),
        ("columns/fro", "index.html", news(1), False),
        ("", STORY, news(1, "changed"), True),
        ("", "stories/2020/02/07/13.html", news(1, "changed"), False),
        ("", STORY, news(1, "gone"), True),
        (FRONT, "columns/front/index.html", news(1, "gone"), False),
        ("live/flood/", "live/flood/index.html", news(1, "entry", sections="live/flood/"), True),
        ("", "index.html", news(1, "entry", sections="live/flood/"), False),
    ],
)
def test_a_page_hears_of_new_stories_of_its_list_and_of_changes_to_itself(
    section, page, told_of, hears
):
    assert OpenPage(section, page).concerns(told_of) is hears


def test_an_open_page_hears_at_once_and_without_a_ticket(told):
    async def listen():
        page = Page(stream_of(told), FRONT)
        assert "retry: " in await page.next()
        told.waiting.append(news(41))
        event = await page.next()
        while not heard(event):
            event = await page.next()
        await page.leave()
        return page.status, event

    status, event = asyncio.run(listen())
    assert status == 200
    assert "event: news\nid: 41\n" in event
    assert heard(event) == [{"kind": "story", "ref": 12}]


@pytest.mark.parametrize(
    ("after", "expected"),
    [("3", []), ("1", [2, 3]), ("", []), ("x\nid: 9", [])],
)
def test_a_page_whose_line_broke_hears_what_it_missed(told, after, expected):
    async def listen():
        told.before = [news(1), news(2), news(3)]
        room = Readers(lambda: told)
        page = OpenPage(FRONT, "columns/front/index.html")
        stream = EventStream()
        stream.readers[asyncio.get_running_loop()] = room
        client = Page(stream, FRONT, after=after)
        head = await client.next()
        page = next(iter(room.pages))
        page.push(b"data: last\n\n")
        rest = await client.next()
        await client.leave()
        return head, rest

    head, rest = asyncio.run(listen())
    assert [f"id: {id_}\n" in rest for id_ in (1, 2, 3)] == [id_ in expected for id_ in (1, 2, 3)]
    assert head.count("\nid: ") == 1
    assert f"\nid: {after if after in ('1', '3') else 3}\n" in head


def test_a_page_that_was_away_for_too_long_is_told_to_look(told):
    async def listen():
        told.before = [news(7)]
        page = Page(stream_of(told), FRONT, after="5")
        await page.next()
        event = await page.next()
        await page.leave()
        return event

    assert "event: reset" in asyncio.run(listen())


def test_every_page_gets_a_heartbeat_in_turn(told):
    room = Readers(lambda: told)
    pages = [OpenPage("", STORY) for _n in range(100)]
    room.pages = dict.fromkeys(pages)
    for _beat in range(int(reading.HEARTBEAT / reading.EVERY)):
        room.beat()
    assert all(page._waiting for page in pages)
    assert max(len(page._waiting) for page in pages) <= 2


def test_a_page_that_takes_nothing_is_let_go():
    page = OpenPage("", STORY)
    for _n in range(reading.MOST_WAITING + 1):
        page.push(b"x")
    assert asyncio.run(page.next()) == b""


def test_a_full_house_says_when_to_come_again(told, settings):
    settings.QIXIN_READERS = 1

    async def listen():
        stream = stream_of(told)
        first = Page(stream)
        await first.next()
        second = Page(stream)
        await second.next()
        await first.leave()
        third = Page(stream)
        await third.next()
        await third.leave()
        return second.status, second.headers, third.status

    status, headers, after = asyncio.run(listen())
    assert (status, after) == (503, 200)
    assert 5 <= int(headers[b"retry-after"]) <= 30


@pytest.mark.django_db
def test_the_reader_knows_what_was_told_before_it_began():
    for number in range(3):
        PublicNews.objects.create(kind="story", ref=number, page=STORY, sections=FRONT)
    reader = PageNewsReader()
    assert [one.ref for one in reader.before] == [0, 1, 2]
    assert reader.read() == []
    PublicNews.objects.create(kind="gone", ref=9, page=STORY, sections=FRONT)
    assert [(one.kind, one.ref) for one in reader.read()] == [("gone", 9)]
