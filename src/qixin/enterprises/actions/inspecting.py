"""Taking an inspection on, moving it to another day, calling it off."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.errors import Conflict, WrongState
from qixin.core.reasons import kept_reason
from qixin.enterprises.enums import InspectionState
from qixin.enterprises.models import Enterprise, Inspection
from qixin.enterprises.policies.safety import (
    check_can_arrange,
    check_planned_day,
    check_safety_transition,
    inspecting_unit,
)
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User


@transaction.atomic
def take_on(*, enterprise: Enterprise, day: date, by: User) -> Inspection:
    """Take an inspection of `enterprise` on for `day`, for the unit that `by` inspects for.

    Raises Refused, Invalid for a day that is over, Conflict where somebody of the unit has it,
    WrongState for an enterprise that was merged into another.
    """
    unit = inspecting_unit(by, enterprise)
    check_planned_day(day)
    if enterprise.merged_into_id is not None:
        raise WrongState(_("This enterprise was merged into another one; inspect that one."))
    now = clock.now()
    try:
        with transaction.atomic():
            made = Inspection.objects.create(
                number=ids.new_number("J", now), enterprise=enterprise, unit=unit, inspector=by,
                planned_on=day, taken_on_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise _taken(enterprise, unit.pk) from None
    detail = {"enterprise": enterprise.pk, "day": f"{day}"}
    journal.write(verb=JOURNAL["take_on"], subject=made, by=by, detail=detail)
    return made


@transaction.atomic
def reschedule(*, inspection: Inspection, day: date, by: User) -> Inspection:
    """Move an inspection to another day; whoever moves it does it. Raises Refused, Invalid,
    WrongState."""
    held = locked_inspection(inspection)
    check_can_arrange(by, inspection=held)
    check_planned_day(day)
    held.state = check_safety_transition("inspection", "reschedule", held.state)
    before, held.planned_on, held.inspector = held.planned_on, day, by
    held.save(update_fields=["state", "planned_on", "inspector"])
    detail = {"day": f"{day}", "day_before": f"{before}"}
    journal.write(verb=JOURNAL["reschedule"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def call_off(*, inspection: Inspection, reason: str, by: User) -> Inspection:
    """Give an inspection up, with a reason. Raises Refused, Invalid, WrongState."""
    held = locked_inspection(inspection)
    check_can_arrange(by, inspection=held)
    said = kept_reason(reason, missing=_("Say in a few words why; the journal keeps it."))
    held.state = check_safety_transition("inspection", "call_off", held.state, kept=reason)
    held.save(update_fields=["state"])
    detail = {"reason": said, "inspection_state": InspectionState.CALLED_OFF}
    journal.write(verb=JOURNAL["call_off"], subject=held, by=by, detail=detail)
    return held


def locked_inspection(inspection: Inspection) -> Inspection:
    """The row as it is now, locked until the transaction ends."""
    return (
        Inspection.objects.select_for_update(of=("self",))
        .select_related(
            "enterprise__unit__area", "enterprise__managing_unit", "enterprise__supervising_unit",
            "unit",
        )
        .get(pk=inspection.pk)
    )  # fmt: skip


def _taken(enterprise: Enterprise, unit: int) -> Conflict:
    held = (
        Inspection.objects.filter(enterprise=enterprise, unit=unit, state=InspectionState.SCHEDULED)
        .select_related("inspector__person")
        .first()
    )
    if held is None:
        return Conflict(_("Somebody else was quicker. Load the page again."))
    return Conflict(
        _("%(who)s has taken this inspection on for %(day)s.")
        % {"who": held.inspector, "day": f"{held.planned_on:%Y-%m-%d}"}
    )
