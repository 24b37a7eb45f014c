"""The writers' side: one wake-up for each table and transaction, once it is committed."""

from __future__ import annotations

import logging
import threading
import time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction

from qixin.core.wakeups.choice import POLL, POSTGRES, channel, chosen

logger = logging.getLogger(__name__)

# Seconds that a writer waits for Redis, and for which it lets it alone when it does not answer:
# whoever saves something must not pay for it.
PATIENCE = 0.5
LET_ALONE = 5.0


class _Waiting(threading.local):
    """Channels of what this thread has written and not yet told."""

    def __init__(self) -> None:
        self.channels: set[str] = set()


_waiting = _Waiting()


def tell(model: type[models.Model]) -> None:
    """Wake whoever waits for rows of `model` once the caller's transaction is committed.

    Costs nothing where nobody is woken (`poll`). Never raises: the row is there without it.
    """
    if settings.QIXIN_WAKE == POLL:
        return
    _waiting.channels.add(channel(model))
    # Each time anew: a savepoint that is rolled back takes its callbacks along. The first that is
    # called tells of everything, the others find nothing left.
    transaction.on_commit(_pass_on, robust=True)


def _pass_on() -> None:
    channels, _waiting.channels = sorted(_waiting.channels), set()
    if not channels:
        return
    if chosen() == POSTGRES:
        _notify(channels)
    else:
        _publisher(settings.QIXIN_WAKE).publish(channels)


def _notify(channels: list[str]) -> None:
    """In a transaction of its own that does not wait for the disk: PostgreSQL lets only one
    transaction with a NOTIFY commit at a time, and the writers would queue for each other's."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'off', true), pg_notify(name, '') "
                "FROM unnest(%s::text[]) AS name",
                [channels],
            )
    except DatabaseError:
        logger.warning("a wake-up was not sent; live updates come a little later", exc_info=True)


class Publisher:
    """One Redis as writers use it: briefly, and not at all while it does not answer."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._away_until = 0.0
        self._is_away = False

    def publish(self, channels: list[str]) -> None:
        from redis.exceptions import RedisError

        if time.monotonic() < self._away_until:
            return
        try:
            for name in channels:
                self._client.publish(name, b"")
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + LET_ALONE
            if not self._is_away:
                logger.warning("Redis does not answer (%s): nobody is woken by it", error)
            self._is_away = True
        else:
            self._is_away = False


@lru_cache(maxsize=4)
def _publisher(url: str) -> Publisher:
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Publisher(
        Redis.from_url(
            url,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
    )
