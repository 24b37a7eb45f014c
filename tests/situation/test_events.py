"""The event stream: who may listen, what they hear, and that it ends."""

import asyncio
import json
from datetime import timedelta
from itertools import count
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import signing
from django.db import transaction
from django.test import Client

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.core.errors import Refused
from qixin.core.models import Entry
from qixin.people.enums import Role
from qixin.people.models import Area
from qixin.situation.events import watching
from qixin.situation.events.app import Door, EventStream
from qixin.situation.events.asking import may_ask_from
from qixin.situation.events.hub import KEPT, Hub
from qixin.situation.events.reading import MOST_MISSING, JournalReader, News
from qixin.situation.events.tickets import GOOD_FOR, Ticket, read_ticket, ticket_for
from tests.people.factories import make_district, make_user


class Told:
    """A reader that gives out what a test puts into it."""

    def __init__(self):
        self.waiting = []

    def read(self):
        news, self.waiting = self.waiting, []
        return news


class Listener:
    """One client of the application, without a socket."""

    def __init__(self, stream, ticket="", after="", method="GET", **headers):
        self.scope = {
            "type": "http",
            "method": method,
            "query_string": urlencode({"ticket": ticket, "after": after}).encode(),
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        }
        self.sent, self.gone = asyncio.Queue(), asyncio.Event()
        self.status, self.headers = 0, {}
        self.task = asyncio.create_task(stream(self.scope, self._receive, self._send))

    async def _receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            await self.sent.put(message["body"].decode())

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 5)

    async def leave(self):
        self.gone.set()
        await asyncio.wait_for(self.task, 5)


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(watching, "EVERY", 0.01)
    return Told()


def stream_of(told, **door):
    stream = EventStream(Door(**door))
    stream.hubs[asyncio.get_running_loop()] = Hub(lambda: told)
    return stream


def a_ticket(*verbs, user=7):
    return signing.dumps([user, list(verbs or [""])], salt="situation.events")


_ids = count(1)


def news(verb, id_=None):
    return News(id_ or next(_ids), verb, "reports.report")


def test_what_happens_is_heard_without_anything_personal(told):
    async def listen():
        listener = Listener(stream_of(told), a_ticket())
        assert (await listener.next()).startswith("retry: ")
        told.waiting.append(news("reports.received", 41))
        event = await listener.next()
        await listener.leave()
        return listener.status, event

    status, event = asyncio.run(listen())
    assert status == 200
    assert event.startswith("event: journal\nid: 41\n")
    content = json.loads(event.split("data: ")[1])
    assert content == {"id": 41, "verb": "reports.received", "kind": "reports.report"}


def test_a_ticket_for_cases_hears_of_cases_alone(told):
    async def listen():
        listener = Listener(stream_of(told), a_ticket("cases."))
        await listener.next()
        told.waiting += [news("reports.received"), news("cases.opened")]
        event = await listener.next()
        await listener.leave()
        return event

    event = asyncio.run(listen())
    assert "cases.opened" in event
    assert "reports.received" not in event


def test_whoever_returns_hears_what_was_missed_once(told):
    async def listen():
        stream = stream_of(told)
        first = Listener(stream, a_ticket())
        await first.next()
        told.waiting += [news("reports.received", 101), news("reports.filed", 102)]
        await first.next()
        await first.leave()
        second = Listener(stream, a_ticket(), after="101")
        await second.next()
        missed = await second.next()
        await second.leave()
        return missed

    missed = asyncio.run(listen())
    assert "id: 102" in missed
    assert "id: 101" not in missed


def test_whoever_was_away_too_long_is_told_to_look_at_everything(told):
    async def listen():
        listener = Listener(stream_of(told), a_ticket(), last_event_id="5")
        await listener.next()
        event = await listener.next()
        await listener.leave()
        return event

    assert asyncio.run(listen()).startswith("event: reset")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"ticket": ""}, 401),
        ({"ticket": "forged"}, 401),
        ({"method": "POST"}, 405),
        ({"origin": "https://elsewhere.example", "host": "127.0.0.1:8001"}, 403),
    ],
)
def test_whoever_may_not_listen_is_refused(told, given, status):
    async def ask():
        listener = Listener(stream_of(told), **({"ticket": a_ticket()} | given))
        await listener.next()
        await listener.task
        return listener.status

    assert asyncio.run(ask()) == status


def test_the_door_is_shut_when_all_places_or_all_of_one_user_are_taken(told):
    async def ask():
        stream = stream_of(told, most=2, most_a_user=1)
        inside = [Listener(stream, a_ticket(user=1)), Listener(stream, a_ticket(user=2))]
        for one in inside:
            await one.next()
        late = [Listener(stream, a_ticket(user=3)), Listener(stream, a_ticket(user=1))]
        for one in late:
            await one.next()
        for one in inside:
            await one.leave()
        again = Listener(stream, a_ticket(user=1))
        await again.next()
        await again.leave()
        return [one.status for one in late], again.status, stream.door.inside.total()

    assert asyncio.run(ask()) == ([503, 503], 200, 0)


def test_silence_is_broken_by_a_heartbeat(told, monkeypatch):
    monkeypatch.setattr("qixin.situation.events.app.HEARTBEAT", 0.02)

    async def listen():
        listener = Listener(stream_of(told), a_ticket())
        await listener.next()
        beat = await listener.next()
        await listener.leave()
        return beat

    assert asyncio.run(listen()) == ": \n\n"


