"""Shared by all tests: an own home folder, no sockets but loopback, fresh process-wide caches."""

import atexit
import fcntl
import gc
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from importlib import import_module
from pathlib import Path

# One home for each process: a test that counts the files in it meets those of no other.
os.environ["QIXIN_HOME"] = tempfile.mkdtemp(
    prefix="-".join(("qixin-tests", os.environ.get("PYTEST_XDIST_WORKER", "alone"), ""))
)
os.environ.setdefault("QIXIN_TASKS", "django_tasks.backends.immediate.ImmediateBackend")
os.environ.setdefault("QIXIN_HOSTS", "127.0.0.1 localhost testserver")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_socket import enable_socket, socket_allow_hosts

atexit.register(shutil.rmtree, os.environ["QIXIN_HOME"], ignore_errors=True)
django.setup()
if str(settings.QIXIN_HOME) != os.environ["QIXIN_HOME"]:
    raise pytest.UsageError("The settings were read before the tests had a home of their own.")
ROOT = Path(__file__).parent.parent
SOLVERS = ROOT / "tests/planning"
# A parametrized test of so many lines is a table; PostgreSQL is asked for one line in so many.
LONG_TABLE, ONE_IN = 16, 8
# The same where somebody waits for the answer: `script/test` without --all.
BRIEF_TABLE, BRIEF_ONE_IN = 6, 5
TRIGGERS = import_module("qixin.core.migrations.0002_append_only")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """A process that inherits the name of the settings reads them before the line above gives it a
    home, and shares that of its parent.
    """
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_itemcollected(item):
    """The solvers' tests stay in one process: each process would compile the inner loops anew."""
    if item.path.is_relative_to(SOLVERS):
        item.add_marker(pytest.mark.xdist_group("planning"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """The longest group first, so that nobody waits for it at the end.

    Who may do what in which state is no matter of the database: SQLite is asked for every line of
    such a table, PostgreSQL for one in so many.
    """
    items.sort(key=lambda item: not item.path.is_relative_to(SOLVERS))
    if os.environ.get("QIXIN_TEST_TABLES") == "brief":
        _keep_some(config, items, long=BRIEF_TABLE, one_in=BRIEF_ONE_IN)
    elif connection.vendor == "postgresql":
        _keep_some(config, items, long=LONG_TABLE, one_in=ONE_IN)


def _keep_some(config, items, *, long, one_in):
    lines = Counter(_table(item) for item in items)
    seen = Counter()
    kept, left_out = [], []
    for item in items:
        table = _table(item)
        is_kept = lines[table] < long or seen[table] % one_in == 0
        (kept if is_kept else left_out).append(item)
        seen[table] += 1
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def _table(item):
    return item.path, getattr(item, "originalname", item.name)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, request):
    """SQLite in a file, as it runs for real: in memory, the threads of a live server would share
    one connection, and one's savepoints would end another's.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        process = getattr(request.config, "workerinput", {}).get("workerid", "")
        database["TEST"]["NAME"] = str(settings.QIXIN_HOME / f"tests{process}.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb():
    """A copy of the migrated database is there already, and is migrated on; see below."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def nothing_collected():
    """Migrations make and drop thousands of classes; collecting them on the way takes a third of
    the time.
    """
    gc.disable()


@pytest.fixture(scope="session")
def migrated_before(django_db_modify_db_settings, request):
    """Five hundred migrations run once for each state of them; later processes start on a copy,
    which Django brings up to date like any database.
    """
    if connection.vendor != "sqlite":
        yield None
        return
    own = Path(connection.settings_dict["TEST"]["NAME"])
    kept = Path(request.config.cache.mkdir("migrated")) / f"{_state_of_migrations()}.sqlite3"
    with (kept.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            shutil.copyfile(kept, own)
            fcntl.flock(lock, fcntl.LOCK_UN)
        yield own, kept, lock
    for file in own.parent.glob(f"{own.name}*"):
        file.unlink()


@pytest.fixture(scope="session")
def django_db_setup(nothing_collected, migrated_before, django_db_setup):
    # What is there now stays until the end: whatever collects garbage need not look at it again.
    gc.collect()
    gc.freeze()
    gc.enable()
    if not migrated_before:
        return
    own, kept, lock = migrated_before
    if not kept.exists():
        for older in kept.parent.glob("*.sqlite3"):
            older.unlink()
        _copy(own, kept)
    fcntl.flock(lock, fcntl.LOCK_UN)


def _state_of_migrations():
    """Changes with every migration, ours or a library's, and with what runs after them."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for file in sorted((ROOT / "src/qixin").rglob("*.py")):
        if "migrations" in file.parts or file.name == "apps.py":
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _copy(own, kept):
    part = kept.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(own)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(kept)


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


@pytest.fixture(autouse=True, scope="session")
def passwords_are_cheap():
    """Nobody guesses the tests' passwords, and the house's hash is made to cost time."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


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
