"""The side of those who wait: an alarm that rings when rows of one table were committed."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress

from django.conf import settings
from django.db import models

from qixin.core.wakeups import lines
from qixin.core.wakeups.choice import POLL, POSTGRES, channel, chosen

logger = logging.getLogger(__name__)

# Seconds before a broken line is tried again, spread and growing, so that all machines do not come
# back to a restarted server together.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0

OpenLine = Callable[[str], AbstractAsyncContextManager[AsyncIterator[None]]]


class Alarm:
    """Rings for new rows of one model. Lives in one event loop, from `start` to `stop`.

    While `is_listening` a wake-up can be waited for; else, and always with `poll`, whoever waits
    must look by itself. It rings as well when the line is opened or breaks: what was committed
    meanwhile was told to nobody.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.is_listening = False
        self._channel = channel(model)
        self._rung = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if settings.QIXIN_WAKE != POLL:
            self._task = asyncio.create_task(self._listen_on())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def wait(self, longest: float) -> bool:
        """Whether it rang within `longest` seconds; the next ring is a new one."""
        if self._task is None:
            await asyncio.sleep(longest)
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), longest)
        has_rung = self._rung.is_set()
        self._rung.clear()
        return has_rung

    async def _listen_on(self) -> None:
        pause, is_told = FIRST_PAUSE, False
        while True:
            try:
                async with _line()(self._channel) as wakeups:
                    self._set(listening=True)
                    if is_told:
                        logger.warning("%s: woken again", self._channel)
                    pause, is_told = FIRST_PAUSE, False
                    async for _wakeup in wakeups:
                        self._rung.set()
            except lines.broken() as error:
                if not is_told:
                    logger.warning(
                        "%s: nobody wakes us (%s); looking by ourselves until somebody does",
                        self._channel,
                        str(error).strip() or type(error).__name__,
                    )
                is_told = True
            finally:
                self._set(listening=False)
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter
            pause = min(pause * 2, LONGEST_PAUSE)

    def _set(self, *, listening: bool) -> None:
        self.is_listening = listening
        self._rung.set()


def _line() -> OpenLine:
    return lines.postgres if chosen() == POSTGRES else lines.redis
