"""Who belongs to a case, and for which unit somebody acts in it."""

from __future__ import annotations

from qixin.cases.enums import OVER_STATES, Audience
from qixin.cases.models import Assignment, Case, Note
from qixin.people.enums import Role
from qixin.people.models import Unit, User
from qixin.people.permissions import grants_for, reaches
from qixin.people.selectors.notices import users_with


def parts_of(case: Case) -> list[Assignment]:
    """Every unit's part, the lead first, then in the order in which they were given."""
    rows = case.assignments.select_related("unit", "officer__person", "decided_by__person")
    parts = list(rows.order_by("-role", "id"))
    for part in parts:
        part.case = case
    return parts


def acting_unit(user: User, case: Case) -> Unit | None:
    """The unit of the case for which `user` acts: the lead before the others; None for a commander,
    who acts for all."""
    if any(grant.is_district_wide for grant in grants_for(user, "cases.handle")):
        return None
    units = [case.lead_unit, *(part.unit for part in _standing(case))]
    for unit in units:
        if reaches(user, "cases.handle", area=case.town, unit=unit):
            return unit
    return None


def people_of(case: Case) -> list[User]:
    """Whoever may be mentioned: the officers of its units and whoever wrote in it."""
    units = [part.unit for part in _standing(case)]
    officers = users_with(Role.OFFICER, units=units).select_related("person")
    found = {user.pk: user for user in officers}
    writers = User.objects.filter(pk__in=case.notes.filter(unit__isnull=False).values("by"))
    found |= {user.pk: user for user in writers.select_related("person")}
    return sorted(found.values(), key=str)


def may_read_note(user: User, note: Note, case: Case, *, for_asker: bool = False) -> bool:
    """By the note's audience: a co-unit's own remarks are for it and the lead unit alone."""
    if note.audience == Audience.EVERYONE:
        return True
    if for_asker:
        return False
    if note.audience == Audience.DEPARTMENTS or note.unit is None:
        return True
    return any(
        reaches(user, "cases.read", area=case.town, unit=unit)
        for unit in (note.unit, case.lead_unit)
    )


def _standing(case: Case) -> list[Assignment]:
    return list(case.assignments.exclude(state__in=OVER_STATES).select_related("unit__parent"))
