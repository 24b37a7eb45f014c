"""Files as a web server in front would answer for them, where none is: from memory, with ETag.

A file is looked at for each request (one `stat`), so that what was replaced or taken away is so for
the next reader, and read when it has changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from stat import S_ISREG
from typing import Any

Headers = list[tuple[str, str]]
Environ = Mapping[str, Any]

# Bytes: larger ones are read each time, and all that a process keeps is let go beyond this.
LARGEST_KEPT = 256 << 10
MOST_KEPT = 48 << 20
INDEX = b"index.html"
# Parts that are still being written, locks, and ways out of the folder.
_HIDDEN = re.compile(rb"/\.|\x00")
_GZIP = re.compile(r"(?:^|[,\s])gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:$|,)))")
_OK = f"{HTTPStatus.OK:d} {HTTPStatus.OK.phrase}"
_UNCHANGED = f"{HTTPStatus.NOT_MODIFIED:d} {HTTPStatus.NOT_MODIFIED.phrase}"

# How many of the headers an answer without the file still says (RFC 9110, section 15.4.5).
_TOLD = 3

Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _File:
    mark: Mark
    etag: str
    changed: str
    headers: Headers
    body: bytes


@dataclass
class ServedFiles:
    """The files below some folders, by the first part of their address.

    `kind_of` gives the media type of a file's name, `headers_of` what an answer says besides what
    it says of the file.
    """

    folders: Mapping[str, Path]
    kind_of: Callable[[str], str]
    headers_of: Callable[[Environ], Iterable[tuple[str, str]]]
    _kept: dict[bytes, _File] = field(default_factory=dict, init=False)
    _size: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._roots = {name.encode(): os.fsencode(folder) for name, folder in self.folders.items()}

    def answer(
        self, environ: Environ, start_response: Callable[..., object]
    ) -> Iterable[bytes] | None:
        """A WSGI answer, or None where there is no such file to answer with."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or (file := self._wanted(environ)) is None:
            return None
        more = self.headers_of(environ)
        if _has(environ, file):
            start_response(_UNCHANGED, [*file.headers[:_TOLD], *more])
            return (b"",)
        start_response(_OK, [*file.headers, *more])
        return (b"" if method == "HEAD" else file.body,)

    def _wanted(self, environ: Environ) -> _File | None:
        path = self._path(environ["PATH_INFO"].encode("latin-1"))
        if path is None or (mark := _mark(path)) is None:
            return None
        if _GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")):
            packed = path + b".gz"
            if (its_mark := _mark(packed)) is not None:
                return self._read(packed, its_mark, of=path)
        return self._read(path, mark, of=path)

    def _path(self, address: bytes) -> bytes | None:
        """Of the file; there need not be one."""
        first, slash, rest = address[1:].partition(b"/")
        root = self._roots.get(first)
        if root is None or not slash or _HIDDEN.search(address):
            return None
        name = rest + INDEX if not rest or rest.endswith(b"/") else rest
        return root + b"/" + name

    def _read(self, path: bytes, mark: Mark, *, of: bytes) -> _File | None:
        """The file at `path`, which stands for the file `of` (itself, or its packed twin)."""
        file = self._kept.get(path)
        if file is not None and file.mark == mark:
            return file
        try:
            with open(path, "rb") as stream:
                # of the file that was opened: another may bear its name by now
                told = os.fstat(stream.fileno())
                body = stream.read()
        except OSError:
            return None
        file = self._told(body, _mark_of(told), of=of, packed=path != of)
        self._keep(path, file)
        return file

    def _told(self, body: bytes, mark: Mark, *, of: bytes, packed: bool) -> _File:
        etag, changed = '"{:x}-{:x}-{:x}"'.format(*mark), formatdate(mark[0] // 10**9, usegmt=True)
        headers = [
            ("ETag", etag),
            ("Last-Modified", changed),
            ("Vary", "Accept-Encoding"),
            ("Content-Type", self.kind_of(os.fsdecode(of.rsplit(b"/", 1)[-1]))),
            ("Content-Length", str(len(body))),
        ]
        if packed:
            headers.append(("Content-Encoding", "gzip"))
        return _File(mark, etag, changed, headers, body)

    def _keep(self, path: bytes, file: _File) -> None:
        if len(file.body) > LARGEST_KEPT:
            return
        if self._size > MOST_KEPT:
            self._kept.clear()
            self._size = 0
        before = self._kept.get(path)
        self._kept[path] = file
        # Threads may count one file twice: all is let go a little earlier, no more.
        self._size += len(file.body) - (len(before.body) if before else 0)


def _has(environ: Environ, file: _File) -> bool:
    """Whether the reader says that it has this very file (RFC 9110, section 13.2.2)."""
    if (tags := environ.get("HTTP_IF_NONE_MATCH")) is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return file.etag in known or "*" in known
    return environ.get("HTTP_IF_MODIFIED_SINCE") == file.changed


def _mark(path: bytes) -> Mark | None:
    """Another one whenever there is another file at `path`; None where there is none."""
    try:
        told = os.stat(path)
    except OSError:
        return None
    return _mark_of(told) if S_ISREG(told.st_mode) else None


def _mark_of(told: os.stat_result) -> Mark:
    return told.st_mtime_ns, told.st_size, told.st_ino