def test_a_connection_ends_after_its_time(told, monkeypatch):
    monkeypatch.setattr("qixin.situation.events.app.HEARTBEAT", 0.01)
    monkeypatch.setattr("qixin.situation.events.app.LONGEST", 0.05)

    async def listen():
        listener = Listener(stream_of(told), a_ticket())
        await asyncio.wait_for(listener.task, 5)
        return listener.status

    assert asyncio.run(listen()) == 200


def test_everybody_lets_go_when_the_process_is_asked_to_stop(told):
    async def listen():
        stream = stream_of(told)
        listeners = [Listener(stream, a_ticket(user=n)) for n in range(3)]
        for listener in listeners:
            await listener.next()
        next(iter(stream.hubs.values())).end()
        await asyncio.wait_for(asyncio.gather(*(one.task for one in listeners)), 5)
        return stream.door.inside.total()

    assert asyncio.run(listen()) == 0


def test_the_reader_stops_when_nobody_listens_and_starts_again(told, monkeypatch):
    monkeypatch.setattr(watching, "IDLE_FOR", 0.0)

    async def listen():
        stream = stream_of(told)
        hub = next(iter(stream.hubs.values()))
        for _time in range(2):
            listener = Listener(stream, a_ticket())
            await listener.next()
            assert not hub._task.done()
            await listener.leave()
            await asyncio.wait_for(hub._task, 5)

    asyncio.run(listen())


def test_only_the_latest_lines_are_kept():
    async def tell():
        hub = Hub(Told)
        hub.tell([news("reports.received") for _n in range(KEPT + 10)])
        return len(hub.kept), hub.since(0), len(hub.since(hub.place - 3))

    assert asyncio.run(tell()) == (KEPT, None, 3)


def test_our_own_host_and_trusted_origins_may_ask(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://qixin.example"]
    assert may_ask_from("http://127.0.0.1:8000", "127.0.0.1:8001")
    assert may_ask_from("https://qixin.example", "events.example")
    assert may_ask_from("", "127.0.0.1:8001")
    assert not may_ask_from("http://elsewhere.example", "127.0.0.1:8001")
    assert not may_ask_from("http://[", "127.0.0.1:8001")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        (Role.COMMANDER, "reports.received"),
        (Role.OFFICER, "cases.opened"),
        (Role.TRIAGE_EDITOR, "reports.received"),
    ],
)
def test_a_ticket_hears_what_its_holder_may_read(role, verbs):
    assert read_ticket(ticket_for(make_user(role))).hears(verbs)


@pytest.mark.django_db
def test_an_officers_ticket_does_not_hear_of_reports_and_a_correspondent_gets_none():
    assert not read_ticket(ticket_for(make_user(Role.OFFICER))).hears("reports.received")
    with pytest.raises(Refused):
        ticket_for(make_user(Role.CORRESPONDENT))


@pytest.mark.django_db
def test_a_ticket_grows_old():
    ticket = ticket_for(make_user(Role.COMMANDER))
    assert isinstance(read_ticket(ticket), Ticket)
    with time_machine.travel(clock.now() + timedelta(seconds=GOOD_FOR + 5)):
        assert read_ticket(ticket) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "port", "host", "expected"),
    [
        ("", 0, "127.0.0.1:8000", "http://127.0.0.1:8001/events"),
        ("", 9001, "localhost:8000", "http://localhost:9001/events"),
        ("https://live.example/events", 0, "localhost", "https://live.example/events"),
    ],
)
def test_the_page_tells_where_the_stream_is(settings, url, port, host, expected):
    settings.QIXIN_EVENTS_URL, settings.QIXIN_EVENTS_PORT = url, port
    client = Client()
    client.force_login(make_user(Role.COMMANDER))
    name, _colon, given = host.partition(":")
    answer = client.get("/w/live/", SERVER_NAME=name, SERVER_PORT=given or "80", HTTP_HOST=host)
    assert answer.json()["url"] == expected


def _write(verb):
    with transaction.atomic():
        return journal.write(verb=verb, subject=make_district(), by=SYSTEM)


@pytest.mark.django_db
def test_the_reader_tells_each_line_once_and_begins_with_what_comes():
    _write("people.granted")
    reader = JournalReader()
    assert reader.read() == []
    entry = _write("people.revoked")
    assert [(line.id, line.verb) for line in reader.read()] == [(entry.pk, "people.revoked")]
    assert reader.read() == []


@pytest.mark.django_db
@pytest.mark.parametrize("gap_before", [0, MOST_MISSING])
def test_a_line_that_was_committed_late_is_still_told(gap_before):
    reader = JournalReader()
    if gap_before:
        numbered(_write("people.granted").pk + gap_before, "people.granted")
        reader.read()
    last = Entry.objects.latest("pk").pk if gap_before else _write("people.granted").pk
    numbered(last + 2, "people.after")
    told = [line.verb for line in reader.read()]
    assert told[-1] == "people.after"
    numbered(last + 1, "people.late")
    assert [line.verb for line in reader.read()] == ["people.late"]
    assert reader.read() == []


def numbered(pk, verb):
    """A line with an id of its own: as one that another transaction drew and commits now."""
    Entry(
        pk=pk, at=clock.now(), actor_kind="system", verb=verb,
        subject_kind=Area._meta.label_lower, subject_id=1, digest="",
    ).save(force_insert=True)  # fmt: skip
