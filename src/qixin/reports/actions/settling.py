"""Telling a report what became of it; called by the rooms above that made something of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.core.insertion import insert
from qixin.people.models import Unit, User
from qixin.reports.actions.deciding import decide, locked, take_back
from qixin.reports.enums import Decision, Outcome, ReportState
from qixin.reports.models import Report, Settlement
from qixin.reports.policies import check_not_claimed_by_another
from qixin.reports.workflow import JOURNAL

# The first news of these kinds is a triage decision: the report leaves the queue.
OPENING = {
    Outcome.STORY_DRAFTED: Decision.STORY,
    Outcome.CASE_OPENED: Decision.CASE,
    Outcome.RUMOUR_OPENED: Decision.RUMOUR,
}
# The newsroom's word ends the triage of what still waits; what was decided stays as it was.
_ENDING = frozenset({Outcome.MESSAGE_ANSWERED, Outcome.MESSAGE_SHOWN, Outcome.MESSAGE_ENDED})
# The news after which taking the thing back undoes that decision: a department may still hand back
# what the sender sent back.
_UNDOES = OPENING | {
    Outcome.CASE_ASKED: Decision.CASE,
    Outcome.CASE_SENT_BACK: Decision.CASE,
    Outcome.RUMOUR_ANSWERED: Decision.RUMOUR,
    Outcome.RUMOUR_CLOSED: Decision.RUMOUR,
}


@transaction.atomic
def settle(*, report: Report, by: Actor, **news: Any) -> Settlement:
    """Lock `report` and record what became of it; `news` as in `settle_held`."""
    return settle_held(held=locked(report), by=by, **news)


def settle_held(
    *,
    held: Report,
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
    """Record what became of a locked report, in the caller's transaction: one row for each `thing`
    ("cases.case:17"), updated in place.

    The first STORY_DRAFTED, CASE_OPENED or RUMOUR_OPENED of a thing is also the triage decision
    (with the `column` or `unit` that was chosen) and takes the report out of the queue; so does
    what the newsroom did with a message. `link` is where the sender reads it; `awaits_sender` asks
    them to confirm or send back, with CASE_ASKED to reply. Raises
    Conflict where that decision would be made while somebody else works on the report.
    """
    if ":" not in thing:
        raise Invalid(f"not the name of a thing: {thing}")
    known = held.settlements.filter(thing=thing).first()
    if known is None and outcome in OPENING and isinstance(by, User):
        check_not_claimed_by_another(by, report=held)
        decide(held, verb="pass_on", decision=OPENING[outcome], by=by, column=column, unit=unit)
    if outcome in _ENDING and held.state == ReportState.RECEIVED and isinstance(by, User):
        check_not_claimed_by_another(by, report=held)
        decide(held, verb="pass_on", decision=Decision.DESK, by=by)
    settlement = known or Settlement(report=held, thing=thing)
    settlement.outcome, settlement.title = outcome, title[:200]
    settlement.link, settlement.answer = link, answer
    settlement.awaits_sender, settlement.at = awaits_sender, clock.now()
    if known is None:
        insert(settlement)
    else:
        settlement.save()
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
