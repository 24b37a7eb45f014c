"""One look at the database for all connections: who watches a growing table, and for how long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import Error

from qixin.situation.events.reading import Growing

logger = logging.getLogger(__name__)

EVERY = 0.25  # seconds between two looks
IDLE_FOR = 30.0  # seconds without a connection after which nobody looks


class Watch:
    """Reads new rows while somebody listens. Lives in one event loop."""

    def __init__(self, make_reader: Callable[[], Growing]) -> None:
        self.listeners = 0
        self.is_ending = False
        self._make_reader = make_reader
        # The one thread that talks to the database: its connection stays open between looks.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="events")
        self._task: asyncio.Task[None] | None = None
        self._ready: asyncio.Event = asyncio.Event()

    def begin(self, reader: Growing) -> None:
        """A new reader is there, which knows nothing of what one before it missed."""
        raise NotImplementedError

    def tell(self, rows: list[Any]) -> None:
        """Pass new rows on."""
        raise NotImplementedError

    def beat(self) -> None:
        """Called at every look, new rows or not."""

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

    async def _read_on(self) -> None:
        loop = asyncio.get_running_loop()
        reader: Growing | None = None
        idle_since = loop.time()
        while not self.is_ending:
            try:
                if reader is None:
                    reader = await loop.run_in_executor(self._thread, self._make_reader)
                    self.begin(reader)
                self.tell(await loop.run_in_executor(self._thread, reader.read))
            except Error:
                logger.warning("the events cannot be read; trying again", exc_info=True)
            self._ready.set()
            self.beat()
            if self.listeners:
                idle_since = loop.time()
            elif loop.time() - idle_since > IDLE_FOR:
                return
            await asyncio.sleep(EVERY)
