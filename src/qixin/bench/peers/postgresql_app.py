"""A bare ASGI handler that inserts a report's row into PostgreSQL; `PEER_DATABASE` is its URL."""

from __future__ import annotations

import os
from typing import Any

import psycopg

from qixin.bench.peers.row import COLUMNS, answer, row, whole_body

_connection = psycopg.connect(os.environ["PEER_DATABASE"], autocommit=True)
_INSERT = (
    f"INSERT INTO reports_report ({', '.join(COLUMNS)}) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    body = await whole_body(receive)
    if not body:
        return
    number, values = row(body)
    _connection.execute(_INSERT, values)
    await answer(send, number)
