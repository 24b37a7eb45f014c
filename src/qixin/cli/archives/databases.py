"""The database's part of an archive: a copy of one moment, and filling an empty one from it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from qixin.core.errors import Invalid

SNAPSHOT = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
_LAST_SEAL = "SELECT digest FROM core_seal ORDER BY last_id DESC LIMIT 1"
Ask = Callable[[str], Any]


def snapshot(target: Path) -> tuple[dict[str, int], str]:
    """Copy the database to `target`; returns the rows of each table in the copy and its last seal.

    Writers go on meanwhile. Raises sqlite3.Error, DatabaseError, Invalid where the tool fails.
    """
    if connection.vendor == "sqlite":
        return _copy_sqlite(target)
    return _dump_postgresql(target)


def holds_tables() -> bool:
    return bool(set(_tables()) & set(connection.introspection.table_names()))


def fill(copy: Path, counts: dict[str, int], last_seal: str) -> None:
    """Fill the empty database of the settings from `copy`, wholly or not at all.

    Raises Invalid where the copy holds other rows than `counts`, or another last seal. PostgreSQL
    counts them once they are in, and keeps them for whoever wants to know what is wrong.
    """
    if connection.vendor == "sqlite":
        _check_sqlite(copy, counts, last_seal)
        _put_in_place(copy)
    else:
        _run_tool(
            "pg_restore", "--no-owner", "--no-privileges", "--single-transaction",
            "--exit-on-error", str(copy),
        )  # fmt: skip
        with connection.cursor() as cursor:
            _compare(_asking(cursor), counts, last_seal)


def counted() -> tuple[dict[str, int], str]:
    """The rows of each table of our models now, and the last seal."""
    with connection.cursor() as cursor:
        return _counted(_asking(cursor), _tables())


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({m._meta.db_table for m in models if m._meta.managed and not m._meta.proxy})


def _copy_sqlite(target: Path) -> tuple[dict[str, int], str]:
    # One read transaction over all pages: writers go on, the copy is of one moment.
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy, pages=-1)
        return _counted(_asking(copy), _tables())


def _dump_postgresql(target: Path) -> tuple[dict[str, int], str]:
    """Counts and dump are of one moment: the dump imports the snapshot that this session holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        held = cursor.fetchone()[0]
        _run_tool("pg_dump", "--format=custom", f"--snapshot={held}", f"--file={target}")
        return counted()


def _asking(cursor: Any) -> Ask:
    def ask(question: str) -> Any:
        """The first column of the first row; None for no row."""
        row = cursor.execute(question).fetchone()
        return row[0] if row else None

    return ask


def _counted(ask: Ask, tables: list[str]) -> tuple[dict[str, int], str]:
    # tables of our own models
    counts = {table: ask(f'SELECT COUNT(*) FROM "{table}"') for table in tables}  # noqa: S608
    return counts, ask(_LAST_SEAL) or ""


def _check_sqlite(copy: Path, counts: dict[str, int], last_seal: str) -> None:
    with closing(sqlite3.connect(copy)) as database:
        _compare(_asking(database), counts, last_seal)


def _compare(ask: Ask, counts: dict[str, int], last_seal: str) -> None:
    found, seal = _counted(ask, sorted(counts))
    wrong = [table for table in counts if counts[table] != found[table]]
    if wrong:
        raise Invalid(f"The archive is damaged: other rows than its manifest says in {wrong}.")
    if seal != last_seal:
        raise Invalid("The archive is damaged: its last seal is another than its manifest says.")


def _put_in_place(copy: Path) -> None:
    connection.close()
    target = Path(str(connection.settings_dict["NAME"]))
    for left in (f"{target}-wal", f"{target}-shm"):
        Path(left).unlink(missing_ok=True)
    shutil.move(copy, target)


def _run_tool(tool: str, *arguments: str) -> None:
    """A PostgreSQL client tool on the database of the settings. Raises Invalid with its words."""
    path = shutil.which(tool)
    if path is None:
        raise Invalid(f"{tool} is missing. Install PostgreSQL's client (postgresql-client).")
    place, secret = _place()
    done = subprocess.run(  # noqa: S603
        [path, "--dbname", place, *arguments],
        env=os.environ | secret, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip() or f"exit code {done.returncode}"
        raise Invalid(f"{tool} failed: {said}")


def _place() -> tuple[str, dict[str, str]]:
    """Where the database is, in libpq's words; the password apart, for nobody to see in a list."""
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import Conninfo

    words = {option.keyword.decode() for option in Conninfo.get_defaults()}
    known = {name: value for name, value in connection.get_connection_params().items()
             if name in words and value}  # fmt: skip
    password = known.pop("password", "")
    return make_conninfo(**known), {"PGPASSWORD": str(password)} if password else {}
