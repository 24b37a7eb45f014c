"""Several writers of one process share one transaction, and with it one wait for the disk.

While one transaction is being synced, the requests that arrive meanwhile queue up; the next thread
in line writes all of them in one go. Nobody is answered before the commit that holds their row, so
durability is what it was; under load there are only fewer commits. (PostgreSQL's `commit_delay` and
every journaled database do the same below us; SQLite does not.)

On SQLite the processes queue for a file lock as well. SQLite's own wait for its one writer sleeps
in steps of up to 25 ms, with the database idle meanwhile; the kernel wakes the next at once.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from qixin.core.errors import QixinError

T = TypeVar("T")
# Rows in one transaction: other writers wait for it, so it stays short.
MOST = 32


class _Ticket(Generic[T]):
    """One writer's work and what came of it."""

    def __init__(self, write: Callable[[], T]) -> None:
        self.write = write
        self.written = False
        self.failure: Exception | None = None
        self.answer: T | None = None


class GroupCommit(Generic[T]):
    """`run(write)` returns what `write()` returned once its effects are durable.

    `write` must only write to the default database, and may be called twice: where one of a group
    fails, the group is rolled back and each of it is tried alone, so that it fails alone.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._waiting: list[_Ticket[T]] = []
        self._guard = threading.Lock()

    def run(self, write: Callable[[], T]) -> T:
        """Raises whatever `write` or the commit raises; then nothing of it is kept."""
        if connection.in_atomic_block:
            # The caller's own transaction decides what becomes of it.
            with transaction.atomic():
                return write()
        ticket = _Ticket(write)
        with self._guard:
            self._waiting.append(ticket)
        with self._turn:
            if not ticket.written:
                # Who comes while the other processes write goes along as well.
                with _queued_behind_processes():
                    self._write(self._next(ticket))
        if ticket.failure is not None:
            raise ticket.failure
        return ticket.answer  # type: ignore[return-value]  # written, and so answered

    def _next(self, own: _Ticket[T]) -> list[_Ticket[T]]:
        """The longest waiting tickets and `own`."""
        with self._guard:
            group = self._waiting[:MOST]
            if own not in group:
                group = [*group[: MOST - 1], own]
            self._waiting = [ticket for ticket in self._waiting if ticket not in group]
        return group

    def _write(self, group: list[_Ticket[T]]) -> None:
        try:
            with transaction.atomic():
                answers = [ticket.write() for ticket in group]
        except (DatabaseError, QixinError, OSError, ValueError, TypeError) as failure:
            if len(group) == 1:
                group[0].failure, group[0].written = failure, True
                return
            for ticket in group:
                self._write([ticket])
        else:
            for ticket, answer in zip(group, answers, strict=True):
                ticket.answer, ticket.written = answer, True


@contextmanager
def _queued_behind_processes() -> Iterator[None]:
    """The turn among this home's processes on SQLite; a process that dies gives it up."""
    if connection.vendor != "sqlite":
        yield
        return
    lock = _lock_file(os.getpid())
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


@cache
def _lock_file(_process: int) -> int:
    # A lock belongs to the open file, which a forked process shares: each opens its own.
    return os.open(settings.QIXIN_HOME / "writers.lock", os.O_RDWR | os.O_CREAT, 0o600)
