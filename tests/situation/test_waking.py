"""Live updates that are woken by PostgreSQL or Redis instead of looking four times a second."""

import asyncio
import os
import sys
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import connection, connections, transaction

from qixin.core import journal
from qixin.core.actors import SYSTEM
from qixin.core.models import Entry
from qixin.core.wakeups import hearing, telling
from qixin.newsroom.models import PublicNews
from qixin.situation.events import watching
from qixin.situation.events.hub import Hub
from qixin.situation.events.readers import OpenPage, Readers
from tests.people.factories import make_district
from tests.servers import REDIS, RedisServer

WRITER = """
import django; django.setup()
from django.db import transaction
from qixin.core import journal
from qixin.core.actors import SYSTEM
from qixin.people.models import Area
with transaction.atomic():
    journal.write(verb="people.granted", subject=Area.objects.first(), by=SYSTEM)
"""
pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="LISTEN is PostgreSQL's"
)


@pytest.fixture
def redis(settings):
    if REDIS is None:
        pytest.skip("redis-server is not installed here")
    server = RedisServer().start()
    settings.QIXIN_WAKE = server.url
    yield server
    server.stop()
    telling._publisher.cache_clear()


@pytest.fixture(params=["postgres", "redis"])
def way(request, settings):
    """Each way that can be gone on this database."""
    if request.param == "redis":
        request.getfixturevalue("redis")
    elif connection.vendor != "postgresql":
        pytest.skip("LISTEN is PostgreSQL's")
    settings.QIXIN_WAKE = request.param if request.param == "postgres" else settings.QIXIN_WAKE
    return settings.QIXIN_WAKE


@pytest.fixture
def never_by_itself(monkeypatch):
    """What is heard, was told: nobody looks by itself while the line stands."""
    monkeypatch.setattr(watching, "SLOWLY", 3600.0)
    monkeypatch.setattr(hearing, "FIRST_PAUSE", 0.01)


def listening(watch, what):
    """Run `what` while somebody listens to `watch`; its database connection is closed after."""

    async def run():
        await watch.join()
        try:
            return await asyncio.wait_for(what(), 30)
        finally:
            await let_go(watch)

    return asyncio.run(run())


async def let_go(watch):
    watch.leave()
    watch.end()
    await asyncio.wait_for(watch._task, 10)
    watch._thread.submit(connections.close_all).result()
    watch._thread.shutdown()


async def until(is_so):
    while not is_so():
        await asyncio.sleep(0.005)


def write(verb="people.granted"):
    with transaction.atomic():
        journal.write(verb=verb, subject=make_district(), by=SYSTEM)


def verbs(hub):
    return [sent.news.verb for sent in hub.kept]


def _environment(way):
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{database['USER']}@{quote(database['HOST'], safe='')}"
        url += f"/{quote(database['NAME'])}"
    return os.environ | {
        "QIXIN_WAKE": way, "DATABASE_URL": url, "QIXIN_HOME": str(configured.QIXIN_HOME),
    }  # fmt: skip


def test_a_line_that_another_process_writes_is_heard_by_every_machine(way, never_by_itself):
    make_district()
    hubs = [Hub(), Hub()]

    async def hear():
        for hub in hubs:
            await hub.join()
        await until(lambda: all(hub.alarm.is_listening for hub in hubs))
        writing = await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, env=_environment(way)
        )
        assert await writing.wait() == 0
        await until(lambda: all(map(verbs, hubs)))

    async def run():
        try:
            await asyncio.wait_for(hear(), 60)
        finally:
            for hub in hubs:
                await let_go(hub)

    asyncio.run(run())
    assert [verbs(hub) for hub in hubs] == [["people.granted"], ["people.granted"]]


def test_open_pages_are_woken_too(way, never_by_itself):
    from qixin.newsroom.enums import NewsKind
    from qixin.newsroom.publication import news

    readers = Readers()
    page = OpenPage("", "index.html")
    readers.pages[page] = None

    async def hear():
        await until(lambda: readers.alarm.is_listening)
        await asyncio.to_thread(news._keep, NewsKind.STORY, 12, "stories/12.html", "")
        await asyncio.to_thread(connections.close_all)
        return await page.next()

    body = listening(readers, hear)
    while b"data: {" not in body:
        body = asyncio.run(page.next())
    assert b'"ref":12' in body
    assert PublicNews.objects.count() == 1


def test_an_idle_night_asks_the_database_nothing(way, never_by_itself):
    hub = Hub()
    looks = []

    async def idle():
        await until(lambda: hub.alarm.is_listening)
        await until(lambda: not hub.alarm._rung.is_set())
        read = hub._reader.read
        hub._reader.read = lambda: looks.append(1) or read()
        beats = []
        hub.beat = lambda: beats.append(1)
        await until(lambda: len(beats) > 4)

    listening(hub, idle)
    assert looks == []


@on_postgresql
def test_a_line_that_was_cut_is_taken_up_again(settings, never_by_itself, caplog):
    settings.QIXIN_WAKE = "postgres"
    hub = Hub()

    async def hear():
        await until(lambda: hub.alarm.is_listening)
        assert await asyncio.to_thread(_cut) == 1
        await until(lambda: "looking by ourselves" in caplog.text)
        await until(lambda: hub.alarm.is_listening)
        await asyncio.to_thread(_in_thread, write)
        await until(lambda: verbs(hub))

    listening(hub, hear)
    assert verbs(hub) == ["people.granted"]
    said = [one.message for one in caplog.records]
    assert [("looking by ourselves" in one, "woken again" in one) for one in said] == [
        (True, False), (False, True),
    ]  # fmt: skip


def _cut():
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE application_name = 'qixin wake-ups' AND datname = current_database()"
            )
            return cursor.fetchone()[0]
    finally:
        connections.close_all()


def _in_thread(what):
    try:
        return what()
    finally:
        connections.close_all()


def test_without_redis_everybody_looks_by_itself_and_says_so_once(
    redis, monkeypatch, caplog, never_by_itself
):
    monkeypatch.setattr(watching, "EVERY", 0.01)
    monkeypatch.setattr(telling, "LET_ALONE", 0.0)
    hub = Hub()

    async def hear():
        await until(lambda: hub.alarm.is_listening)
        redis.stop()
        await until(lambda: not hub.alarm.is_listening)
        await asyncio.to_thread(_in_thread, lambda: write("people.granted"))
        await until(lambda: verbs(hub) == ["people.granted"])
        redis.start()
        await until(lambda: hub.alarm.is_listening)
        await asyncio.to_thread(_in_thread, lambda: write("people.revoked"))
        await until(lambda: verbs(hub) == ["people.granted", "people.revoked"])

    listening(hub, hear)
    said = [one.message for one in caplog.records if "looking by ourselves" in one.message]
    assert len(said) == 1
    assert Entry.objects.count() == 2


def test_what_was_written_while_the_line_was_down_is_found_when_it_is_up(
    redis, monkeypatch, never_by_itself
):
    """Nobody is told of a row that is written between a break and the line's return."""
    monkeypatch.setattr(watching, "EVERY", 0.05)
    hub = Hub()

    async def hear():
        await until(lambda: hub.alarm.is_listening)
        hub.alarm._task.cancel()
        monkeypatch.setattr(configured._wrapped, "QIXIN_WAKE", "poll")
        await asyncio.to_thread(_in_thread, write)
        monkeypatch.setattr(configured._wrapped, "QIXIN_WAKE", redis.url)
        hub.alarm.start()
        await until(lambda: verbs(hub))

    listening(hub, hear)
    assert verbs(hub) == ["people.granted"]
