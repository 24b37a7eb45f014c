"""A full disk, told from every other fault, so that it gets a sentence of its own."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from qixin.core.errors import StorageFull

# EFBIG is the limit that systemd's LimitFSIZE and ulimit set.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# PostgreSQL class 53: disk_full
_DISK_FULL = "53100"


def is_full_disk(fault: BaseException) -> bool:
    """Whether the fault says that there is no room, on the disk or in the database."""
    if isinstance(fault, OSError):
        return fault.errno in _FULL
    return isinstance(fault, DatabaseError) and _is_full(fault.__cause__)


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Raises StorageFull where the block fails because there is no room; other faults pass."""
    try:
        yield
    except (OSError, DatabaseError) as fault:
        if is_full_disk(fault):
            raise StorageFull from fault
        raise


def _is_full(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) in (
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR_WRITE,
        )
    return getattr(cause, "sqlstate", None) == _DISK_FULL
