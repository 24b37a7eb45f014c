"""One look at the database for all connections: who watches a growing table, and for how long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.db import Error
from django.db.models import Model

from qixin.core.wakeups import Alarm
from qixin.situation.events.reading import MOST_AT_ONCE, Growing

logger = logging.getLogger(__name__)

EVERY = 0.25  # seconds between two looks, where nobody wakes us (QIXIN_WAKE), and two beats
SLOWLY = 5.0  # seconds between two looks where somebody does: a wake-up may be lost
AT_LEAST = 0.05  # seconds between two wake-ups that are followed: under load rows come together
IDLE_FOR = 30.0  # seconds without a connection after which nobody looks


class Watch:
    """Reads new rows of `model` while somebody listens. Lives in one event loop."""

    def __init__(self, make_reader: Callable[[], Growing], model: type[Model]) -> None:
        self.listeners = 0
        self.is_ending = False
        self._make_reader = make_reader
        self.alarm = Alarm(model)
        self._reader: Growing | None = None
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
        """Called every EVERY seconds, new rows or not."""

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
        self._reader = None
        self.alarm.start()
        try:
            await self._look_on()
        finally:
            await self.alarm.stop()

    async def _look_on(self) -> None:
        time = asyncio.get_running_loop().time
        next_look = next_beat = idle_since = time()
        is_woken = False
        while not self.is_ending:
            if is_woken or time() >= next_look:
                has_all = await self._look()
                next_look = time() + (SLOWLY if has_all and self.alarm.is_listening else EVERY)
            self._ready.set()
            if time() >= next_beat:
                next_beat = time() + EVERY
                self.beat()
            if self.listeners:
                idle_since = time()
            elif time() - idle_since > IDLE_FOR:
                return
            if is_woken:
                await asyncio.sleep(AT_LEAST)
            is_woken = await self.alarm.wait(EVERY)

    async def _look(self) -> bool:
        """Read once; whether that was all there is."""
        in_thread = partial(asyncio.get_running_loop().run_in_executor, self._thread)
        try:
            if self._reader is None:
                self._reader = await in_thread(self._make_reader)
                self.begin(self._reader)
            rows = await in_thread(self._reader.read)
        except Error:
            logger.warning("the events cannot be read; trying again", exc_info=True)
            return False
        self.tell(rows)
        return len(rows) < MOST_AT_ONCE
