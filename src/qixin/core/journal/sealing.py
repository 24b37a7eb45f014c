"""Sealing the journal in batches."""

from __future__ import annotations

from django.db import transaction

from qixin.core import clock
from qixin.core.journal.digests import pack, seal_digest
from qixin.core.journal.locks import wait_for_writers
from qixin.core.models import Entry, Seal

# 16 bytes an entry: a seal of 1,000 entries is 16 kB.
BATCH = 1000


def seal_up() -> int:
    """Seal every entry that has no seal yet; returns how many entries were sealed."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    wait_for_writers()
    previous = Seal.objects.order_by("-last_id").first()
    after = previous.last_id if previous else 0
    pairs = list(
        Entry.objects.filter(id__gt=after).order_by("id").values_list("id", "digest")[:BATCH]
    )
    if pairs:
        _seal(pairs, previous.digest if previous else "")
    return len(pairs)


def _seal(pairs: list[tuple[int, str]], previous: str) -> Seal:
    at, contents = clock.now(), pack(pairs)
    return Seal.objects.create(
        at=at,
        first_id=pairs[0][0],
        last_id=pairs[-1][0],
        count=len(pairs),
        contents=contents,
        previous=previous,
        digest=seal_digest(at=at, contents=contents, previous=previous),
    )
