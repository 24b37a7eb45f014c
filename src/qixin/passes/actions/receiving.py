"""What a checkpoint's own system noted: many at once, each told what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.errors import Invalid
from qixin.core.insertion import insert
from qixin.passes.actions.passing import MOST_AT_ONCE
from qixin.passes.enums import Direction, Outcome, Reason
from qixin.passes.models import Pass, Passage
from qixin.passes.models.passages import LONGEST_POST
from qixin.passes.plates import clean_plate
from qixin.passes.tokens import LEEWAY
from qixin.passes.workflow import JOURNAL
from qixin.people.callers import Caller

# What happened longer ago was noted by a clock that is wrong.
OLDEST = timedelta(days=366)
_COMPARED = ("number", "plate", "at", "post", "direction", "verdict")
_OURS = uuid.UUID("6d1f4c0e-7a53-5c0b-9b1e-2f6f0a8f7c11")


@dataclass(frozen=True)
class Sent:
    """A passage as another system has it; `id` is that system's own, one for each passage."""

    id: str
    number: str
    plate: str
    at: datetime | None
    post: str
    direction: str
    verdict: str


@dataclass(frozen=True)
class Taken:
    """What became of one: `detail` says why one was refused."""

    id: str
    outcome: Outcome
    detail: str = ""


@transaction.atomic
def take_passages(*, sent: Sequence[Sent], by: Caller) -> list[Taken]:
    """Store what is good and not there yet, and say of each row, in its order, what became of it.

    The same id of the same caller is the same passage: sent again it is known, with other contents
    it is refused. Raises Refused, Invalid for too many at once.
    """
    by.check("passes.check")
    if len(sent) > MOST_AT_ONCE:
        raise Invalid(_("At most %(most)d passages at once.") % {"most": MOST_AT_ONCE})
    numbers = {_number(one) for one in sent}
    issued = {one.number: one for one in Pass.objects.filter(number__in=numbers)}
    return [_take(one, issued, by) for one in sent]


def _take(one: Sent, issued: dict[str, Pass], by: Caller) -> Taken:
    try:
        row = _row(one, by)
    except Invalid as fault:
        return Taken(one.id, Outcome.REFUSED, str(fault))
    row.issued = issued.get(row.number)
    if insert(row, unless_known="client_key"):
        detail = {"number": row.number, "direction": row.direction, "verdict": row.verdict}
        journal.write(verb=JOURNAL["pass"], subject=row, by=by.actor, detail=detail)
        return Taken(one.id, Outcome.STORED)
    known = Passage.objects.get(client_key=row.client_key)
    if all(getattr(known, name) == getattr(row, name) for name in _COMPARED):
        return Taken(one.id, Outcome.KNOWN)
    return Taken(one.id, Outcome.REFUSED, _("This id stands for another passage already."))


def _row(one: Sent, by: Caller) -> Passage:
    """Raises Invalid with what is wrong first."""
    _check(one)
    return Passage(
        client_key=_key(one.id, by),
        number=_number(one),
        plate=clean_plate(one.plate),
        at=_moment(one.at),
        post=_line(one.post),
        direction=one.direction,
        verdict=one.verdict,
        guard=by.user,
        system=by.key,
        received_at=clock.now(),
    )


def _check(one: Sent) -> None:
    if not one.id.strip() or "\0" in one.id:
        raise Invalid(_("A passage needs an id of yours."))
    if not _number(one):
        raise Invalid(_("Which pass? Its number stands in the token."))
    if not _line(one.post):
        raise Invalid(_("At which post?"))
    if len(_line(one.post)) > LONGEST_POST:
        raise Invalid(_("The name of a post has %(n)d characters at most.") % {"n": LONGEST_POST})
    if one.direction not in Direction.values:
        raise Invalid(_("There is no such direction: %(all)s.") % {"all": _all(Direction.values)})
    if one.verdict not in Reason.values:
        raise Invalid(_("There is no such verdict: %(all)s.") % {"all": _all(Reason.values)})


def _moment(at: datetime | None) -> datetime:
    now = clock.now()
    if at is None:
        raise Invalid(_("When? Write it with its zone, like 2020-02-03T08:00:00+08:00."))
    if at > now + timedelta(seconds=LEEWAY):
        raise Invalid(_("This time lies in the future; look at the checkpoint's clock."))
    if at < now - OLDEST:
        raise Invalid(_("This time lies more than a year back; look at the checkpoint's clock."))
    return at


def _key(own: str, by: Caller) -> uuid.UUID:
    """Two systems may give the same id to two passages: what is unique is theirs together."""
    whose = f"key:{by.key.pk}" if by.key is not None else f"user:{by.actor.actor_id}"
    return uuid.uuid5(_OURS, f"{whose}:{own}")


def _number(one: Sent) -> str:
    return ids.normalise_number(one.number.replace("\0", ""))[:20]


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _all(values: Sequence[str]) -> str:
    return ", ".join(values)
