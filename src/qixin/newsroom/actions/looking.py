"""The desk looks at what readers object to."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from qixin.core import journal
from qixin.newsroom.enums.readers import FlagState
from qixin.newsroom.models import CallEntry, Flag, ReaderMessage, Story
from qixin.newsroom.policies.readers import check_can_moderate
from qixin.newsroom.workflow.readers import JOURNAL
from qixin.people.models import User

Flagged = ReaderMessage | CallEntry | Story


@transaction.atomic
def settle_flags(*, thing: Flagged, by: User) -> int:
    """Somebody has looked and leaves it as it is; returns how many objections that settles.

    Raises Refused.
    """
    check_can_moderate(by)
    settled = settle_open_flags(thing, by=by)
    if settled:
        journal.write(verb=JOURNAL["settle_flags"], subject=thing, by=by, detail={"count": settled})
    return settled


def settle_open_flags(thing: Flagged, *, by: User) -> int:
    settled: int = open_flags(thing).update(state=FlagState.SETTLED, settled_by=by)
    return settled


def open_flags(thing: Flagged) -> QuerySet[Flag]:
    """The objections that nobody has looked at."""
    return Flag.objects.filter(**{field_of(thing): thing.pk}, state=FlagState.OPEN)


def field_of(thing: Flagged) -> str:
    """The column of a flag that names such a thing."""
    if isinstance(thing, ReaderMessage):
        return "message"
    return "entry" if isinstance(thing, CallEntry) else "page"
