"""What every step of a case does: lock the row, check state and version, write the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qixin.cases import clocks
from qixin.cases.enums import OVER_STATES, AssignmentRole
from qixin.cases.models import Assignment, Case
from qixin.cases.models.clocked import CLOCK_FIELDS, Clocked
from qixin.cases.policies import check_transition, check_version, has_sender
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.calendar_days import working_calendar
from qixin.core.errors import Invalid
from qixin.people.models import User
from qixin.reports.actions import settle, unsettle
from qixin.reports.enums import Outcome
from qixin.reports.models import Report, Settlement

SHORTEST_REASON = 4


def locked(case: Case) -> Case:
    """The row as it is now, locked until the transaction ends."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related(
            "report", "report__sender", "lead_unit", "town", "case_type", "asker", "parent"
        )
        .get(pk=case.pk)
    )


def step(case: Case, verb: str, *, by: Actor, detail: dict[str, Any], **changes: Any) -> None:
    """Take a locked case along the road `verb`, with `changes` to its other fields."""
    before = case.state
    case.state = check_transition("case", verb, case.state)
    for field, value in changes.items():
        setattr(case, field, value)
    case.version += 1
    case.save(update_fields=["state", "version", *changes])
    journal.write(
        verb=JOURNAL[verb], subject=case, by=by, detail={"from": before, "to": case.state} | detail
    )


def check_step(case: Case, verb: str, *, version: int | None = None, kept: str = "") -> None:
    """Raises Conflict with the text typed, before anything is written."""
    check_version(case, version, kept=kept)
    check_transition("case", verb, case.state, kept=kept)


def lead_of(case: Case) -> Assignment:
    """The standing lead assignment, locked with the case."""
    return case.assignments.exclude(state__in=OVER_STATES).get(role=AssignmentRole.LEAD)


def standing_lead(case: Case) -> Assignment | None:
    """None while the case waits for another lead unit."""
    leads = case.assignments.filter(role=AssignmentRole.LEAD)
    return leads.exclude(state__in=OVER_STATES).first()


def wind(row: Clocked, allowance: clocks.Allowance, start: datetime | None = None) -> None:
    """Start the row's clock anew, now or at `start`; the caller saves. Raises CalendarGap."""
    row.set_clock(clocks.start_clock(start or clock.now(), allowance, working_calendar()))


def responded(case: Case) -> dict[str, Any]:
    """What the lead unit's first step changes: the rate of response counts it."""
    return {} if case.responded_at else {"responded_at": clock.now()}


def move_assignment(assignment: Assignment, verb: str, **changes: Any) -> None:
    assignment.state = check_transition("assignment", verb, assignment.state)
    for field, value in changes.items():
        setattr(assignment, field, value)
    assignment.save(update_fields=["state", *changes])


def save_clock(row: Clocked) -> None:
    """Keep a clock that was wound outside of a step."""
    row.save(update_fields=list(CLOCK_FIELDS))


def tell_senders(
    case: Case, outcome: Outcome, *, by: Actor, answer: str = "", asks: bool = False
) -> None:
    """What became of the reports, for whoever sent them; `asks` them to confirm or send back.

    A sender among several who has confirmed is content, and is left in peace.
    """
    reports = sorted(case.reports, key=lambda one: one.pk)
    settled = Settlement.objects.filter(report__in=reports, thing=case.thing)
    content = set(settled.filter(outcome=Outcome.CASE_CONFIRMED).values_list("report", flat=True))
    for report in reports:
        if report.pk not in content:
            tell_sender(case, report, outcome, by=by, answer=answer, asks=asks)


def tell_sender(
    case: Case,
    report: Report,
    outcome: Outcome,
    *,
    by: Actor,
    answer: str = "",
    asks: bool = False,
) -> None:
    """The same for one of the case's reports."""
    asked = asks and has_sender(report)
    settle(report=report, by=by, answer=answer, awaits_sender=asked, **news_of(case, outcome))


def news_of(case: Case, outcome: Outcome) -> dict[str, Any]:
    """What `reports.actions.settle` is told of every case."""
    return {
        "thing": case.thing,
        "outcome": outcome,
        "title": f"{case.number} {case.title}",
        "unit": case.lead_unit,
    }


def return_reports(case: Case, *, by: User) -> None:
    """Every report of the case goes back to the triage queue."""
    for report in sorted(case.reports, key=lambda one: one.pk):
        unsettle(report=report, thing=case.thing, by=by, unit=case.lead_unit)


def cleaned(text: str, *, most: int, least: int = 1, missing: str) -> str:
    """`text` without NUL and outer blanks. Raises Invalid: `missing`, or too long."""
    # PostgreSQL cannot store NUL, and no reader needs one.
    text = text.replace("\0", "").strip()
    if len(text) < least:
        raise Invalid(missing)
    if len(text) > most:
        raise Invalid(
            _("The text has %(length)d characters; at most %(most)d fit. Please shorten it.")
            % {"length": len(text), "most": most}
        )
    return text
