"""The end of a unit, whose work goes on elsewhere."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.people.models import Unit, User
from qixin.people.policies import check_can_dissolve
from qixin.people.signals import unit_dissolved
from qixin.people.workflow import JOURNAL


@transaction.atomic
def dissolve(*, unit: Unit, successor: Unit | None, by: User) -> Unit:
    """Mark a unit as dissolved; the rooms above move its open work to the successor.

    Nothing is deleted. Again changes nothing. Raises Refused, Invalid for a successor that is the
    unit itself or dissolved too.
    """
    check_can_dissolve(by)
    held = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if held.dissolved_at is not None:
        return held
    if successor is not None and (successor.pk == held.pk or successor.dissolved_at is not None):
        raise Invalid(_("Choose another unit that exists as the successor."))
    held.dissolved_at, held.successor = clock.now(), successor
    held.save(update_fields=["dissolved_at", "successor"])
    detail = {"successor": successor.pk} if successor else {}
    journal.write(verb=JOURNAL["dissolve"], subject=held, by=by, detail=detail)
    unit_dissolved.send(sender=Unit, unit=held, successor=successor, by=by)
    return held
