"""What guards noted on their telephones, received once however often it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.errors import Invalid
from qixin.core.insertion import insert
from qixin.passes.enums import Direction, Reason
from qixin.passes.models import Pass, Passage
from qixin.passes.models.passages import LONGEST_POST
from qixin.passes.policies import check_can_record
from qixin.passes.workflow import JOURNAL
from qixin.people.models import User

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Noted:
    """A passage as the telephone has it; `key` is the telephone's own, one for each passage."""

    key: uuid.UUID
    number: str
    plate: str
    at: datetime
    post: str
    direction: str
    verdict: str


@transaction.atomic
def note_passages(*, noted: Sequence[Noted], by: User) -> int:
    """Store what is not there yet; returns how many were new.

    A telephone's clock that is fast cannot put a passage into the future. Raises Refused, Invalid
    for what no page of ours sends.
    """
    check_can_record(by)
    if len(noted) > MOST_AT_ONCE:
        raise Invalid(_("At most %(most)d passages at once.") % {"most": MOST_AT_ONCE})
    rows = [_row(one, by) for one in noted]
    numbers = {row.number for row in rows}
    issued = {one.number: one for one in Pass.objects.filter(number__in=numbers)}
    new = 0
    for row in rows:
        row.issued = issued.get(row.number)
        if insert(row, unless_known="client_key"):
            detail = {"number": row.number, "direction": row.direction, "verdict": row.verdict}
            journal.write(verb=JOURNAL["pass"], subject=row, by=by, detail=detail)
            new += 1
    return new


def _row(one: Noted, by: User) -> Passage:
    post = " ".join(one.post.replace("\0", "").split())[:LONGEST_POST]
    if one.direction not in Direction.values or one.verdict not in Reason.values or not post:
        raise Invalid(_("A passage has a post, a direction and a verdict."))
    now = clock.now()
    return Passage(
        client_key=one.key,
        number=ids.normalise_number(one.number.replace("\0", ""))[:20],
        plate=one.plate.replace("\0", "")[:8],
        at=min(one.at, now),
        post=post,
        direction=one.direction,
        verdict=one.verdict,
        guard=by,
        received_at=now,
    )
