"""Who may do what with people: `check_…` raises with a sentence, `can_…` answers for the button."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qixin.core.errors import Refused
from qixin.people.enums import Role
from qixin.people.models import Area, Person, Unit, User
from qixin.people.permissions import check_permission, grants_for, has_permission


def check_can_grant(
    by: User, *, role: Role, area: Area | None = None, unit: Unit | None = None
) -> None:
    """Raises Refused unless `by` may give this role within this scope.

    Whoever is an administrator of a part of the district may grant there, and not beyond.
    """
    if area is None and unit is None and not _grants_everywhere(by):
        raise Refused(_("You may grant roles only within your own area or unit."))
    check_permission(by, "people.grant", area=area, unit=unit)


def _grants_everywhere(by: User) -> bool:
    return any(grant.is_district_wide for grant in grants_for(by, "people.grant"))


def check_can_unmask(by: User, *, person: Person) -> None:
    """Raises Refused unless `by` may see this person's data in clear."""
    if by.person_id == person.pk:
        return
    if not has_permission(by, "people.unmask"):
        raise Refused(_("Your roles do not allow you to see this in full."))


def can_unmask(by: User, *, person: Person) -> bool:
    """Whether the button is shown."""
    try:
        check_can_unmask(by, person=person)
    except Refused:
        return False
    return True
