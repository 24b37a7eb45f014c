"""The journal's new lines, each once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import close_old_connections, connection
from django.db.models import Max, Q

from qixin.core.models import Entry

MOST_AT_ONCE = 1000
# On PostgreSQL a lower id may be committed after a higher one: for so many seconds an id that was
# skipped is still looked for.
LATE_FOR = 60
MOST_MISSING = 1000


@dataclass(frozen=True, slots=True)
class News:
    """One line of the journal, without anything personal."""

    id: int
    verb: str
    kind: str


class JournalReader:
    """Reads on from where it was made. Not for several threads."""

    def __init__(self) -> None:
        self.last = Entry.objects.aggregate(last=Max("id"))["last"] or 0
        self.missing: dict[int, float] = {}

    def read(self) -> list[News]:
        """Up to a thousand lines that were committed since; raises django.db.Error."""
        if not connection.in_atomic_block:
            close_old_connections()
        self._give_up()
        wanted = Q(id__gt=self.last)
        if self.missing:
            wanted |= Q(id__in=list(self.missing))
        rows = Entry.objects.filter(wanted).order_by("id").values_list("id", "verb", "subject_kind")
        news = [News(*row) for row in rows[:MOST_AT_ONCE]]
        for line in news:
            self._note(line.id)
        return news

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
