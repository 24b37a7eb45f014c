"""Overdue hazards are told upward, each step once for each deadline."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from qixin.core import clock, journal
from qixin.core.actors import SYSTEM
from qixin.enterprises.enums import EscalationStep, HazardState, Severity, StepKind
from qixin.enterprises.models import Escalation, Hazard, HazardStep
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.actions import notify
from qixin.people.enums import Role
from qixin.people.models import User
from qixin.people.selectors.notices import users_with

# So many days after the deadline a hazard reaches the inspector, the deciders, the commander.
STEPS: dict[str, tuple[int, int, int]] = {
    Severity.MINOR: (1, 3, 7),
    Severity.MAJOR: (1, 2, 3),
}


def step_due(hazard: Hazard) -> int:
    """How far an overdue hazard should have been told today; 0 for one in time."""
    over = hazard.days_over
    return sum(over >= days for days in STEPS[hazard.severity])


def escalate_overdue() -> int:
    """Tell every overdue hazard as far upward as its days say; returns how many were told.

    Harmless when two workers run it at once: a step stands in the table once.
    """
    late = Hazard.objects.filter(
        state=HazardState.OPEN, due_on__lt=clock.today(), reached__lt=EscalationStep.COMMANDER
    )
    return sum(_escalate(pk) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _escalate(pk: int) -> bool:
    """Steps that were missed while no worker ran are told together, each with its line."""
    hazard = Hazard.objects.select_for_update().get(pk=pk)
    due = step_due(hazard)
    if due <= hazard.reached:
        return False
    for step in range(hazard.reached + 1, due + 1):
        _tell(hazard, step)
    hazard.reached = due
    hazard.save(update_fields=["reached"])
    return True


def _tell(hazard: Hazard, step: int) -> None:
    now = clock.now()
    made, is_new = Escalation.objects.get_or_create(
        hazard=hazard, due_on=hazard.due_on, step=step, defaults={"at": now}
    )
    if not is_new:
        return
    HazardStep.objects.create(
        hazard=hazard, kind=StepKind.ESCALATED, at=now, note=str(step), due_on=hazard.due_on
    )
    detail = {"told": step, "due_on": f"{made.due_on}"}
    journal.write(verb=JOURNAL["escalate"], subject=hazard, by=SYSTEM, detail=detail)
    notify(
        users=_whom(hazard, step),
        kind="enterprises.hazard_overdue",
        link=reverse("enterprises:hazard", args=[hazard.number]),
        detail={"hazard": hazard.number, "enterprise": str(hazard.enterprise)},
    )


def _whom(hazard: Hazard, step: int) -> Iterable[User]:
    """Whoever found it and the named officer, then those who decide, then the duty commander."""
    if step == EscalationStep.COMMANDER:
        return users_with(Role.COMMANDER)
    if step == EscalationStep.DECIDERS:
        return users_with(Role.OFFICER, units=[hazard.unit])
    officer = hazard.enterprise.officer
    return [hazard.found_by, officer] if officer else [hazard.found_by]
