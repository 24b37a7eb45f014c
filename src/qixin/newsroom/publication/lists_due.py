"""Older pages, feeds and sitemaps of lists: one list at a time, once for whatever came meanwhile.

At forty publications a minute the front page is due more often than a long list can be written; and
what else waits for the worker comes in between two lists.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from qixin.newsroom.models import Column, ListDue
from qixin.newsroom.publication.publishing import render_lists
from qixin.newsroom.publication.sections import Section, all_sections, section_of, sections_above
from qixin.newsroom.stops import PublicationStopped

logger = logging.getLogger(__name__)

# Rows that are answered by one writing; a database takes so many numbers in a question.
_AT_ONCE = 500


def note_due(column: Column | None, since: datetime | None = None) -> bool:
    """The lists that a column's stories stand in are due: all of them, or the pages which a story
    of the moment `since` can have changed. None: every list of the site.

    Outside a transaction: whoever writes a list looks afterwards which others are due. Returns
    whether nobody was at it.
    """
    sections: Iterable[Section] = sections_above(column) if column else all_sections()
    with transaction.atomic():
        rows = [ListDue.objects.create(page_id=one.page.pk, since=since) for one in sections]
    return bool(rows) and not ListDue.objects.filter(pk__lt=rows[0].pk).exists()


def write_next() -> bool:
    """Write the list that has waited longest; whether another can be written after it.

    Rows go when the list is written, so that a killed worker's are found again. A list that cannot
    be written waits behind all others.
    """
    first = ListDue.objects.order_by("pk").first()
    if first is None:
        return False
    rows = list(ListDue.objects.filter(page=first.page_id).order_by("pk")[:_AT_ONCE])
    since = _earliest([row.since for row in rows])
    written = _write(first, since)
    if not written:
        ListDue.objects.create(page_id=first.page_id, since=since)
    ListDue.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return written and ListDue.objects.exists()


def _earliest(moments: list[datetime | None]) -> datetime | None:
    known = [moment for moment in moments if moment is not None]
    return min(known) if len(known) == len(moments) else None


def _write(due: ListDue, since: datetime | None) -> bool:
    page = due.page.specific
    if not page.live:
        return True
    try:
        render_lists([section_of(page)], deep=True, since=since)
    except (OSError, PublicationStopped):
        logger.exception("page %s: its list could not be written", page.pk)
        return False
    return True
