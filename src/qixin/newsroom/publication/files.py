"""Files below the public root that appear whole or not at all."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def root() -> Path:
    return Path(settings.QIXIN_PUBLIC_ROOT)


def write(path: str, content: bytes) -> bool:
    """Write `path` below the root; a reader sees the old file or the new one, never half.

    Returns whether anything changed: an equal file is left alone and keeps its time.
    """
    target = root() / path
    if _same(target, content):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return True


def remove(path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    target = root() / path
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == root() or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()


def exists(path: str) -> bool:
    return (root() / path).is_file()


@contextmanager
def lists_lock() -> Iterator[None]:
    """One writer of lists at a time, over all processes of the machine.

    Whoever holds it reads the database afterwards, so the last to hold it has seen everything that
    was committed before, and no older list overwrites a newer one.
    """
    root().mkdir(parents=True, exist_ok=True)
    with (root() / ".lists.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _same(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """The name itself is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
