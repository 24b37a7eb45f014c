"""Requests to the event stream and the answers that are not a stream."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Asked:
    """What a request wants to hear, as far as the stream cares."""

    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, list[str]]

    @classmethod
    def in_scope(cls, scope: Scope) -> Asked:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1")
                   for name, value in scope["headers"]}  # fmt: skip
        query = parse_qs(scope["query_string"].decode("latin-1"))
        return cls(scope["method"], scope.get("path", ""), headers, query)

    def one(self, name: str) -> str:
        """A parameter of the query, or nothing."""
        return self.query.get(name, [""])[0]

    @property
    def origin(self) -> str:
        return self.headers.get("origin", "")

    @property
    def after(self) -> int | None:
        """The last event that the client heard before its line broke; None on its first visit."""
        text = self.headers.get("last-event-id") or self.one("after")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    @property
    def comes_from_us(self) -> bool:
        return may_ask_from(self.origin, self.headers.get("host", ""))


def may_ask_from(origin: str, host: str) -> bool:
    """Whether a page of this origin may listen: our own host on any port, or a trusted origin."""
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        return urlsplit(origin).hostname == urlsplit(f"//{host}").hostname
    except ValueError:
        return False


async def begin(send: Send, origin: str, more: str = "") -> None:
    """The head of a stream; `more` are further lines of its first block."""
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        *_cors(origin),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # Clients that lost the line together must not come back together.
    pause = random.randint(2000, 8000)  # noqa: S311 - jitter
    await pass_on(send, f"retry: {pause}\n{more}\n".encode())


async def pass_on(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def end(send: Send) -> None:
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def refuse(send: Send, status: int, origin: str = "") -> None:
    """No stream: a status, and for a full house when to come again."""
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store"), *_cors(origin)]
    if status == 503:
        headers.append((b"retry-after", str(random.randint(5, 30)).encode()))  # noqa: S311 - jitter
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await end(send)


async def gone(receive: Receive) -> None:
    """Ends when the client hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _cors(origin: str) -> Headers:
    if not origin:
        return []
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]
