"""Checking the journal against its seals."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qixin.core.journal.digests import entry_digest, seal_digest, unpack
from qixin.core.models import Entry, Seal


@dataclass(frozen=True)
class Verdict:
    """What verification found: how much was read, and the first thing that is wrong, if any."""

    entries: int
    seals: int
    unsealed: int
    entry_id: int | None = None
    seal_id: int | None = None
    reason: str | Promise = ""

    @property
    def intact(self) -> bool:
        return not self.reason


class _Broken(Exception):
    def __init__(
        self, reason: str | Promise, *, entry_id: int | None = None, seal_id: int | None = None
    ) -> None:
        super().__init__(reason)
        self.reason, self.entry_id, self.seal_id = reason, entry_id, seal_id


def verify(on_progress: Callable[[int], None] | None = None) -> Verdict:
    """Read the whole journal and name the first entry that was altered, removed or slipped in.

    `on_progress` is called with the number of entries read so far, once a seal. Memory does not
    grow with the journal.
    """
    entries = seals = unsealed = last_id = 0
    previous = ""
    try:
        for seal in Seal.objects.order_by("last_id").iterator(chunk_size=50):
            _check_seal(seal, previous, last_id)
            entries, seals = entries + seal.count, seals + 1
            previous, last_id = seal.digest, seal.last_id
            if on_progress:
                on_progress(entries)
        for entry in Entry.objects.filter(id__gt=last_id).order_by("id").iterator(1000):
            _check_entry(entry)
            unsealed += 1
    except _Broken as broken:
        return Verdict(entries, seals, unsealed, broken.entry_id, broken.seal_id, broken.reason)
    return Verdict(entries + unsealed, seals, unsealed)


def _check_seal(seal: Seal, previous: str, after: int) -> None:
    contents = bytes(seal.contents)
    right = seal_digest(at=seal.at, contents=contents, previous=previous)
    if seal.previous != previous or not hmac.compare_digest(seal.digest, right):
        raise _Broken(_("the seal does not fit the one before it"), seal_id=seal.pk)
    found = Entry.objects.filter(id__gt=after, id__lte=seal.last_id).order_by("id").iterator()
    for (id_, head), entry in _side_by_side(unpack(contents), found):
        _check_entry(entry)
        if bytes.fromhex(entry.digest)[:8] != head:
            raise _Broken(_("the entry was altered"), entry_id=id_)


def _side_by_side(
    sealed: list[tuple[int, bytes]], found: Iterator[Entry]
) -> Iterator[tuple[tuple[int, bytes], Entry]]:
    for pair in sealed:
        entry = next(found, None)
        if entry is None or entry.pk > pair[0]:
            raise _Broken(_("the entry was removed"), entry_id=pair[0])
        if entry.pk < pair[0]:
            raise _Broken(_("the entry was slipped in"), entry_id=entry.pk)
        yield pair, entry
    if (extra := next(found, None)) is not None:
        raise _Broken(_("the entry was slipped in"), entry_id=extra.pk)


def _check_entry(entry: Entry) -> None:
    if not hmac.compare_digest(entry.digest, entry_digest(entry)):
        raise _Broken(_("the entry was altered"), entry_id=entry.pk)
