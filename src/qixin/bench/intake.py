"""Reports accepted over HTTP, against a bare handler that inserts the same row."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import click

from qixin.bench.figures import Figure, ratio
from qixin.bench.homes import home_folder, set_up
from qixin.bench.loads import load
from qixin.bench.servers import WORKERS, bare_asgi, serving

PATH = "/api/intake/"
CONNECTIONS = 16
TABLE = "reports_report"


def measure(*, rounds: int, seconds: int) -> Iterator[Figure]:
    """Both servers run throughout and are asked in turn, so both meet the same machine."""
    with home_folder() as home:
        set_up()
        from django.db import connection

        key = api_key()
        application, environment = (
            ("sqlite_app", _peer_on_sqlite(home))
            if connection.vendor == "sqlite"
            else ("postgresql_app", _peer_on_postgresql())
        )
        own, peer = [], []
        with ExitStack() as running:
            _process, port = running.enter_context(serving("--no-jobs", "--no-live"))
            bare = running.enter_context(bare_asgi(application, environment))
            for _round in range(rounds + 1):
                own.append(_accepted(f"http://127.0.0.1:{port}{PATH}", key, seconds))
                peer.append(_accepted(f"http://127.0.0.1:{bare}/", key, seconds))
        kept = _rows()
    # the first round warms both up
    name = {"sqlite": "SQLite, synchronous=FULL", "postgresql": "PostgreSQL"}[connection.vendor]
    yield Figure(
        name=f"Reports accepted, durable, {WORKERS} workers: {name}",
        asked="≥ 0.70 × bare handler" if connection.vendor == "sqlite" else "the same bench",
        measured=ratio([count / seconds for count in own[1:]], [c / seconds for c in peer[1:]]),
        how=f"{rounds} pairs of {seconds} s, {CONNECTIONS} connections; {kept:,} rows kept of "
        f"{sum(own):,} acknowledged",
    )
    if kept < sum(own):
        raise click.ClickException(f"{sum(own):,} acknowledged, but {kept:,} kept")


def _accepted(address: str, key: str, seconds: int) -> int:
    environment = {"REPORTS_KEY": key, "REPORTS_RUN": secrets.token_hex(4)}
    told = load(
        address, connections=CONNECTIONS, seconds=seconds, script="reports.lua",
        environment=environment,
    )  # fmt: skip
    return told.answers


def api_key() -> str:
    """An API key's secret that may file reports."""
    from qixin.people.models import ApiKey, User
    from qixin.people.models.access import token_hash

    prefix = secrets.token_hex(4)
    secret = f"qx_{prefix}_{secrets.token_urlsafe(24)}"
    ApiKey.objects.create(
        name="bench", prefix=prefix, secret_hash=token_hash(secret), permissions=["reports.send"],
        created_by=User.objects.create(username="bench"),
    )  # fmt: skip
    return secret


def _rows() -> int:
    from qixin.reports.models import Report

    return Report.objects.count()


def _peer_on_sqlite(home: Path) -> Mapping[str, str]:
    """A copy of our empty database: the same table with the same indexes."""
    target = home / "peer.sqlite3"
    with (
        closing(sqlite3.connect(home / "qixin.sqlite3")) as own,
        closing(sqlite3.connect(target)) as copy,
    ):
        own.backup(copy)
    return {"PEER_DATABASE": str(target)}


def _peer_on_postgresql() -> Mapping[str, str]:
    """The same table with the same indexes and no foreign keys, in a schema of the peer's."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA peer")
        cursor.execute(f"CREATE TABLE peer.{TABLE} (LIKE public.{TABLE} INCLUDING ALL)")
    address = os.environ["DATABASE_URL"]
    mark = "&" if "?" in address else "?"
    return {"PEER_DATABASE": f"{address}{mark}options=-csearch_path%3Dpeer"}
