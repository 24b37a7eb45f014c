"""Packing a running installation into one file."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError, connection

from qixin.cli.archives import databases
from qixin.cli.archives.manifest import MANIFEST, Manifest, demo_marker, places, told
from qixin.core import clock

Progress = Callable[[int, int], object]


def back_up(
    archive: Path, *, keys: Path | None = None, on_progress: Progress | None = None
) -> Manifest:
    """Write `archive` (.tar or .tar.gz) and, if asked, the keys beside it; safe while serving.

    `on_progress` is called with the files packed and the files there are. Raises Invalid with a
    sentence where it cannot be written; then there is no archive, or the one that was there before.
    """
    with told("The backup failed", OSError, sqlite3.Error, DatabaseError):
        if keys:
            _write_keys(keys)
        with (
            _draft_of(archive) as draft,
            tempfile.TemporaryDirectory(dir=settings.QIXIN_HOME, prefix=".backup-") as scratch,
        ):
            snapshot = Path(scratch) / databases.SNAPSHOT[connection.vendor]
            at = clock.now().isoformat()
            counts, last_seal = databases.snapshot(snapshot)
            manifest = Manifest(version("qixin"), at, connection.vendor, counts, last_seal)
            # Files after the rows that name them: a row's file is on the disk before the row is.
            _pack(draft, manifest, [(snapshot.name, snapshot), *_stored_files()], on_progress)
    return manifest


@contextmanager
def _draft_of(archive: Path) -> Iterator[Path]:
    """A file beside `archive` that takes its place, on the disk, when the block is through."""
    handle, name = tempfile.mkstemp(
        dir=archive.absolute().parent, prefix=f".{archive.name}.", suffix=".part"
    )
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        _sync(draft)
        draft.replace(archive)
        _sync(archive.absolute().parent)
    finally:
        draft.unlink(missing_ok=True)


def _pack(
    draft: Path, manifest: Manifest, files: list[tuple[str, Path]], on_progress: Progress | None
) -> None:
    with tarfile.open(draft, "w:gz" if _is_compressed(draft) else "w") as tar:
        for done, (name, path) in enumerate(files, 1):
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue  # taken off the public site, or erased, since the folder was read
            with file:
                manifest.files[name] = _add(tar, name, file)
            if on_progress:
                on_progress(done, len(files))
        _add_text(tar, MANIFEST, manifest.text())


def _is_compressed(draft: Path) -> bool:
    return ".gz." in draft.name or ".tgz." in draft.name


class _Digested:
    """Hashes what is read, so that the digest is of the very bytes that were packed."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self.file.read(size)
        self.sha256.update(block)
        return block


def _add(tar: tarfile.TarFile, name: str, file: BinaryIO) -> str:
    digested = _Digested(file)
    tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), digested)  # type: ignore[arg-type]
    return digested.sha256.hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    tar.addfile(entry, io.BytesIO(text.encode()))


def _stored_files() -> Iterator[tuple[str, Path]]:
    if demo_marker().exists():
        yield "demo", demo_marker()
    for name, root in places().items():
        for folder, _folders, files in os.walk(root):
            for file in sorted(files):
                if not file.startswith("."):
                    path = Path(folder) / file
                    yield f"{name}/{path.relative_to(root)}", path


def _write_keys(keys: Path) -> None:
    names = ("QIXIN_FIELD_KEYS", "QIXIN_HASH_KEY", "QIXIN_SEAL_KEY")
    kept = {name: getattr(settings, name) for name in names}
    kept["QIXIN_FIELD_KEYS"] = ",".join(settings.QIXIN_FIELD_KEYS)
    kept["QIXIN_SECRET_KEY"] = settings.SECRET_KEY
    with open(os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(kept, file, indent=1)
    _sync(keys)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
