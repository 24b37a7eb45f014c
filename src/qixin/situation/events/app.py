"""The event stream as a bare ASGI application, for `granian --interface asginl`.

Django's own request handling is left out: it holds a thread for each open connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
if not apps.ready:
    django.setup()

from django.conf import settings

from qixin.situation.events.hub import Hub
from qixin.situation.events.tickets import Ticket, read_ticket

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT = 15.0  # seconds of silence after which a comment is sent, so that no proxy hangs up
LONGEST = 3600.0  # seconds after which a connection ends; the client comes back with a new ticket
MOST = 4000
MOST_A_USER = 20
RESET = b"event: reset\ndata: {}\n\n"


class Door:
    """Who is inside, and whether one more may come in."""

    def __init__(self, most: int = MOST, most_a_user: int = MOST_A_USER) -> None:
        self.most, self.most_a_user = most, most_a_user
        self.inside: Counter[int] = Counter()

    def is_full_for(self, user: int) -> bool:
        return self.inside.total() >= self.most or self.inside[user] >= self.most_a_user

    @contextlib.contextmanager
    def opened_for(self, user: int) -> Any:
        self.inside[user] += 1
        try:
            yield
        finally:
            self.inside[user] -= 1
            if not self.inside[user]:
                del self.inside[user]


class EventStream:
    """The application. One hub for each event loop that serves it."""

    def __init__(self, door: Door | None = None) -> None:
        self.door = door or Door()
        self.hubs: dict[asyncio.AbstractEventLoop, Hub] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1")
                   for name, value in scope["headers"]}  # fmt: skip
        query = parse_qs(scope["query_string"].decode("latin-1"))
        ticket = read_ticket(query.get("ticket", [""])[0])
        if scope["method"] != "GET":
            await _refuse(send, 405)
        elif not may_ask_from(headers.get("origin", ""), headers.get("host", "")):
            await _refuse(send, 403)
        elif ticket is None:
            await _refuse(send, 401, headers.get("origin", ""))
        elif self.door.is_full_for(ticket.user):
            await _refuse(send, 503, headers.get("origin", ""))
        else:
            after = headers.get("last-event-id") or query.get("after", [""])[0]
            with self.door.opened_for(ticket.user):
                await self._serve(ticket, after, headers.get("origin", ""), receive, send)

    def _hub(self) -> Hub:
        loop = asyncio.get_running_loop()
        if loop not in self.hubs:
            self.hubs[loop] = Hub()
            _end_on_sigterm(self.hubs[loop], loop)
        return self.hubs[loop]

    async def _serve(
        self, ticket: Ticket, after: str, origin: str, receive: Receive, send: Send
    ) -> None:
        hub = self._hub()
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await hub.join()
            await _begin(send, origin)
            await _listen(hub, ticket, after, gone, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            hub.leave()


def _end_on_sigterm(hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
    """Let the connections go before the server waits for them, which it would do for an hour."""
    before = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        return

    def end(number: int, frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(hub.end)
        before(number, frame)

    signal.signal(signal.SIGTERM, end)


async def _listen(
    hub: Hub, ticket: Ticket, after: str, gone: asyncio.Future[None], send: Send
) -> None:
    """Send what the ticket hears of until the client is gone or its time is up."""
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST * random.uniform(0.8, 1.0)  # noqa: S311 - spreads reconnections
    place = _resume(hub, after)
    while not hub.is_ending and loop.time() < until:
        bell = hub.bell
        missed = hub.since(hub.place if place is None else place)
        if place is None or missed is None:
            await _send(send, RESET)
        body = b"".join(sent.wire for sent in missed or () if ticket.hears(sent.news.verb))
        place = hub.place
        if body:
            await _send(send, body)
        rung = asyncio.ensure_future(bell.wait())
        done, _waiting = await asyncio.wait(
            {rung, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
        )
        rung.cancel()
        if gone in done:
            return
        if not done:
            await _send(send, b": \n\n")


def _resume(hub: Hub, after: str) -> int | None:
    """The place to go on from; None where lines were missed that are no longer kept."""
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        return hub.place
    return hub.place_of(int(after))


def may_ask_from(origin: str, host: str) -> bool:
    """Whether a page of this origin may listen: our own host on any port, or a trusted origin."""
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        return urlsplit(origin).hostname == urlsplit(f"//{host}").hostname
    except ValueError:
        return False


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _begin(send: Send, origin: str) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        *_cors(origin),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # Clients that lost the line together must not come back together.
    await _send(send, f"retry: {random.randint(2000, 8000)}\n\n".encode())  # noqa: S311 - jitter


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, status: int, origin: str = "") -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store"), *_cors(origin)]
    if status == 503:
        headers.append((b"retry-after", str(random.randint(5, 30)).encode()))  # noqa: S311 - jitter
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    if not origin:
        return []
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]


application = EventStream()
