"""Stored files read from where one likes, on a disk or in an object store: players of films ask for
parts, and a whole film is never fetched for one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.files.storage import Storage


@dataclass(frozen=True)
class StoredFile:
    """`file` begins at its first byte; `size` in bytes, `modified` in seconds since 1970."""

    file: BinaryIO
    size: int
    modified: float
    etag: str


def open_stored(storage: Storage, name: str) -> StoredFile:
    """Raises FileNotFoundError."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        return _in_bucket(cast("Any", storage.open(name)).obj)
    stat = path.stat()
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    return StoredFile(path.open("rb"), stat.st_size, stat.st_mtime, etag)


def _in_bucket(thing: Any) -> StoredFile:
    """`thing` is boto3's object, which knows what is kept and not yet fetched."""
    file = cast("BinaryIO", _Object(thing))
    return StoredFile(file, thing.content_length, thing.last_modified.timestamp(), thing.e_tag)


class _Object:
    """Fetched from where the reader has gone to, as far as it is read."""

    def __init__(self, thing: Any) -> None:
        self._thing, self._at = thing, 0
        self._body: BinaryIO | None = None

    def seek(self, at: int) -> int:
        self.close()
        self._at = at
        return at

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        if self._body is None:
            self._body = cast("BinaryIO", self._thing.get(Range=f"bytes={self._at}-")["Body"])
        return self._body.read(size) if size > 0 else self._body.read()

    def close(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
