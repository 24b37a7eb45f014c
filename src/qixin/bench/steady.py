"""Requests at a steady rate, whatever the answers take: a late answer makes nobody ask later, and
the wait is counted from the moment at which the request was due.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

CONNECTIONS = 32
PATIENCE_S = 30.0


@dataclass(frozen=True)
class Asked:
    """What is sent, `rate` times a second, to the paths in turn. `{key}` in the body is new each
    time; without a body it is a GET."""

    port: int
    paths: Sequence[str]
    rate: float
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Answers:
    """Seconds from when each was due until its answer was read; what was refused or broke off."""

    waits: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0

    @property
    def failed(self) -> int:
        """Requests that got no answer, or one with a status of 400 or more."""
        return self.broken + sum(n for status, n in self.statuses.items() if status >= 400)


class Steady:
    """Asks from the beginning of the context to its end, in a process of its own; then `answers`
    are there."""

    def __init__(self, asked: Asked) -> None:
        self.answers = Answers()
        self._ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_ask_on, args=(asked, theirs), daemon=True)

    def __enter__(self) -> Steady:
        self._process.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._ours.send("end")
            self.answers = self._ours.recv()
            self._process.join(PATIENCE_S)
        if self._process.is_alive():
            self._process.terminate()


def _ask_on(asked: Asked, connection: Connection) -> None:
    asking = _Asking(asked)
    threads = [threading.Thread(target=asking.go_on) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    connection.recv()
    asking.is_ending.set()
    for thread in threads:
        thread.join()
    connection.send(asking.answers)


class _Asking:
    def __init__(self, asked: Asked) -> None:
        self.asked, self.answers = asked, Answers()
        self.is_ending = threading.Event()
        self._lock = threading.Lock()
        self._began, self._number = time.monotonic(), 0

    def go_on(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.asked.port, timeout=PATIENCE_S)
        while not self.is_ending.is_set():
            with self._lock:
                number, self._number = self._number, self._number + 1
            due = self._began + number / self.asked.rate
            if self.is_ending.wait(max(0.0, due - time.monotonic())):
                return
            self._ask(line, number, due)

    def _ask(self, line: http.client.HTTPConnection, number: int, due: float) -> None:
        path = self.asked.paths[number % len(self.asked.paths)]
        body = self.asked.body.replace("{key}", str(uuid.uuid4())) or None
        wanted = ("POST" if body else "GET", path, body and body.encode(), dict(self.asked.headers))
        try:
            try:
                answer = _answer(line, wanted)
            except http.client.RemoteDisconnected:
                # the server ends lines on which nobody asked for a while: any client opens another
                line.close()
                answer = _answer(line, wanted)
        except (OSError, http.client.HTTPException):
            line.close()
            with self._lock:
                self.answers.broken += 1
            return
        with self._lock:
            self.answers.waits.append(time.monotonic() - due)
            known = self.answers.statuses
            known[answer.status] = known.get(answer.status, 0) + 1


def _answer(line: http.client.HTTPConnection, wanted: tuple[Any, ...]) -> http.client.HTTPResponse:
    line.request(*wanted)
    answer = line.getresponse()
    answer.read()
    return answer


def report_body() -> str:
    """A report as the API takes it, with a key of its own each time it is sent."""
    return json.dumps(
        {
            "client_key": "{key}",
            "text": "晏婴社区三号楼门口积水约三十厘米，老人出行不便，请安排排水。",
            "lng": 118.31, "lat": 36.81, "address": "晏婴社区三号楼",
            "occurred_at": "2020-02-05T09:30:00+08:00",
        },
        ensure_ascii=False,
    )  # fmt: skip
