"""Files below the public root that appear whole or not at all."""

from __future__ import annotations

import fcntl
import logging
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# What readers' programs unpack; pictures are packed by themselves.
PACKED = frozenset({".html", ".xml", ".json"})
_LEVEL = 9
_GZIP = 31  # window bits: the largest window, with gzip's head and sum
_sync_waits: ContextVar[bool] = ContextVar("sync_waits", default=False)
_by_force: ContextVar[bool] = ContextVar("by_force", default=False)
# What waits for its name within `together`: where it will stand → where it is.
_together: ContextVar[dict[Path, Path] | None] = ContextVar("together", default=None)


def root() -> Path:
    return Path(settings.QIXIN_PUBLIC_ROOT)


@contextmanager
def synced_at_the_end() -> Iterator[None]:
    """Within the block files are on the disk when it ends, not each by itself. For bulk work that
    is done again when the machine stops amid it.
    """
    token = _sync_waits.set(True)
    try:
        yield
    finally:
        _sync_waits.reset(token)
        os.sync()


@contextmanager
def by_force() -> Iterator[None]:
    """Within the block each file is written by itself; one that cannot be replaced, as on a full
    disk, is overwritten where it is, and goes where even that fails. For what must not stay.
    """
    token = _by_force.set(True)
    try:
        yield
    finally:
        _by_force.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """Files written within the block appear when it ends: all on the disk first, then each under
    its name. None of them if it raises, a full disk included.

    What a disk is asked for many times in a row costs it once: its journal is written by the first.
    """
    waiting: dict[Path, Path] = {}
    token = _together.set(waiting)
    try:
        yield
        for part in waiting.values():
            _sync(part)
        for target, part in waiting.items():
            os.replace(part, target)
        for folder in {target.parent for target in waiting}:
            _sync(folder)
    finally:
        _together.reset(token)
        for part in waiting.values():
            part.unlink(missing_ok=True)


def write(path: str, content: bytes) -> bool:
    """Write `path` below the root; a reader sees the old file or the new one, never half.

    Texts get a packed twin beside them (`.gz`, which nginx's gzip_static sends as it is). Returns
    whether anything changed: an equal file is left alone and keeps its time.
    """
    target = root() / path
    if _same(target, content):
        return False
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix in PACKED:
            _replace(target.with_name(f"{target.name}.gz"), pack(content))
        _replace(target, content)
    except OSError:
        if not _by_force.get():
            raise
        logger.exception("%s: not replaced", path)
        _overwrite(path, content)
    return True


def pack(content: bytes) -> bytes:
    """As gzip (RFC 1952), without a time: the same content gives the same bytes."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(content) + packer.flush()


def _replace(target: Path, content: bytes) -> None:
    waiting, sync = None if _by_force.get() else _together.get(), not _sync_waits.get()
    part = _part(target, content, sync=sync and waiting is None)
    if waiting is not None and sync:
        if target in waiting:
            waiting[target].unlink()
        waiting[target] = part
        return
    try:
        os.replace(part, target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    if sync:
        _sync(target.parent)


def _overwrite(path: str, content: bytes) -> None:
    target = root() / path
    # its twin goes: what is left of the disk is for the file, which every server has
    target.with_name(f"{target.name}.gz").unlink(missing_ok=True)
    try:
        with target.open("r+b") as stream:
            stream.write(content)
            stream.truncate()
    except OSError:
        logger.exception("%s: removed, nothing can be written", path)
        remove(path)


def _part(target: Path, content: bytes, *, sync: bool) -> Path:
    """A file beside the target that holds the content."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        os.chmod(name, 0o644)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def remove(path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    target = root() / path
    target.unlink(missing_ok=True)
    target.with_name(f"{target.name}.gz").unlink(missing_ok=True)
    for folder in target.parents:
        if folder == root() or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()


def exists(path: str) -> bool:
    return (root() / path).is_file()


@contextmanager
def lock(name: str) -> Iterator[None]:
    """One writer of `name` at a time, over all processes of the machine.

    Whoever holds it reads the database afterwards, so the last to hold it has seen everything that
    was committed before, and no older list overwrites a newer one.
    """
    folder = root() / ".locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name.replace("/", "-")).open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _same(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except FileNotFoundError:
        return False


def _sync(path: Path) -> None:
    """A file's content, or a folder's names, are on the disk when it returns."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
