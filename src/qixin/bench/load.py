"""A small client for load: one process, one thread, keep-alive connections, bounded in time.

It shares the machine with what it measures, so it does as little as it can for each request.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
# Seconds without any answer after which a run is given up.
SILENCE = 10.0


@dataclass
class Load:
    """What came back: answers by status, in how many seconds, each answer's wait in seconds."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)

    def rate(self, *good: int) -> float:
        """Answers a second with one of these statuses (all of them if none is given)."""
        answers = sum(self.statuses[status] for status in good or self.statuses)
        return answers / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The wait in seconds that `share` of the answers did not exceed."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))]


class _Line:
    """One connection: what is asked, since when, what has come back so far."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=SILENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asked = 0.0
        self.heard = b""
        self.whole = 0

    def ask(self, request: bytes) -> None:
        self.heard, self.whole, self.asked = b"", 0, time.perf_counter()
        self.socket.sendall(request)

    def listen(self) -> int:
        """The status once the whole answer is here, else 0. Raises ConnectionError if cut off."""
        block = self.socket.recv(262_144)
        if not block:
            raise ConnectionResetError("the server closed the connection")
        self.heard += block
        if not self.whole:
            self.whole = self._length()
        return int(self.heard[9:12]) if 0 < self.whole <= len(self.heard) else 0

    def _length(self) -> int:
        end = self.heard.find(b"\r\n\r\n")
        if end < 0:
            return 0
        length = _LENGTH.search(self.heard, 0, end)
        return end + 4 + (int(length.group(1)) if length else 0)


def run(
    address: tuple[str, int], requests: Iterator[bytes], *, connections: int, seconds: float
) -> Load:
    """Keep `connections` busy with `requests` for `seconds`, one at a time on each.

    Raises TimeoutError where the server falls silent, ConnectionError where it hangs up.
    """
    load = Load()
    lines = [_Line(address) for _ in range(connections)]
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
        started = time.perf_counter()
        for line in lines:
            line.ask(next(requests))
        _exchange(selector, requests, load, until=started + seconds)
        load.seconds = time.perf_counter() - started
    for line in lines:
        line.socket.close()
    return load


def _exchange(
    selector: selectors.BaseSelector, requests: Iterator[bytes], load: Load, *, until: float
) -> None:
    now = time.perf_counter()
    while now < until:
        ready = selector.select(SILENCE)
        if not ready:
            raise TimeoutError(f"the server said nothing for {SILENCE:.0f} s")
        for key, _events in ready:
            line: _Line = key.data
            status = line.listen()
            if status:
                now = time.perf_counter()
                load.statuses[status] += 1
                load.waits.append(now - line.asked)
                line.ask(next(requests))


def post(path: str, body: bytes, *, headers: str = "") -> bytes:
    """One rendered request with a JSON body."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def get(path: str, *, headers: str = "") -> bytes:
    """One rendered request without a body."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
