"""Bringing an installation up to the version of the code."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date(*, say: Callable[[str], object]) -> None:
    """Migrate the database and collect static files; does nothing where nothing changed."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the database up to date …")
        # First the cache: what rooms do after their migrations already uses it.
        call_command("createcachetable", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
    _collect_static(say)


def _collect_static(say: Callable[[str], object]) -> None:
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Collecting static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    """Changes when a static file of ours or a library's version does."""
    known = hashlib.sha256(f"{version('wagtail')} {version('django')}".encode())
    own = str(settings.SOURCE)
    for finder in get_finders():
        for path, storage in finder.list([]):
            if storage.location.startswith(own):
                found = Path(storage.path(path)).stat()
                known.update(f"{path} {found.st_size} {found.st_mtime_ns}".encode())
    return known.hexdigest()
