"""A bare ASGI handler that inserts a report's row into SQLite in WAL with synchronous=FULL.

`PEER_DATABASE` is the path of an existing database. Indexes are what its maker put there.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Any

from qixin.bench.peers.row import COLUMNS, answer, row, whole_body

_connection = sqlite3.connect(
    os.environ["PEER_DATABASE"], timeout=20, isolation_level=None, check_same_thread=False
)
_connection.execute("PRAGMA journal_mode=WAL")
_connection.execute("PRAGMA synchronous=FULL")
_INSERT = (
    f"INSERT INTO reports_report ({', '.join(COLUMNS)}) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join('?' * len(COLUMNS))})"
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    body = await whole_body(receive)
    if not body:
        return
    number, values = row(body)
    # Outside of a transaction each statement is one, synced before execute returns.
    _connection.execute(_INSERT, values)
    await answer(send, number)
