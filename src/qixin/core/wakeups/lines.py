"""Lines on which wake-ups come, as `async with line(channel) as wakeups`: PostgreSQL's and Redis's.

Within the block it listens; the iterator gives one None for each wake-up, and the block raises one
of `broken()` when the line breaks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from django.conf import settings
from django.db import connection

CONNECT_WITHIN = 5  # seconds
# A server whose machine vanished says nothing: after so many seconds of silence it is asked.
ASK_AFTER = 15


def broken() -> tuple[type[Exception], ...]:
    """What is raised when a line cannot be opened or breaks."""
    import psycopg

    try:
        from redis.exceptions import RedisError
    except ImportError:
        return (psycopg.Error, OSError)
    return (psycopg.Error, OSError, RedisError)


@asynccontextmanager
async def postgres(channel: str) -> AsyncIterator[AsyncIterator[None]]:
    """A connection of its own beside the pool: a listening one is good for nothing else."""
    import psycopg
    from psycopg import sql

    line = await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
    try:
        await line.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        yield _notifications(line)
    finally:
        await line.close()


async def _notifications(line: Any) -> AsyncIterator[None]:
    async for _notification in line.notifies():
        yield None


def _parameters() -> dict[str, Any]:
    """Django's own, without what belongs to its cursors."""
    ours = {"cursor_factory", "context", "prepare_threshold"}
    given = {
        name: value for name, value in connection.get_connection_params().items()
        if name not in ours
    }  # fmt: skip
    return {
        "connect_timeout": CONNECT_WITHIN,
        "keepalives_idle": ASK_AFTER,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        **given,
        "application_name": "qixin wake-ups",
    }


@asynccontextmanager
async def redis(channel: str) -> AsyncIterator[AsyncIterator[None]]:
    """A subscription; the client's own silent reconnecting is off, for we must hear of a break."""
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    client: Any = Redis.from_url(
        settings.QIXIN_WAKE,
        socket_connect_timeout=CONNECT_WITHIN,
        socket_timeout=CONNECT_WITHIN,
        retry=Retry(NoBackoff(), 0),
    )
    subscription: Any = client.pubsub()
    try:
        await subscription.subscribe(channel)
        yield _messages(subscription)
    finally:
        await subscription.aclose()
        await client.aclose()


async def _messages(subscription: Any) -> AsyncIterator[None]:
    is_asked = False
    while True:
        message = await subscription.get_message(timeout=ASK_AFTER)
        if message is None and is_asked:
            raise ConnectionError("Redis does not answer")
        is_asked = message is None
        if is_asked:
            await subscription.ping()
        elif message["type"] == "message":
            yield None
