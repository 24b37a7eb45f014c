"""One reader of the journal for all connections, and the latest lines for those who return."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import Error

from qixin.situation.events.reading import JournalReader, News

logger = logging.getLogger(__name__)

EVERY = 0.5  # seconds between two looks at the journal
KEPT = 1000  # lines that a returning connection can be given
IDLE_FOR = 30.0  # seconds without a connection after which the reader stops


@dataclass(frozen=True, slots=True)
class Sent:
    """A line as it goes over the wire; `place` counts up by one in the order of sending."""

    place: int
    news: News
    wire: bytes


def wire(news: News) -> bytes:
    """One event of the stream (WHATWG HTML, 9.2.6)."""
    content = json.dumps({"id": news.id, "verb": news.verb, "kind": news.kind})
    return f"event: journal\nid: {news.id}\ndata: {content}\n\n".encode()


class Hub:
    """What was sent of late, and a bell for what comes. Lives in one event loop."""

    def __init__(self, make_reader: Callable[[], JournalReader] = JournalReader) -> None:
        self.kept: deque[Sent] = deque(maxlen=KEPT)
        self.place = 0
        self.bell = asyncio.Event()
        self.listeners = 0
        self.is_ending = False
        self._make_reader = make_reader
        # The one thread that talks to the database: its connection stays open between looks.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._task: asyncio.Task[None] | None = None
        self._ready: asyncio.Event = asyncio.Event()

    async def join(self) -> None:
        """Count a listener in and see that somebody reads; from then on, what comes is heard."""
        self.listeners += 1
        if self._task is None or self._task.done():
            self._ready.clear()
            self._task = asyncio.create_task(self._read_on())
        await self._ready.wait()

    def leave(self) -> None:
        self.listeners -= 1

    def end(self) -> None:
        """Have every listener let go: the process is asked to stop."""
        self.is_ending = True
        self.bell.set()

    def since(self, place: int) -> list[Sent] | None:
        """What was sent after `place`; None where some of it is no longer kept."""
        if place >= self.place:
            return []
        if self.place - place > len(self.kept):
            return None
        return [sent for sent in self.kept if sent.place > place]

    def place_of(self, entry: int) -> int | None:
        """Where the line with this id was sent; None where it is no longer known."""
        return next((sent.place for sent in reversed(self.kept) if sent.news.id == entry), None)

    def tell(self, news: list[News]) -> None:
        """Keep the lines and ring the bell."""
        for line in news:
            self.place += 1
            self.kept.append(Sent(self.place, line, wire(line)))
        if news:
            self.bell.set()
            self.bell = asyncio.Event()

    async def _read_on(self) -> None:
        loop = asyncio.get_running_loop()
        reader: JournalReader | None = None
        idle_since = loop.time()
        while not self.is_ending:
            try:
                if reader is None:
                    reader = await loop.run_in_executor(self._thread, self._make_reader)
                    # What was sent before the reader slept says nothing of what it missed.
                    self.kept.clear()
                self.tell(await loop.run_in_executor(self._thread, reader.read))
            except Error:
                logger.warning("the journal cannot be read; trying again", exc_info=True)
            self._ready.set()
            if self.listeners:
                idle_since = loop.time()
            elif loop.time() - idle_since > IDLE_FOR:
                return
            await asyncio.sleep(EVERY)
