"""Keyed digests of entries and seals (HMAC-SHA256, RFC 2104)."""

from __future__ import annotations

import hmac
import json
import struct
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from qixin.core.models import Entry

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_PAIR = struct.Struct(">q8s")


def _mac(message: bytes) -> str:
    return hmac.digest(settings.QIXIN_SEAL_KEY.encode(), message, "sha256").hex()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entry_digest(entry: Entry) -> str:
    """Digest over everything that the entry says; the id is bound by the seal."""
    said: list[Any] = [
        entry.district, _moment(entry.at), entry.actor_kind, entry.actor_id, entry.on_behalf_of,
        entry.verb, entry.subject_kind, entry.subject_id, entry.detail,
    ]  # fmt: skip
    return _mac(b"entry\0" + _canonical(said).encode())


def pack(pairs: Iterable[tuple[int, str]]) -> bytes:
    """(id, digest) pairs as `Seal.contents`."""
    return b"".join(_PAIR.pack(id_, bytes.fromhex(digest)[:8]) for id_, digest in pairs)


def unpack(contents: bytes) -> list[tuple[int, bytes]]:
    return [(id_, head) for id_, head in _PAIR.iter_unpack(bytes(contents))]


def seal_digest(*, at: datetime, contents: bytes, previous: str) -> str:
    """Digest of a seal; `previous` chains it to the one before."""
    return _mac(b"seal\0" + _moment(at).encode() + b"\0" + previous.encode() + b"\0" + contents)
