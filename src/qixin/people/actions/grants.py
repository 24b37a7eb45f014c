"""Giving and taking roles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qixin.core import clock, journal
from qixin.people.enums import Role
from qixin.people.models import Area, Grant, Person, Unit, User
from qixin.people.policies import check_can_grant
from qixin.people.signals import grants_changed
from qixin.people.workflow import JOURNAL


@transaction.atomic
def grant(
    *,
    person: Person,
    role: Role,
    by: User,
    area: Area | None = None,
    unit: Unit | None = None,
    until: datetime | None = None,
) -> Grant:
    """Give `person` a role within a scope; the same grant again changes nothing but its end.

    Raises Refused unless `by` may grant within that scope.
    """
    check_can_grant(by, role=role, area=area, unit=unit)
    held = (
        Grant.objects.in_force()
        .select_for_update()
        .filter(person=person, role=role, area=area, unit=unit)
        .first()
    )
    given = held or Grant(person=person, role=role, area=area, unit=unit, given_by=by)
    given.until = until
    given.save()
    journal.write(
        verb=JOURNAL["grant"],
        subject=person,
        by=by,
        detail={
            "role": role,
            "area": area.code if area else None,
            "unit": unit.pk if unit else None,
            "until": until.isoformat() if until else None,
        },
    )
    _tell(person)
    return given


@transaction.atomic
def revoke(*, grant: Grant, by: User) -> Grant:
    """End a grant now. Ending an ended one changes nothing."""
    check_can_grant(by, role=Role(grant.role), area=grant.area, unit=grant.unit)
    return end(grant=grant, by=by)


@transaction.atomic
def end(*, grant: Grant, by: User) -> Grant:
    """As `revoke`, where a room above has checked by a rule of its own that `by` may."""
    held = Grant.objects.select_for_update().select_related("person").get(pk=grant.pk)
    if held.until is None or held.until > clock.now():
        held.until = clock.now()
        held.save(update_fields=["until"])
        journal.write(
            verb=JOURNAL["revoke"], subject=held.person, by=by, detail={"role": held.role}
        )
        _tell(held.person)
    return held


def _tell(person: Person) -> None:
    transaction.on_commit(lambda: grants_changed.send(sender=Grant, person=person))
