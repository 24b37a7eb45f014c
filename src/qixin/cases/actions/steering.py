"""Who deals with a case and on what terms: moved, decided, merged, split, reopened."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases import clocks
from qixin.cases.actions.ending import said_why
from qixin.cases.actions.opening import (
    Terms,
    give,
    lead_changes,
    locked_reports,
    open_for,
    restart,
)
from qixin.cases.actions.stepping import (
    check_step,
    locked,
    move_assignment,
    save_clock,
    standing_lead,
    step,
    tell_senders,
    wind,
)
from qixin.cases.actions.telling import tell_asker, tell_commanders, tell_officers
from qixin.cases.enums import OPEN_STATES, OVER_STATES, OWED_STATES, AssignmentRole, Dispute
from qixin.cases.models import Assignment, Case, CaseType, FurtherReport
from qixin.cases.policies import (
    can_speak_for_asker,
    can_steer,
    check_can_decide,
    check_can_handle,
    check_can_steer,
    check_version,
)
from qixin.cases.selectors import allowance_for
from qixin.cases.workflow import JOURNAL
from qixin.core import journal
from qixin.core.calendar_days import working_calendar
from qixin.core.errors import Invalid, Refused, WrongState
from qixin.people.models import Unit, User
from qixin.people.policies import check_stands
from qixin.reports.enums import Outcome, Urgency

MOST_CHILDREN = 20


@transaction.atomic
def move(*, case: Case, unit: Unit, reason: str, by: User, version: int | None = None) -> Case:
    """Give an open case to another lead unit, on a new clock. Raises Refused, Invalid, Conflict."""
    held = locked(case)
    check_can_steer(by, case=held)
    check_step(held, "move", version=version, kept=reason)
    _lead_by(held, unit, reason, "move", by=by)
    return held


@transaction.atomic
def decide(*, case: Case, unit: Unit, reason: str, by: User, version: int | None = None) -> Case:
    """The commander gives the case to a unit for good: it cannot be handed back any more."""
    held = locked(case)
    check_can_decide(by, case=held)
    check_step(held, "decide", version=version, kept=reason)
    part = _lead_by(held, unit, reason, "decide", by=by, dispute="")
    part.decided_by = by
    part.save(update_fields=["decided_by"])
    tell_senders(held, Outcome.CASE_OPENED, by=by)
    return held


@transaction.atomic
def change_terms(
    *,
    case: Case,
    case_type: CaseType | None,
    urgency: Urgency,
    by: User,
    version: int | None = None,
) -> Case:
    """Another type or urgency: every running clock is worked out again from where it started.

    Raises Refused, WrongState where no clock runs, Conflict, CalendarGap.
    """
    held = locked(case)
    if not can_steer(by, case=held):
        check_can_handle(by, case=held)
    check_version(held, version)
    if held.state not in OPEN_STATES:
        raise WrongState(_("No clock of this case runs; its terms stand."))
    if (held.case_type_id, held.urgency) == (case_type.pk if case_type else None, urgency):
        return held
    before = {"urgency_before": held.urgency, "type_before": held.case_type_id}
    held.case_type, held.urgency = case_type, urgency
    _reckon(held)
    held.version += 1
    held.save()
    detail = {"urgency": int(urgency), "type": held.case_type_id, **before}
    journal.write(verb=JOURNAL["change_terms"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def merge(*, case: Case, into: Case, reason: str, by: User, version: int | None = None) -> Case:
    """Two cases of one matter become one: `into` answers all their reports, both courses stay.

    Raises Refused, Invalid for itself or one that is over, Conflict.
    """
    if case.pk == into.pk:
        raise Invalid(_("Choose another case to merge this one into."))
    first, second = sorted((case, into), key=lambda one: one.pk)
    rows = {one.pk: locked(one) for one in (first, second)}
    held, target = rows[case.pk], rows[into.pk]
    check_can_steer(by, case=held)
    check_can_steer(by, case=target)
    check_step(held, "merge", version=version, kept=reason)
    if target.state not in OPEN_STATES:
        raise Invalid(_("Case %(number)s is not open any more.") % {"number": target.number})
    note = said_why(held, reason, by=by)
    known = {report.pk for report in target.reports}
    moved = [report for report in held.reports if report.pk not in known]
    FurtherReport.objects.bulk_create(FurtherReport(case=target, report=one) for one in moved)
    for part in held.assignments.exclude(state__in=OVER_STATES):
        move_assignment(part, "withdraw")
    held.children.update(parent=target)
    detail = {"into": target.number, "note": note.pk}
    step(held, "merge", by=by, detail=detail, closed_at=note.at, merged_into=target)
    target.version += 1
    target.save(update_fields=["version"])
    journal.write(verb=JOURNAL["take_in"], subject=target, by=by, detail={"case": held.number})
    goes_on = _("It goes on as case %(number)s.") % {"number": target.number}
    tell_senders(held, Outcome.CASE_CLOSED, by=by, answer=goes_on)
    tell_senders(target, Outcome.CASE_OPENED, by=by)
    return target


@transaction.atomic
def split(*, case: Case, unit: Unit, title: str, by: User) -> Case:
    """A part of the matter becomes a case of its own below this one, which waits for it.

    Raises Refused, Invalid for a dissolved unit or too many, WrongState where it is not open.
    """
    held = locked(case)
    if not can_steer(by, case=held):
        check_can_handle(by, case=held)
    check_stands(unit)
    if held.state not in OPEN_STATES:
        raise WrongState(_("Only an open case can be split."))
    if held.parent_id is not None:
        raise Invalid(_("This case is itself a part of another one."))
    if held.children.count() >= MOST_CHILDREN:
        raise Invalid(_("At most %(most)d parts.") % {"most": MOST_CHILDREN})
    if not title.strip():
        raise Invalid(_("Give the new case a title: what is this part about?"))
    terms = Terms(title=title, urgency=Urgency(held.urgency), asker=held.asker, parent=held)
    child = open_for(locked_reports([held.report]), unit=unit, by=by, terms=terms)
    held.version += 1
    held.save(update_fields=["version"])
    journal.write(verb=JOURNAL["split"], subject=held, by=by, detail={"case": child.number})
    return child


@transaction.atomic
def reopen(*, case: Case, reason: str, by: User) -> Case:
    """What was over was not settled after all: the lead unit has it again, on a new clock.

    Raises Refused unless `by` asked or may steer, Invalid without a reason.
    """
    held = locked(case)
    if not (can_speak_for_asker(by, case=held) or can_steer(by, case=held)):
        raise Refused(
            _("Only whoever asked, the triage desk and the duty commander reopen a case.")
        )
    check_step(held, "reopen", kept=reason)
    check_stands(held.lead_unit)
    note = said_why(held, reason, by=by)
    lead = standing_lead(held)
    restart(held)
    if lead is None:
        give(held, held.lead_unit, AssignmentRole.LEAD)
    else:
        _restart_part(lead, held)
    step(
        held, "reopen", by=by, detail={"note": note.pk}, closed_at=None, confirm_by=None,
        satisfaction=None, reopened_times=held.reopened_times + 1, **lead_changes(held),
    )  # fmt: skip
    tell_senders(held, Outcome.CASE_SENT_BACK, by=by)
    if lead is not None:
        tell_officers(lead, "cases.reopened", by=by)
    return held


@transaction.atomic
def leave_unit(*, case: Case, unit: Unit, successor: Unit | None, by: User) -> Case:
    """A department was dissolved: its open case or part goes to the successor, or, where it leads
    and there is none, to the duty commander."""
    held = locked(case)
    reason = str(_("%(unit)s was dissolved.")) % {"unit": unit}
    if held.lead_unit_id != unit.pk:
        _replace_helper(held, unit, successor, by=by)
    elif successor is not None and held.state in OPEN_STATES:
        _lead_by(held, successor, reason, "move", by=by)
    else:
        lead = standing_lead(held)
        if lead is not None:
            move_assignment(lead, "withdraw")
        note = said_why(held, reason, by=by)
        step(
            held, "orphan", by=by, detail={"note": note.pk}, dispute=Dispute.DISSOLVED,
            paused_at=None, confirm_by=None,
        )  # fmt: skip
        tell_commanders(held, "cases.to_decide", by=by)
    return held


def _lead_by(
    case: Case, unit: Unit, reason: str, verb: str, *, by: User, **changes: Any
) -> Assignment:
    """The unit leads from now on; what it helped with before becomes its lead."""
    check_stands(unit)
    note = said_why(case, reason, by=by)
    before = standing_lead(case)
    if before is not None:
        move_assignment(before, "withdraw")
    for own in case.assignments.filter(unit=unit).exclude(state__in=OVER_STATES):
        move_assignment(own, "withdraw")
    case.lead_unit = unit
    restart(case)
    part = give(case, unit, AssignmentRole.LEAD)
    detail = {"unit": unit.pk, "note": note.pk}
    step(case, verb, by=by, detail=detail, **changes, **lead_changes(case))
    tell_asker(case, "cases.moved", by=by)
    return part


def _replace_helper(case: Case, unit: Unit, successor: Unit | None, *, by: User) -> None:
    owed = case.assignments.filter(unit=unit, role=AssignmentRole.CO, state__in=OWED_STATES)
    for part in owed:
        move_assignment(part, "withdraw")
        detail = {"unit": unit.pk, "part": part.pk}
        journal.write(verb=JOURNAL["withdraw_part"], subject=case, by=by, detail=detail)
        here = case.assignments.exclude(state__in=OVER_STATES)
        if successor is not None and not here.filter(unit=successor).exists():
            given = give(case, successor, AssignmentRole.CO, request=part.request)
            detail = {"unit": successor.pk, "part": given.pk}
            journal.write(verb=JOURNAL["offer_part"], subject=case, by=by, detail=detail)


def _reckon(case: Case) -> None:
    """All running clocks again, from where each started, with what each stood."""
    allowance = allowance_for(case.case_type, Urgency(case.urgency))
    calendar = working_calendar()
    parts = list(case.assignments.filter(state__in=OWED_STATES))
    for row in (case, *parts):
        # What it stood was counted in its old kind of hours: only the same kind carries over.
        stood = row.waited_hours if row.clock_basis == allowance.basis else 0
        row.set_clock(clocks.start_clock(row.clock_from, allowance, calendar, waited=stood))
    for part in parts:
        save_clock(part)
    if case.responded_at is None:
        response = clocks.RESPONSES[Urgency(case.urgency)]
        case.respond_by = clocks.after(case.clock_from, response, calendar)


def _restart_part(part: Assignment, case: Case) -> None:
    wind(part, case.allowance, case.clock_from)
    save_clock(part)
    move_assignment(part, "send_back", done_at=None)
