"""Shared by all tests: an own home folder, no sockets but loopback, fresh process-wide caches."""

import os
import tempfile
from importlib import import_module
from importlib import import_module

os.environ.setdefault("QIXIN_HOME", tempfile.mkdtemp(prefix="qixin-tests-"))
os.environ.setdefault("QIXIN_TASKS", "django_tasks.backends.immediate.ImmediateBackend")
os.environ.setdefault("QIXIN_HOSTS", "127.0.0.1 localhost testserver")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django
import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_socket import enable_socket, socket_allow_hosts

django.setup()


@pytest.fixture(autouse=True)
def only_loopback():
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def nothing_kept():
    from qixin.core import clock

    clock.forget_kept()
    yield
    clock.forget_kept()


@pytest.fixture(autouse=True)
def chinese_first():
    """No test inherits the language that another one switched to."""
    from django.utils import translation

    with translation.override("zh-hans"):
        yield


_without_triggers = {"sqlite": False}


@pytest.fixture(autouse=True)
def append_only_journal(request):
    """After a test with real transactions pytest-django empties the tables, row by row on SQLite.

    The journal refuses that, as it must; so its triggers go just before, and stand again in the next
    test that has a database. PostgreSQL truncates, which the triggers let through.
    """
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and _without_triggers["sqlite"]:
        _add_triggers()
    yield
    if marker is not None and marker.kwargs.get("transaction"):
        _drop_triggers()


def _add_triggers():
    from django.db import connection

    migration = import_module("qixin.core.migrations.0002_append_only")
    with connection.cursor() as cursor:
        for table in migration.TABLES:
            for statement in migration.STATEMENTS["sqlite"]:
                again = statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS")
                cursor.execute(again.format(table=table, refusal=migration.REFUSAL))


def _drop_triggers():
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    migration = import_module("qixin.core.migrations.0002_append_only")
    with connection.cursor() as cursor:
        for table in migration.TABLES:
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
    _without_triggers["sqlite"] = True
