"""New rows by one prepared statement, for the roads on which every microsecond counts.

Django builds an INSERT anew for each `save`, at several times the cost of running it. Here the
statement is built once a model and database. What a driver takes as it is goes to it as it is;
everything else (moments, UUIDs, JSON, encrypted text, choices) goes through the model's own fields.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models

# Fields that hand a value of these exact types to every driver unchanged.
_UNCHANGED_BY = frozenset({
    models.CharField, models.TextField, models.FloatField, models.BigIntegerField,
    models.PositiveSmallIntegerField, models.ForeignKey, models.OneToOneField,
})  # fmt: skip
_UNCHANGED = frozenset({str, int, float, type(None)})


class _Column(NamedTuple):
    attribute: str
    is_plain: bool
    prepare: Callable[..., Any]


def insert(row: models.Model, *, unless_known: str = "") -> bool:
    """Insert `row` and give it its id; False, and nothing inserted, where the value of the unique
    column `unless_known` is there already.

    For models whose fields need no `pre_save` of their own (no files, no `auto_now`). Raises
    IntegrityError for any other constraint.
    """
    # Asked for once: the proxy `django.db.connection` looks it up anew at every touch.
    connection = connections[DEFAULT_DB_ALIAS]
    statement, columns = _prepared(type(row), unless_known, connection.vendor)
    held = row.__dict__
    values = [
        value
        if is_plain and type(value := held[attribute]) in _UNCHANGED
        else prepare(held[attribute], connection)
        for attribute, is_plain, prepare in columns
    ]
    given = _run(connection, statement, values)
    if given is None:
        return False
    row.pk = given[0]
    row._state.adding, row._state.db = False, connection.alias
    return True


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model and give them their ids.

    One by one on SQLite, which answers within the process; in few statements where each is a
    journey to a server and back. The same models, the same errors as `insert`.
    """
    if not rows:
        return
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        for row in rows:
            insert(row)
    else:
        type(rows[0])._default_manager.bulk_create(rows)


def _run(connection: Any, statement: str, values: list[Any]) -> Any:
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("?", "%s"), values)
            return cursor.fetchone()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        # The driver itself: Django's cursor would translate the placeholders anew each time.
        return connection.connection.execute(statement, values).fetchone()


@lru_cache(maxsize=32)
def _prepared(
    model: type[models.Model], unless_known: str, vendor: str
) -> tuple[str, tuple[_Column, ...]]:
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["?" if vendor == "sqlite" else "%s"] * len(fields))
    once = f" ON CONFLICT ({quote(unless_known)}) DO NOTHING" if unless_known else ""
    statement = (
        f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES ({places}){once} "  # noqa: S608
        f"RETURNING {quote(str(meta.pk.column))}"
    )
    columns = (
        _Column(field.attname, type(field) in _UNCHANGED_BY, field.get_db_prep_save)
        for field in fields
    )
    return statement, tuple(columns)
