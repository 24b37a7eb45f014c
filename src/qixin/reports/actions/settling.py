"""Telling a report what became of it; called by the rooms above that made something of it."""

from __future__ import annotations

from django.db import transaction

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.people.models import Unit, User
from qixin.reports.actions.deciding import decide, locked, take_back
from qixin.reports.enums import Decision, Outcome
from qixin.reports.models import Report, Settlement
from qixin.reports.policies import check_not_claimed_by_another
from qixin.reports.workflow import JOURNAL

# The first news of these kinds is a triage decision: the report leaves the queue.
OPENING = {Outcome.STORY_DRAFTED: Decision.STORY, Outcome.CASE_OPENED: Decision.CASE}
# The news after which taking the thing back undoes that decision: a department may still hand back
# what the sender sent back.
_UNDOES = OPENING | {Outcome.CASE_SENT_BACK: Decision.CASE}


@transaction.atomic
def settle(
    *,
    report: Report,
    thing: str,
    outcome: Outcome,
    by: Actor,
    title: str = "",
    link: str = "",
    answer: str = "",
    awaits_sender: bool = False,
    column: str = "",
    unit: Unit | None = None,
) -> Settlement:
    """Record what became of `report`: one row for each `thing` ("cases.case:17"), updated in place.

    The first STORY_DRAFTED or CASE_OPENED of a thing is also the triage decision (with the `column`
    or `unit` that was chosen) and takes the report out of the queue. `link` is where the sender
    reads it; `awaits_sender` asks them to confirm or send back. Raises Conflict where that decision
    would be made while somebody else works on the report.
    """
    if ":" not in thing:
        raise Invalid(f"not the name of a thing: {thing}")
    held = locked(report)
    is_news = not held.settlements.filter(thing=thing).exists()
    if is_news and outcome in OPENING and isinstance(by, User):
        check_not_claimed_by_another(by, report=held)
        decide(held, verb="pass_on", decision=OPENING[outcome], by=by, column=column, unit=unit)
    settlement, _created = Settlement.objects.update_or_create(
        report=held,
        thing=thing,
        defaults={
            "outcome": outcome,
            "title": title[:200],
            "link": link,
            "answer": answer,
            "awaits_sender": awaits_sender,
            "at": clock.now(),
        },
    )
    journal.write(
        verb=JOURNAL["settle"], subject=held, by=by, detail={"outcome": outcome, "thing": thing}
    )
    return settlement


@transaction.atomic
def unsettle(*, report: Report, thing: str, by: Actor, unit: Unit | None = None) -> None:
    """Take the news back: the decision that led to it (for `unit`) was undone.

    If nothing else became of the report, it returns to the queue.
    """
    held = locked(report)
    settlement = held.settlements.filter(thing=thing).first()
    if settlement is None:
        return
    kind = _UNDOES.get(Outcome(settlement.outcome))
    settlement.delete()
    journal.write(
        verb=JOURNAL["settle"], subject=held, by=by, detail={"outcome": "", "thing": thing}
    )
    if kind is not None and isinstance(by, User):
        take_back(held, by=by, decisions=(kind,), unit=unit)
