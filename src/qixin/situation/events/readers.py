"""The public pages' own stream: ten thousand open pages hear which page came out or changed.

No ticket: it says nothing that is not on the site. One wake-up for each page that is concerned,
and one heartbeat in turn, because two timers a connection were what ten thousand could not bear.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable

from qixin.newsroom.enums import NewsKind
from qixin.newsroom.models import PublicNews
from qixin.situation.events.reading import KEPT_BEFORE, Growing, PageNews, PageNewsReader
from qixin.situation.events.watching import EVERY, Watch

MOST_WAITING = 50  # a page that takes nothing for so many events is let go
HEARTBEAT = 15.0  # seconds; no proxy hangs up on a line that speaks so often
COMMENT = b": \n\n"
RESET = b"event: reset\ndata: {}\n\n"


def wire(news: PageNews) -> bytes:
    """One event of the stream (WHATWG HTML, 9.2.6)."""
    content = json.dumps({"kind": news.kind, "ref": news.ref}, separators=(",", ":"))
    return f"event: news\nid: {news.id}\ndata: {content}\n\n".encode()


class OpenPage:
    """One connection: the page that is open, the list whose news it shows, what waits for it.

    `section` is a folder below a language's tree, "" for the front page; `page` the file's path.
    """

    __slots__ = ("_next", "_waiting", "is_over", "page", "section")

    def __init__(self, section: str, page: str) -> None:
        self.section, self.page = section, page
        self.is_over = False
        self._waiting: list[bytes] = []
        self._next: asyncio.Future[None] | None = None

    def concerns(self, news: PageNews) -> bool:
        """New stories are told in every list that they stand in, changes on the page itself."""
        if news.kind == NewsKind.STORY:
            return not self.section or self.section in news.sections.split(" ")
        if news.kind == NewsKind.ENTRY:
            return self.section in news.sections.split(" ")
        return self.page == news.page

    def push(self, event: bytes) -> None:
        self._waiting.append(event)
        if len(self._waiting) > MOST_WAITING:
            self.is_over = True
        self._wake()

    def close(self) -> None:
        self.is_over = True
        self._wake()

    async def next(self) -> bytes:
        """What waits, as soon as something does; empty when it is over."""
        if not self._waiting and not self.is_over:
            self._next = asyncio.get_running_loop().create_future()
            await self._next
            self._next = None
        if self.is_over:
            return b""
        body = b"".join(self._waiting)
        self._waiting.clear()
        return body

    def _wake(self) -> None:
        if self._next is not None and not self._next.done():
            self._next.set_result(None)


class Readers(Watch):
    """All open pages of one event loop."""

    def __init__(self, make_reader: Callable[[], PageNewsReader] = PageNewsReader) -> None:
        super().__init__(make_reader, PublicNews)
        self.pages: dict[OpenPage, None] = {}
        self.kept: deque[PageNews] = deque(maxlen=KEPT_BEFORE)
        self._beaten: deque[OpenPage] = deque()
        self._due = 0.0

    def begin(self, reader: Growing) -> None:
        self.kept.clear()
        self.kept.extend(reader.before)

    def tell(self, rows: list[PageNews]) -> None:
        for news in rows:
            self.kept.append(news)
            event = wire(news)
            for page in self.pages:
                if page.concerns(news):
                    page.push(event)

    def beat(self) -> None:
        """A part of the pages each time, so that every one is reached within HEARTBEAT."""
        if not self._beaten:
            self._beaten.extend(self.pages)
        self._due += len(self.pages) * EVERY / HEARTBEAT
        while self._due >= 1 and self._beaten:
            self._due -= 1
            page = self._beaten.popleft()
            if page in self.pages:
                page.push(COMMENT)

    def end(self) -> None:
        super().end()
        for page in self.pages:
            page.close()

    async def come_in(self, page: OpenPage, after: int | None) -> None:
        """From now on the page hears; it begins with what it missed since the event `after`.

        Where that is no longer known, it is told to look for itself.
        """
        await self.join()
        self.pages[page] = None
        if after is None:
            return
        missed = self._since(after)
        if missed is None:
            page.push(RESET)
        for news in missed or ():
            if page.concerns(news):
                page.push(wire(news))

    def go(self, page: OpenPage) -> None:
        if page in self.pages:
            del self.pages[page]
        self.leave()

    @property
    def last(self) -> int:
        """The id of the newest event, by which a page says later what it has heard; 0 for none."""
        return self.kept[-1].id if self.kept else 0

    def _since(self, id_: int) -> list[PageNews] | None:
        if id_ == self.last:
            return []
        numbers = [news.id for news in self.kept]
        if id_ not in numbers:
            # 0: nothing had ever been told when the page was opened
            return list(self.kept) if id_ == 0 and len(numbers) < KEPT_BEFORE else None
        return list(self.kept)[numbers.index(id_) + 1 :]
