"""The columns of a report, and a row of them from its JSON with as little work as possible."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

COLUMNS = (
    "district", "number", "client_key", "source", "sender_id", "group_id", "contact_name",
    "contact_phone", "follow_code_hash", "text", "service_code", "occurred_at", "received_at",
    "lng", "lat", "precision", "address", "town_id", "community_id", "state", "urgency",
    "pictures_use", "merged_into_id", "triaged_at", "claimed_by_id", "claimed_until", "signature",
    "examined_at",
)  # fmt: skip


class Sent(msgspec.Struct):
    client_key: UUID
    text: str = ""
    occurred_at: datetime | None = None
    lng: float | None = None
    lat: float | None = None
    address: str = ""


decode = msgspec.json.Decoder(Sent).decode


def row(body: bytes) -> tuple[str, list[Any]]:
    """The number given, and the values in the order of `COLUMNS`."""
    sent = decode(body)
    number = "R" + secrets.token_hex(7)
    now = datetime.now(UTC).isoformat(sep=" ")
    return number, [
        "370305", number, sent.client_key.hex, "api", None, None, "", "", secrets.token_hex(32),
        sent.text, "", now, now, sent.lng, sent.lat, "exact", sent.address, None, None,
        "received", 0, "unsaid", None, None, None, None, b"", None,
    ]  # fmt: skip


async def whole_body(receive: Any) -> bytes:
    """The body; empty where whoever sent it went away, as a load does at its end."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def answer(send: Any, number: str) -> None:
    body = b'{"number":"%s"}' % number.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": body})
