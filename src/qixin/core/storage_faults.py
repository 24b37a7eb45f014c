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


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Raises StorageFull where the block fails because there is no room; other faults pass."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise StorageFull from fault
        raise
    except DatabaseError as fault:
        if _is_full(fault.__cause__):
            raise StorageFull from fault
        raise


def _is_full(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) in (
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR_WRITE,
        )
    return getattr(cause, "sqlstate", None) == _DISK_FULL
