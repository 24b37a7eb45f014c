"""Writing lines, and reading one thing's timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction

from qixin.core import clock, wakeups
from qixin.core.actors import Actor
from qixin.core.insertion import insert, insert_many
from qixin.core.journal.digests import entry_digest
from qixin.core.journal.locks import hold_off_sealing
from qixin.core.models import Entry, default_district


@dataclass(frozen=True)
class Line:
    """What `write_many` takes: one line that is not yet written."""

    verb: str
    subject: models.Model
    by: Actor
    detail: Mapping[str, Any] = field(default_factory=dict)


def kind_of(thing: models.Model | type[models.Model]) -> str:
    """`reports.report` for a Report: how the journal names a kind of thing."""
    return thing._meta.label_lower


def write(
    *, verb: str, subject: models.Model, by: Actor, detail: Mapping[str, Any] | None = None
) -> Entry:
    """Write one line in the caller's transaction; refuses to run outside of one.

    `verb` is `room.verb` in the past tense ("reports.received"); `detail` is JSON without personal
    data: codes, ids of rows, states before and after.
    """
    _begin()
    entry = _entry(Line(verb, subject, by, detail or {}))
    insert(entry)
    return entry


def write_many(lines: Iterable[Line]) -> list[Entry]:
    """Write several lines, as `write` does one."""
    _begin()
    entries = [_entry(line) for line in lines]
    insert_many(entries)
    return entries


def _begin() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written within a transaction")
    hold_off_sealing()
    wakeups.tell(Entry)


def _entry(line: Line) -> Entry:
    entry = Entry(
        district=getattr(line.subject, "district", None) or default_district(),
        at=clock.now(),
        actor_kind=line.by.actor_kind,
        actor_id=line.by.actor_id,
        on_behalf_of=line.by.on_behalf_of,
        verb=line.verb,
        subject_kind=kind_of(line.subject),
        subject_id=line.subject.pk,
        detail=dict(line.detail),
    )
    entry.digest = entry_digest(entry)
    return entry


def timeline(thing: models.Model) -> models.QuerySet[Entry]:
    """Every line about `thing`, oldest first. The caller has checked that it may be seen."""
    return Entry.objects.filter(subject_kind=kind_of(thing), subject_id=thing.pk).order_by("id")
