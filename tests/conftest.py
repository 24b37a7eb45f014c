"""Shared by all tests: an own home folder, no sockets but loopback, fresh process-wide caches."""

import gc
import os
import tempfile
from importlib import import_module
from pathlib import Path

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
SOLVERS = Path(__file__).parent / "planning"
TRIGGERS = import_module("qixin.core.migrations.0002_append_only")


def pytest_itemcollected(item):
    """The solvers' tests stay in one process: each process would compile the inner loops anew."""
    if item.path.is_relative_to(SOLVERS):
        item.add_marker(pytest.mark.xdist_group("planning"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest group first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: not item.path.is_relative_to(SOLVERS))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, request):
    """SQLite in a file, as it runs for real: in memory, the threads of a live server would share
    one connection, and one's savepoints would end another's.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        process = getattr(request.config, "workerinput", {}).get("workerid", "")
        database["TEST"]["NAME"] = str(settings.QIXIN_HOME / f"tests{process}.sqlite3")


@pytest.fixture(scope="session")
def nothing_collected():
    """Migrations make and drop thousands of classes; collecting them on the way takes a third of
    the time.
    """
    gc.disable()


@pytest.fixture(scope="session")
def django_db_setup(nothing_collected, django_db_setup):
    gc.enable()


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


@pytest.fixture
def gateway(settings):
    """Text messages go out, and are kept to be read; nothing is counted against rates before."""
    from django.core.cache import cache

    from tests.people.gateways import NAME, KeepingGateway

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.QIXIN_SMS_GATEWAY = NAME
    cache.clear()
    KeepingGateway.sent.clear()


@pytest.fixture(autouse=True)
def chinese_first():
    """No test inherits the language that another one switched to."""
    from django.utils import translation

    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True, scope="session")
def journal_emptied_between_tests():
    """After a test with real transactions Django empties the tables, row by row on SQLite.

    The journal refuses that, as it must, so its triggers stand aside for that moment. PostgreSQL
    truncates, which they let through.
    """
    empty = TransactionTestCase._fixture_teardown

    def without_triggers(case):
        if connection.vendor != "sqlite":
            return empty(case)
        _execute(
            "DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete"
        )
        try:
            return empty(case)
        finally:
            _execute(*TRIGGERS.STATEMENTS["sqlite"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield


def _execute(*statements):
    with connection.cursor() as cursor:
        for table in TRIGGERS.TABLES:
            for statement in statements:
                cursor.execute(statement.format(table=table, refusal=TRIGGERS.REFUSAL))
