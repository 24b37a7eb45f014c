"""The event stream as a bare ASGI application, for `granian --interface asginl`.

Django's own request handling is left out: it holds a thread for each open connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import resource
import signal
import threading
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
if not apps.ready:
    django.setup()

from django.conf import settings

from qixin.situation.events import asking
from qixin.situation.events.address import READERS
from qixin.situation.events.asking import Asked, Receive, Scope, Send
from qixin.situation.events.hub import Hub
from qixin.situation.events.readers import COMMENT, HEARTBEAT, RESET, OpenPage, Readers
from qixin.situation.events.tickets import Ticket, read_ticket
from qixin.situation.events.watching import Watch

LONGEST = 3600.0  # seconds after which a connection ends; the client comes back with a new ticket
MOST = 4000
MOST_A_USER = 20


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
    """The application. One hub for each event loop that serves it, and one for the readers."""

    def __init__(self, door: Door | None = None) -> None:
        self.door = door or Door()
        self.hubs: dict[asyncio.AbstractEventLoop, Hub] = {}
        self.readers: dict[asyncio.AbstractEventLoop, Readers] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        asked = Asked.in_scope(scope)
        if asked.method != "GET":
            await asking.refuse(send, 405)
        elif not asked.comes_from_us:
            await asking.refuse(send, 403)
        elif asked.path.startswith(READERS):
            await self._open_page(asked, receive, send)
        else:
            await self._ticket_holder(asked, receive, send)

    async def _ticket_holder(self, asked: Asked, receive: Receive, send: Send) -> None:
        ticket = read_ticket(asked.one("ticket"))
        if ticket is None:
            await asking.refuse(send, 401, asked.origin)
        elif self.door.is_full_for(ticket.user):
            await asking.refuse(send, 503, asked.origin)
        else:
            hub = _of_this_loop(self.hubs, Hub)
            with self.door.opened_for(ticket.user):
                await _serve(hub, ticket, asked, receive, send)

    async def _open_page(self, asked: Asked, receive: Receive, send: Send) -> None:
        readers = _of_this_loop(self.readers, Readers)
        if len(readers.pages) >= settings.QIXIN_READERS:
            await asking.refuse(send, 503, asked.origin)
        else:
            page = OpenPage(asked.one("section"), asked.one("page"))
            await _read_to(readers, page, asked, receive, send)


def _of_this_loop(all_: dict[asyncio.AbstractEventLoop, Any], make: Callable[[], Any]) -> Any:
    loop = asyncio.get_running_loop()
    if loop not in all_:
        all_[loop] = make()
        _end_on_sigterm(all_[loop], loop)
    return all_[loop]


def _end_on_sigterm(watch: Watch, loop: asyncio.AbstractEventLoop) -> None:
    """Let the connections go before the server waits for them, which it would do for an hour."""
    before = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        return

    def end(number: int, frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(watch.end)
        before(number, frame)

    signal.signal(signal.SIGTERM, end)


async def _serve(hub: Hub, ticket: Ticket, asked: Asked, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(asking.gone(receive))
    try:
        await hub.join()
        await asking.begin(send, asked.origin)
        await _listen(hub, ticket, asked.after, gone, send)
        await asking.end(send)
    finally:
        gone.cancel()
        hub.leave()


async def _read_to(
    readers: Readers, page: OpenPage, asked: Asked, receive: Receive, send: Send
) -> None:
    gone = asyncio.ensure_future(asking.gone(receive))
    gone.add_done_callback(lambda _: page.close())
    # Spread, so that those who came together do not come back together.
    lasting = LONGEST * random.uniform(0.8, 1.0)  # noqa: S311
    closing = asyncio.get_running_loop().call_later(lasting, page.close)
    try:
        await readers.come_in(page, asked.after)
        await asking.begin(
            send, asked.origin, f"id: {readers.last if asked.after is None else asked.after}\n"
        )
        while body := await page.next():
            await asking.pass_on(send, body)
        if not gone.done():
            await asking.end(send)
    finally:
        closing.cancel()
        gone.cancel()
        readers.go(page)


async def _listen(
    hub: Hub, ticket: Ticket, after: int | None, gone: asyncio.Future[None], send: Send
) -> None:
    """Send what the ticket hears of until the client is gone or its time is up."""
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST * random.uniform(0.8, 1.0)  # noqa: S311 - spreads reconnections
    place = _resume(hub, after)
    while not hub.is_ending and loop.time() < until:
        bell = hub.bell
        missed = hub.since(hub.place if place is None else place)
        if place is None or missed is None:
            await asking.pass_on(send, RESET)
        body = b"".join(sent.wire for sent in missed or () if ticket.hears(sent.news.verb))
        place = hub.place
        if body:
            await asking.pass_on(send, body)
        rung = asyncio.ensure_future(bell.wait())
        done, _waiting = await asyncio.wait(
            {rung, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
        )
        rung.cancel()
        if gone in done:
            return
        if not done:
            await asking.pass_on(send, COMMENT)


def _resume(hub: Hub, after: int | None) -> int | None:
    """The place to go on from; None where lines were missed that are no longer kept."""
    return hub.place if after is None else hub.place_of(after)


def _open_as_many_files_as_may_be() -> None:
    """A connection is an open file; what a shell begins with, 1,024 of them, is soon full."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


_open_as_many_files_as_may_be()
application = EventStream()
