"""What is published enters OpenSearch, where one is set, and leaves it, with its publication.

The transaction that changes what readers find notes the change, and sends it once it is committed.
What could not be sent stays noted until the worker has sent it. What is sent is always what the
database holds by then, so it may be sent twice, and in any order.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from qixin.core.search_terms import bigrams
from qixin.newsroom.enums import AnswerState
from qixin.newsroom.models import Answer, PublicText, SearchChange
from qixin.newsroom.search.layout import ANSWERS, KINDS, STORIES, Kind
from qixin.newsroom.search.queries import ids_after, micros
from qixin.newsroom.search.server import Away, Document, is_set, server

logger = logging.getLogger(__name__)

BATCH = 500
# A row that changes at every look is being worked on: the next turn has it.
MOST_TIMES = 5
_FILLING, _FILLING_FOR = "newsroom:filling-search", 300

Progress = Callable[[int], object]


def note_change(kind: Kind, id_: int) -> None:
    """What readers find of this row changes with the caller's transaction; never raises Away."""
    if not is_set():
        return
    SearchChange.objects.create(kind=kind.label, ref=id_)
    transaction.on_commit(partial(_send, kind, id_), robust=True)


def bring_up_to_date(kind: Kind, ids: Iterable[int], *, at_once: bool = True) -> None:
    """Have the index hold of these rows what the database holds, or nothing. Raises Away.

    It looks once more after sending: whoever sends last has then sent what was committed last.
    """
    waiting = list(dict.fromkeys(ids))
    for _time in range(MOST_TIMES):
        sent = _documents(kind, waiting)
        server().put(kind, sent, at_once=at_once)
        now = _documents(kind, waiting)
        waiting = [id_ for id_ in waiting if now[id_] != sent[id_]]
        if not waiting:
            return
    raise Away("the rows change while they are sent", is_answering=True)


def send_waiting(*, most: int = BATCH) -> int:
    """Send what could not be sent when it was committed; returns how many changes. Raises Away."""
    if not is_set():
        return 0
    changes = list(SearchChange.objects.order_by("pk")[:most])
    for kind in KINDS.values():
        of_kind = [change for change in changes if change.kind == kind.label]
        bring_up_to_date(kind, [change.ref for change in of_kind])
        SearchChange.objects.filter(pk__in=[change.pk for change in of_kind]).delete()
    return len(changes)


def needs_filling() -> bool:
    """Whether there is no index yet, or it holds more or less than is published: it was wiped, or
    OpenSearch was not set for a while. Raises Away."""
    if not is_set() or SearchChange.objects.exists():
        return False
    try:
        return any(server().count(kind) != _rows(kind).count() for kind in KINDS.values())
    except Away as why:
        if why.is_empty:
            return True
        raise


def fill(*, on_progress: Progress = lambda _count: None) -> int:
    """Have the index hold all that is published and nothing else; returns how many rows.

    Nothing is missed meanwhile: what changes is sent as ever. Where somebody else fills it already,
    nothing is done. Raises Away.
    """
    if not cache.add(_FILLING, 1, _FILLING_FOR):
        return 0
    try:
        return sum(_fill(kind, on_progress) for kind in KINDS.values())
    finally:
        cache.delete(_FILLING)


def _fill(kind: Kind, on_progress: Progress) -> int:
    server().make(kind)
    count = 0
    for ids in _batches(kind):
        try:
            bring_up_to_date(kind, ids, at_once=False)
        except Away as why:
            # One that it does not take in keeps no reader from all the others.
            if not why.is_answering:
                raise
            server().let_alone(why)
        count += len(ids)
        on_progress(len(ids))
        cache.touch(_FILLING, _FILLING_FOR)
    server().open_to_readers(kind)
    last = 0
    while held := server().ask(kind.name, ids_after(last, most=BATCH)):
        last = held[-1]
        there = set(_rows(kind).filter(pk__in=held).values_list("pk", flat=True))
        bring_up_to_date(kind, [id_ for id_ in held if id_ not in there])
    return count


def _batches(kind: Kind) -> Iterator[Sequence[int]]:
    last = 0
    while ids := list(
        _rows(kind).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield ids
        last = ids[-1]


def _send(kind: Kind, id_: int) -> None:
    changes = SearchChange.objects.filter(kind=kind.label, ref=id_)
    noted = list(changes.values_list("pk", flat=True))
    if not noted or server().is_let_alone:
        return
    try:
        bring_up_to_date(kind, [id_])
    except Away as why:
        server().let_alone(why)
    else:
        changes.filter(pk__in=noted).delete()


def _rows(kind: Kind) -> QuerySet[PublicText] | QuerySet[Answer]:
    if kind == STORIES:
        return PublicText.objects.all()
    return Answer.objects.filter(state=AnswerState.PUBLISHED)


def _documents(kind: Kind, ids: Sequence[int]) -> dict[int, Document | None]:
    """Of each id what the index is to hold; None for nothing."""
    found: dict[int, Document | None] = dict.fromkeys(ids)
    if kind == STORIES:
        for row in PublicText.objects.defer("signature").filter(pk__in=ids):
            found[row.pk] = _of_story(row)
    elif kind == ANSWERS:
        for answer in Answer.objects.filter(state=AnswerState.PUBLISHED, pk__in=ids):
            found[answer.pk] = {
                "terms": bigrams(answer.indexed),
                "id": answer.pk,
                "district": answer.district,
            }
    return found


def _of_story(row: PublicText) -> Document:
    return {
        "terms": bigrams(row.indexed),
        "id": row.pk,
        "district": row.district,
        "column": row.column_id,
        "town": row.town_id,
        "published_on": micros(row.published_on),
    }
