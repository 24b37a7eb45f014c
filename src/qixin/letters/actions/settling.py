"""What becomes of a letter that came in: given to a unit, answered, matched to ours, or filed."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.core.calendar_days import working_calendar
from qixin.core.errors import Conflict, Invalid, WrongState
from qixin.letters.actions.registering import locked_incoming
from qixin.letters.actions.stepping import said
from qixin.letters.clocks import MOST_DAYS, nth_working_day
from qixin.letters.enums import WAITING_STATES, IncomingState, LetterState
from qixin.letters.models import Incoming, Letter, Recipient, Reply
from qixin.letters.policies import check_can_deal_with, check_incoming
from qixin.letters.signals import reply_received
from qixin.letters.workflow import JOURNAL
from qixin.people.actions import notify
from qixin.people.enums import Role
from qixin.people.models import Unit, User
from qixin.people.selectors.notices import users_with

BATCH = 200


@transaction.atomic
def assign(*, incoming: Incoming, unit: Unit, working_days: int, by: User) -> Incoming:
    """Give it to the unit that answers, within working days from when it came; the unit is told.

    Raises Refused, WrongState, Invalid.
    """
    held = locked_incoming(incoming)
    check_can_deal_with(by, incoming=held)
    check_incoming("assign", held.state)
    if not 1 <= working_days <= MOST_DAYS:
        raise Invalid(_("There are 1 to %(n)d working days to answer.") % {"n": MOST_DAYS})
    due = nth_working_day(held.received_on, working_days, working_calendar())
    changes = {"unit": unit, "working_days": working_days, "due_on": due, "overdue_told_at": None}
    _step(held, "assign", by, told={"unit": unit.pk, "due_on": f"{due}"}, **changes)
    _tell(held, "letters.incoming_assigned", {"due": f"{due}"}, by=by)
    return held


@transaction.atomic
def match(*, incoming: Incoming, recipient: Recipient, by: User) -> Incoming:
    """Take it as the answer to one copy of a letter of ours, as if it had come by the link: the
    chase ends, and whoever waits for the answer hears of it.

    Raises Refused, WrongState, Conflict where the copy is another's, or was not sent.
    """
    letter = Letter.objects.select_for_update().get(pk=recipient.letter_id)
    copy = Recipient.objects.select_for_update().get(pk=recipient.pk)
    held = locked_incoming(incoming)
    check_can_deal_with(by, incoming=held)
    check_incoming("match", held.state)
    if letter.state != LetterState.SENT:
        raise WrongState(_("Only a letter that was sent can be answered."))
    if copy.addressee_id != held.sender_id:
        raise Conflict(_("This copy went to somebody else. Correct the sender first."))
    copy.letter = letter
    came = timezone.make_aware(
        datetime.combine(held.received_on, time(12)), timezone.get_default_timezone()
    )
    came = min(max(came, letter.sent_at or came), clock.now())
    reply = Reply.objects.create(
        recipient=copy, position=copy.replies.count(), at=came, incoming=held,
        text="\n".join(part for part in (held.subject, held.text) if part),
        answerer_erased_at=clock.now(),
    )  # fmt: skip
    if copy.answered_at is None:
        copy.answered_at = came
        copy.save(update_fields=["answered_at"])
    _step(held, "match", by, told={"letter": letter.number}, matched=copy, settled_at=clock.now())
    reply_received.send(sender=Reply, reply=reply)
    return held


@transaction.atomic
def file_away(*, incoming: Incoming, reason: str, by: User) -> Incoming:
    """No answer is needed, with a reason. Raises Refused, WrongState, Invalid."""
    held = locked_incoming(incoming)
    check_can_deal_with(by, incoming=held)
    _step(held, "file", by, reason=said(reason), settled_at=clock.now())
    return held


def note_answered(letter: Letter, *, by: User) -> None:
    """A letter of ours was sent: what it answers is answered, unless it is settled already."""
    held = _answered_by(letter)
    if held is not None and held.state in WAITING_STATES:
        _step(held, "answer_with", by, told={"letter": letter.number}, settled_at=clock.now())


def note_recalled(letter: Letter, *, by: User) -> None:
    """A letter of ours was recalled: what it answered waits again, by the day that stood before."""
    held = _answered_by(letter)
    others = Letter.objects.filter(answers=held, state=LetterState.SENT).exclude(pk=letter.pk)
    if held is not None and held.state == IncomingState.ANSWERED and not others.exists():
        _step(held, "reopen", by, told={"letter": letter.number}, settled_at=None)


def tell_overdue() -> int:
    """Tell each waiting letter whose day has passed to the unit and the commanders, once for each
    day that was set; returns how many."""
    late = Incoming.objects.filter(
        state__in=WAITING_STATES, due_on__lt=clock.today(), overdue_told_at=None
    )
    keys = late.order_by("due_on").values_list("pk", flat=True)
    return sum(_tell_overdue(pk) for pk in keys[:BATCH])


@transaction.atomic
def _tell_overdue(pk: int) -> bool:
    held = locked_incoming(Incoming(pk=pk))
    if not held.is_overdue or held.overdue_told_at is not None:
        return False
    held.overdue_told_at = clock.now()
    held.save(update_fields=["overdue_told_at"])
    detail = {"due_on": f"{held.due_on}"}
    journal.write(verb=JOURNAL["tell_overdue"], subject=held, by=SYSTEM, detail=detail)
    _tell(held, "letters.incoming_overdue", {"sender": held.sender.name}, commanders=True)
    return True


def _answered_by(letter: Letter) -> Incoming | None:
    return locked_incoming(Incoming(pk=letter.answers_id)) if letter.answers_id else None


def _step(held: Incoming, verb: str, by: User, *, told: Any = None, **changes: Any) -> None:
    """Along the road `verb`, with its line in the journal. Raises WrongState."""
    before = held.state
    held.state = check_incoming(verb, before)
    held.version += 1
    for field, value in changes.items():
        setattr(held, field, value)
    held.save(update_fields=["state", "version", *changes])
    detail = {"from": before, "to": held.state} | (told or {})
    if reason := changes.get("reason"):
        detail["reason"] = reason
    journal.write(verb=JOURNAL[verb], subject=held, by=by, detail=detail)


def _tell(
    held: Incoming,
    kind: str,
    detail: dict[str, Any],
    *,
    by: User | None = None,
    commanders: bool = False,
) -> None:
    users = [*users_with(Role.OFFICER, units=[held.unit])]
    users += users_with(Role.COMMANDER) if commanders else ()
    link = reverse("letters:incoming", args=[held.number])
    notify(users=users, kind=kind, link=link, detail={"number": held.number} | detail, by=by)
