"""One new row by one prepared statement, for the roads on which every microsecond counts.

Django builds an INSERT anew for each `save`, at several times the cost of running it. Here the
statement is built once a model and database; values still go through the model's own fields.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

Preparation = tuple[str, Callable[..., Any]]


def insert(row: models.Model, *, unless_known: str = "") -> bool:
    """Insert `row` and give it its id; False, and nothing inserted, where the value of the unique
    column `unless_known` is there already.

    For models whose fields need no `pre_save` of their own (no files, no `auto_now`). Raises
    IntegrityError for any other constraint.
    """
    # Asked for once: the proxy `django.db.connection` looks it up anew at every touch.
    connection = connections[DEFAULT_DB_ALIAS]
    statement, preparations = _prepared(type(row), unless_known, connection.vendor)
    values = [prepare(getattr(row, name), connection) for name, prepare in preparations]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        given = cursor.fetchone()
    if given is None:
        return False
    row.pk = given[0]
    row._state.adding, row._state.db = False, connection.alias
    return True


@lru_cache(maxsize=32)
def _prepared(
    model: type[models.Model], unless_known: str, _vendor: str
) -> tuple[str, tuple[Preparation, ...]]:
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    once = f" ON CONFLICT ({quote(unless_known)}) DO NOTHING" if unless_known else ""
    statement = (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}){once} "  # noqa: S608
        f"RETURNING {quote(str(meta.pk.column))}"
    )
    return statement, tuple((field.attname, field.get_db_prep_save) for field in fields)
