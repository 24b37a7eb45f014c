"""What happened to a hazard, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from qixin.core.personal_data import mask_text
from qixin.enterprises.enums import EscalationStep, StepKind
from qixin.enterprises.models import Hazard, HazardStep

_LOOKS: dict[str, tuple[str, str]] = {
    StepKind.FOUND: ("alert-triangle", "warning"),
    StepKind.MENDED: ("check", "info"),
    StepKind.CLEARED: ("circle-check", "success"),
    StepKind.NOT_CLEARED: ("corner-up-left", "danger"),
    StepKind.EXTENDED: ("calendar-event", "neutral"),
    StepKind.DROPPED: ("archive", "neutral"),
    StepKind.ESCALATED: ("arrow-up", "danger"),
}


@dataclass(frozen=True)
class Event:
    """One line, as `{% timeline %}` shows it."""

    at: datetime
    text: str | Promise
    who: str
    note: str
    icon: str
    tone: str


def course(hazard: Hazard) -> list[Event]:
    """Every step of `hazard`, oldest first. The caller has checked that it may be seen."""
    return [_event(step) for step in hazard.steps.select_related("by__person")]


def _event(step: HazardStep) -> Event:
    icon, tone = _LOOKS[step.kind]
    who = str(step.by) if step.by else _("System")
    return Event(step.at, step.get_kind_display(), who, _note(step), icon, tone)


def _note(step: HazardStep) -> str:
    if step.kind == StepKind.ESCALATED:
        return str(EscalationStep(int(step.note)).label)
    parts = [mask_text(step.note)] if step.note else []
    if step.due_on is not None:
        parts.append(_("Deadline: %(day)s") % {"day": f"{step.due_on:%Y-%m-%d}"})
    return "\n".join(parts)
