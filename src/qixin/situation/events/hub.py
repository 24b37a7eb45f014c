"""The journal's latest lines for all connections, and for those who return."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from qixin.core.models import Entry
from qixin.situation.events.reading import Growing, JournalReader, News
from qixin.situation.events.watching import Watch

KEPT = 1000  # lines that a returning connection can be given


@dataclass(frozen=True, slots=True)
class Sent:
    """A line as it goes over the wire; `place` counts up by one in the order of sending."""

    place: int
    news: News
    wire: bytes


def wire(news: News) -> bytes:
    """One event of the stream (WHATWG HTML, 9.2.6)."""
    content = json.dumps({"id": news.id, "verb": news.verb, "kind": news.kind})
    return f"event: journal\nid: {news.id}\ndata: {content}\n\n".encode()


class Hub(Watch):
    """What was sent of late, and a bell for what comes."""

    def __init__(self, make_reader: Callable[[], Growing] = JournalReader) -> None:
        super().__init__(make_reader, Entry)
        self.kept: deque[Sent] = deque(maxlen=KEPT)
        self.place = 0
        self.bell = asyncio.Event()

    def begin(self, reader: Growing) -> None:
        # What was sent before the reader slept says nothing of what it missed.
        self.kept.clear()

    def end(self) -> None:
        super().end()
        self.bell.set()

    def since(self, place: int) -> list[Sent] | None:
        """What was sent after `place`; None where some of it is no longer kept."""
        if place >= self.place:
            return []
        if self.place - place > len(self.kept):
            return None
        return [sent for sent in self.kept if sent.place > place]

    def place_of(self, entry: int) -> int | None:
        """Where the line with this id was sent; None where it is no longer known."""
        return next((sent.place for sent in reversed(self.kept) if sent.news.id == entry), None)

    def tell(self, rows: list[News]) -> None:
        """Keep the lines and ring the bell."""
        for line in rows:
            self.place += 1
            self.kept.append(Sent(self.place, line, wire(line)))
        if rows:
            self.bell.set()
            self.bell = asyncio.Event()
