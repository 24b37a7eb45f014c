"""A unit that is dissolved: the enterprises that it looked after go on elsewhere, and what an
enterprise holds under the names that were merged into it ends with it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from qixin.core import journal
from qixin.enterprises.models import Enterprise, Hazard
from qixin.enterprises.models.hazards import OPEN_STATES
from qixin.enterprises.workflow import JOURNAL
from qixin.passes import actions as passes
from qixin.people.models import Unit, User


@transaction.atomic
def leave_unit(*, unit: Unit, successor: Unit | None, by: User) -> int:
    """Enterprises that `unit` manages or supervises go to `successor`, with the hazards that it
    has to inspect again; how many enterprises moved.

    Without a successor an enterprise is supervised by nobody, and stays managed by the dissolved
    unit: the duty commander decides until the register names another one. Whoever dissolves a unit
    may do this: room `people` has checked it.
    """
    looked_after = Q(supervising_unit=unit) | (Q(managing_unit=unit) if successor else Q(pk__in=[]))
    held = Enterprise.objects.select_for_update(of=("self",)).filter(looked_after).order_by("pk")
    moved = list(held)
    for one in moved:
        if one.supervising_unit_id == unit.pk:
            one.supervising_unit = successor
        if successor is not None and one.managing_unit_id == unit.pk:
            one.managing_unit = successor
        one.version += 1
        one.save(update_fields=["supervising_unit", "managing_unit", "version"])
    if successor is not None:
        Hazard.objects.filter(unit=unit, state__in=OPEN_STATES).update(unit=successor)
    detail = {"unit": unit.pk, "successor": successor.pk if successor else None}
    journal.write_many(journal.Line(JOURNAL["hand_over"], one, by, detail) for one in moved)
    return len(moved)


@transaction.atomic
def end_passes_of_doubles(*, unit: Unit, successor: Unit | None, by: User) -> int:
    """Room `passes` ends those of `unit` itself; it knows nothing of the names that were merged
    into it, whose passes stayed in force. How many those were."""
    doubles = Enterprise.objects.filter(merged_into__unit=unit).select_related("unit")
    return sum(
        passes.end_passes_of(holder=double.unit, successor=successor, by=by)
        for double in doubles.order_by("unit")
    )
