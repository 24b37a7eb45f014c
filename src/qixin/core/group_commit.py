"""Several writers of one process share one transaction, and with it one wait for the disk.

While one transaction is being synced, the requests that arrive meanwhile queue up; the next thread
in line writes all of them in one go. Nobody is answered before the commit that holds their row, so
durability is what it was; under load there are only fewer commits. (PostgreSQL's `commit_delay` and
every journaled database do the same below us; SQLite does not.)
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

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
