"""Clocks that have run out are told upward: officer, head of the unit, leader of the district."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from qixin.cases import clocks
from qixin.cases.actions.stepping import locked
from qixin.cases.actions.telling import commanders, heads_of, officers_of, tell
from qixin.cases.enums import OPEN_STATES, OWED_STATES, Step
from qixin.cases.models import Assignment, Escalation
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.core.calendar import CalendarGap, WorkingCalendar
from qixin.core.calendar_days import working_calendar
from qixin.people.models import User
from qixin.reports.enums import Urgency

MOST = 2_000


def escalate_overdue() -> int:
    """Tell every step whose time has come, once for each clock; returns how many were told.

    Harmless when two workers run it at once. A case that waits for its asker is left in peace.
    """
    calendar = working_calendar()
    overdue = Assignment.objects.filter(
        state__in=OWED_STATES, due_at__lt=clock.now(), case__state__in=OPEN_STATES
    )
    told = Escalation.objects.filter(
        assignment=OuterRef("pk"), step=Step.LEADER, due_at=OuterRef("due_at")
    )
    rows = overdue.exclude(Exists(told)).select_related("case").order_by("due_at")[:MOST]
    return sum(_escalate(part, calendar) for part in rows)


@transaction.atomic
def _escalate(part: Assignment, calendar: WorkingCalendar) -> int:
    case = locked(part.case)
    held = (
        Assignment.objects.select_related("unit", "officer")
        .filter(pk=part.pk, state__in=OWED_STATES, due_at__lt=clock.now())
        .first()
    )
    if held is None or case.state not in OPEN_STATES:
        return 0
    held.case = case
    return sum(_tell_once(held, step) for step in _steps_due(held, calendar))


def _steps_due(part: Assignment, calendar: WorkingCalendar) -> list[Step]:
    steps = []
    for step, allowance in clocks.ESCALATION[Urgency(part.case.urgency)].items():
        try:
            moment = clocks.after(part.due_at, allowance, calendar)
        except CalendarGap:
            # Better told early than never: the calendar's gap is told where clocks are started.
            moment = part.due_at
        if moment < clock.now():
            steps.append(step)
    return steps


def _tell_once(part: Assignment, step: Step) -> bool:
    _row, is_new = Escalation.objects.get_or_create(
        assignment=part, step=step, due_at=part.due_at, defaults={"at": clock.now()}
    )
    if is_new:
        tell(_who(part, step), f"cases.overdue_{step.name.lower()}", part.case)
        detail = {"step": int(step), "unit": part.unit_id, "part": part.pk}
        journal.write(verb=JOURNAL["escalate"], subject=part.case, by=SYSTEM, detail=detail)
    return is_new


def _who(part: Assignment, step: Step) -> Iterable[User]:
    if step == Step.OFFICER:
        return officers_of(part)
    return heads_of(part.unit) if step == Step.HEAD else commanders()
