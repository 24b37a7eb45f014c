"""Ten thousand open pages in a process of their own: what a browser's EventSource does, no more."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import resource
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

# So many connections are opened a second, as a district comes, and not in one blow.
OPENED_A_SECOND = 2000
_RETRY = re.compile(rb"retry: (\d+)\n")
_NEWS = re.compile(rb"event: news\nid: (\d+)\n")


@dataclass
class Told:
    """What the pages say when they are asked: moments are of the machine's monotonic clock."""

    open: int = 0
    refused: int = 0
    # event → how many heard it, and when the last one did
    heard: dict[int, tuple[int, float]] = field(default_factory=dict)
    last_opened: float = 0.0


class OpenPages:
    """`count` pages that listen at `port`; use as a context."""

    def __init__(self, port: int, count: int) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_live, args=(port, count, theirs), daemon=True)

    def __enter__(self) -> OpenPages:
        self._process.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.join()

    def told(self) -> Told:
        """How it stands now."""
        self._ours.send("told")
        answer: Told = self._ours.recv()
        return answer

    def wait(self, until: Any, *, most: float) -> Told:
        """Until `until(told)` holds; what was told last. Gives up after `most` seconds."""
        end = time.monotonic() + most
        while not until(told := self.told()) and time.monotonic() < end:
            time.sleep(0.1)
        return told


def _live(port: int, count: int, connection: Connection) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(_Crowd(port, count).live(connection))


class _Crowd:
    def __init__(self, port: int, count: int) -> None:
        self.port, self.count, self.told = port, count, Told()
        self.loop: asyncio.AbstractEventLoop

    async def live(self, connection: Connection) -> None:
        self.loop = asyncio.get_running_loop()
        self.loop.add_reader(connection.fileno(), self._answer, connection)
        for number in range(self.count):
            self.come(b"")
            if number % 20 == 19:
                await asyncio.sleep(20 / OPENED_A_SECOND)
        await asyncio.Event().wait()

    def _answer(self, connection: Connection) -> None:
        connection.recv()
        connection.send(self.told)

    def come(self, after: bytes) -> None:
        task = self.loop.create_task(self._connect(after))
        task.add_done_callback(lambda done: done.exception())

    async def _connect(self, after: bytes) -> None:
        try:
            await self.loop.create_connection(lambda: _Line(self, after), "127.0.0.1", self.port)
        except OSError:
            # no server: as a browser does, again after the pause it knows of
            self.loop.call_later(5, self.come, after)


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, crowd: _Crowd, after: bytes) -> None:
        self.crowd, self.after, self.pause = crowd, after, 5.0
        self.is_open = False
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        after = b"Last-Event-ID: " + self.after + b"\r\n" if self.after else b""
        self.transport.write(
            b"GET /events/readers?section=&page=index.html HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Accept: text/event-stream\r\n" + after + b"\r\n"
        )

    def data_received(self, received: bytes) -> None:
        told, now = self.crowd.told, time.monotonic()
        if not self.is_open and received.startswith(b"HTTP/1.1 200"):
            self.is_open = True
            told.open += 1
            told.last_opened = now
        elif not self.is_open:
            told.refused += 1
            self.transport.close()
        if pause := _RETRY.search(received):
            self.pause = int(pause[1]) / 1000
        for event in _NEWS.findall(received):
            self.after = event
            count, _last = told.heard.get(int(event), (0, 0.0))
            told.heard[int(event)] = (count + 1, now)

    def connection_lost(self, error: Exception | None) -> None:
        if self.is_open:
            self.crowd.told.open -= 1
        self.crowd.loop.call_later(self.pause, self.crowd.come, self.after)
