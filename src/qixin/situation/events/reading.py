"""The new rows of a table that only grows, each once: the journal's lines, the readers' news."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import Max, Model, Q

from qixin.core.models import Entry
from qixin.newsroom.models import PublicNews

MOST_AT_ONCE = 1000
# On PostgreSQL a lower id may be committed after a higher one: for so many seconds an id that was
# skipped is still looked for.
LATE_FOR = 60
MOST_MISSING = 1000
# News from before a restart that a page whose line broke can be given.
KEPT_BEFORE = 500


@dataclass(frozen=True, slots=True)
class News:
    """One line of the journal, without anything personal."""

    id: int
    verb: str
    kind: str


@dataclass(frozen=True, slots=True)
class PageNews:
    """What happened to a public page; fields as in `PublicNews`."""

    id: int
    kind: str
    ref: int
    page: str
    sections: str


class Growing:
    """Reads on from where it was made. Not for several threads.

    `model` has a growing `id`; of its rows the named columns go into a `shape`, the id first.
    """

    def __init__(self, model: type[Model], shape: Any, *columns: str) -> None:
        self._rows = model._default_manager.order_by("id")
        self._shape, self._columns = shape, columns
        self.last = self._rows.aggregate(last=Max("id"))["last"] or 0
        self.missing: dict[int, float] = {}

    def read(self) -> list[Any]:
        """Up to a thousand rows that were committed since; raises django.db.Error."""
        if not connection.in_atomic_block:
            close_old_connections()
        self._give_up()
        wanted = Q(id__gt=self.last)
        if self.missing:
            wanted |= Q(id__in=list(self.missing))
        rows = self._rows.filter(wanted).values_list("id", *self._columns)
        news = [self._shape(*row) for row in rows[:MOST_AT_ONCE]]
        for line in news:
            self._note(line.id)
        return news

    def latest(self, most: int) -> list[Any]:
        """The newest rows there were when this was made, oldest first."""
        rows = self._rows.filter(id__lte=self.last).order_by("-id")
        return [self._shape(*row) for row in rows.values_list("id", *self._columns)[:most]][::-1]

    def _note(self, id_: int) -> None:
        if self.missing.pop(id_, None) is not None:
            return
        skipped = range(max(self.last + 1, id_ - MOST_MISSING), id_)
        until = time.monotonic() + LATE_FOR
        self.missing |= dict.fromkeys(skipped, until)
        # the newest are the likeliest to be still under way
        while len(self.missing) > MOST_MISSING:
            del self.missing[next(iter(self.missing))]
        self.last = id_

    def _give_up(self) -> None:
        now = time.monotonic()
        self.missing = {id_: until for id_, until in self.missing.items() if until > now}


class JournalReader(Growing):
    """The journal's new lines."""

    def __init__(self) -> None:
        super().__init__(Entry, News, "verb", "subject_kind")


class PageNewsReader(Growing):
    """What open public pages are to be told."""

    def __init__(self) -> None:
        super().__init__(PublicNews, PageNews, "kind", "ref", "page", "sections")
        self.before = self.latest(KEPT_BEFORE)
