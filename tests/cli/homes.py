"""A home folder of its own with a migrated database, served by real processes."""

import http.client
import os
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing, contextmanager, suppress
from copy import deepcopy
from urllib.parse import urlsplit

import psutil
import psycopg
from django.conf import settings
from django.db import connection, connections

from qixin.config.secrets import NAMES

# Seconds: what a machine that runs the rest of the suite beside it needs at worst.
PATIENCE = 120.0


class Home:
    """A home folder and its database; `inside` lets this process's Django look into it."""

    def __init__(self, path, database_url=""):
        self.path, self.database_url = path, database_url
        self.serving = None

    def settled(self, settings):
        """This process's settings say that everything is kept in this home."""
        settings.QIXIN_HOME = self.path
        settings.MEDIA_ROOT = str(self.path / "media")
        settings.QIXIN_PUBLIC_ROOT = self.path / "public"
        disk = "django.core.files.storage.FileSystemStorage"
        where = {"location": self.path / "attachments", "base_url": None}
        settings.STORAGES = settings.STORAGES | {"attachments": {"BACKEND": disk, "OPTIONS": where}}

    def environment(self, *, keys=True):
        """What the commands of this home are started with; without `keys` it makes or keeps own."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("QIXIN_", "DATABASE_URL", "PYTEST"))}  # fmt: skip
        kept |= {"QIXIN_HOME": str(self.path), "QIXIN_LOG_LEVEL": "ERROR"}
        if self.database_url:
            kept["DATABASE_URL"] = self.database_url
        if keys:
            kept |= {name: getattr(settings, name, "") for name in NAMES}
            kept["QIXIN_FIELD_KEYS"] = ",".join(settings.QIXIN_FIELD_KEYS)
            kept["QIXIN_SECRET_KEY"] = settings.SECRET_KEY
        return kept

    def command(self, *arguments, keys=True, **more):
        """Run `qixin …` in this home to its end; never raises for its exit code."""
        return subprocess.run(
            [sys.executable, "-m", "qixin.cli", *arguments], env=self.environment(keys=keys),
            capture_output=True, text=True, check=False, timeout=PATIENCE, **more,
        )  # fmt: skip

    def start(self, *arguments):
        """Start `qixin …` in this home; it is ended with the home."""
        command = [sys.executable, "-m", "qixin.cli", *arguments]
        self.serving = psutil.Popen(command, env=self.environment())
        return self.serving

    def serve(self, port, *more):
        """Start `qixin serve` and return once it answers."""
        self.start("serve", "--no-live", "--port", str(port), *more)
        wait_until(lambda: answers(port), "the server answers")
        return self.serving

    def children(self):
        """Those that the serving process looks after and that live: "pages" and "jobs"."""
        found = {}
        for child in self.serving.children():
            with suppress(psutil.NoSuchProcess):
                found["pages" if "granian" in " ".join(child.cmdline()) else "jobs"] = child
        return found

    def workers(self):
        """The processes that answer requests, without those that have died."""
        with suppress(psutil.NoSuchProcess, KeyError):
            return [one for one in self.children()["pages"].children()
                    if one.status() != psutil.STATUS_ZOMBIE]  # fmt: skip
        return []

    def family(self):
        """The serving process and all below it."""
        if self.serving is None or not self.serving.is_running():
            return []
        return [self.serving, *self.serving.children(recursive=True)]

    def kill_all(self):
        """SIGKILL to all of them at once, as a power cut would be for them."""
        family = self.family()
        for process in family:
            process.suspend()
        for process in family:
            process.kill()
        psutil.wait_procs(family, timeout=PATIENCE)

    @contextmanager
    def inside(self):
        """This process's Django works on the home's database within the block."""
        theirs = connections.create_connection("default")
        theirs.settings_dict = deepcopy(theirs.settings_dict) | {"NAME": self.database_name}
        theirs.settings_dict["OPTIONS"].pop("pool", None)
        ours = connections["default"]
        connections["default"] = theirs
        try:
            yield
        finally:
            theirs.close()
            connections["default"] = ours

    @property
    def database_name(self):
        if self.database_url:
            return urlsplit(self.database_url).path.lstrip("/")
        return str(self.path / "qixin.sqlite3")


@contextmanager
def made(path, *, empty=False):
    """A home at `path` with a copy of the test database as it is between tests, or without any."""
    path.mkdir()
    with _sqlite(path, empty) if connection.vendor == "sqlite" else _postgresql(empty) as address:
        home = Home(path, address)
        try:
            yield home
        finally:
            home.kill_all()


@contextmanager
def _sqlite(path, empty):
    if not empty:
        connection.ensure_connection()
        with closing(sqlite3.connect(path / "qixin.sqlite3")) as copy:
            connection.connection.backup(copy)
    yield ""


@contextmanager
def _postgresql(empty):
    name = f"home_{uuid.uuid4().hex[:12]}"
    template = "template0" if empty else connection.settings_dict["NAME"]
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(statement):
    # A database is copied while nobody is in it.
    connection.close()
    connection.close_pool()
    known = connection.get_connection_params()
    place = {name: known[name] for name in ("host", "port", "user", "password") if known.get(name)}
    with psycopg.connect(**place, dbname="postgres", autocommit=True) as server:
        server.execute(statement)


def answers(port):
    """Whether anybody answers there (a road that wants no page and no account)."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", "/api/intake/")
        return line.getresponse().status == 405
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def wait_until(true, what):
    """Look again and again until `true()`; a machine may be slow, but not for ever."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)
