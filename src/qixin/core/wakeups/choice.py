"""Which way was chosen, and whether it can be gone here."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.db import models

POLL, POSTGRES, REDIS = "poll", "postgres", "redis"
_ADDRESSES = ("redis://", "rediss://", "unix://")


def chosen() -> str:
    """POLL, POSTGRES, or REDIS for any address of one; "" for what is not understood."""
    if settings.QIXIN_WAKE in (POLL, POSTGRES):
        return str(settings.QIXIN_WAKE)
    return REDIS if settings.QIXIN_WAKE.startswith(_ADDRESSES) else ""


def fault() -> str:
    """Why live updates cannot start as `QIXIN_WAKE` says, as a sentence; "" where they can."""
    way = chosen()
    if not way:
        return (
            f"QIXIN_WAKE={settings.QIXIN_WAKE} is not understood. Set it to poll, to postgres, or "
            "to the address of a Redis (redis://host:6379/0)."
        )
    if way == POSTGRES and not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return (
            "QIXIN_WAKE=postgres needs PostgreSQL, and the database here is SQLite. Set "
            "DATABASE_URL to a PostgreSQL, or leave QIXIN_WAKE out."
        )
    if way == REDIS and find_spec("redis") is None:
        return "QIXIN_WAKE names a Redis, whose client is missing: pip install 'qixin[redis]'."
    return ""


def channel(model: type[models.Model]) -> str:
    """What new rows of `model` are called on the line: the table's name, and nothing of a row."""
    return f"qixin_{model._meta.db_table}"
