"""What belongs to safety goes over to the other enterprise when doubles are merged."""

from __future__ import annotations

from django.db import transaction

from qixin.enterprises.actions import suspending
from qixin.enterprises.enums import InspectionState
from qixin.enterprises.models import Enterprise, Hazard, Inspection, SafetyProfile, Visit
from qixin.enterprises.selectors.safety import open_major_hazards
from qixin.people.models import User


@transaction.atomic
def move_safety(*, double: Enterprise, into: Enterprise, by: User) -> int:
    """Move inspections, visits, hazards and what was seen of its work; returns how many rows.

    Called within the merge, which writes the journal. An inspection that both have scheduled for
    the same unit is given up for the double.
    """
    scheduled = Inspection.objects.filter(state=InspectionState.SCHEDULED)
    units = scheduled.filter(enterprise=into).values("unit")
    scheduled.filter(enterprise=double, unit__in=units).update(state=InspectionState.CALLED_OFF)
    moved = sum(
        model._default_manager.filter(enterprise=double).update(enterprise=into)
        for model in (Inspection, Visit, Hazard)
    )
    if not SafetyProfile.objects.filter(enterprise=into).exists():
        moved += SafetyProfile.objects.filter(enterprise=double).update(enterprise=into)
    # no more than the double may the survivor work on while one of its major hazards is open
    if hazard := open_major_hazards(into).first():
        suspending.suspend_standing(enterprise=into, hazard=hazard, by=by)
    return moved
