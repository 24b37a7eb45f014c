"""Who may do what with people: `check_…` raises with a sentence, `can_…` answers for the button."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import Invalid, Refused
from qixin.core.imports import ImportKind
from qixin.people.enums import RegistrationState, Role
from qixin.people.models import (
    Area,
    Grant,
    HomeRegistration,
    Invitation,
    Membership,
    Person,
    Unit,
    User,
)
from qixin.people.permissions import check_permission, grants_for, has_permission, scope


def check_can_grant(
    by: User, *, role: Role, area: Area | None = None, unit: Unit | None = None
) -> None:
    """Raises Refused unless `by` may give this role within this scope.

    Whoever is an administrator of a part of the district may grant there, and not beyond; an
    enterprise's contact may have further ones beside them.
    """
    if _chooses_contacts(by, role, unit):
        return
    if area is None and unit is None and not _grants_everywhere(by):
        raise Refused(_("You may grant roles only within your own area or unit."))
    check_permission(by, "people.grant", area=area, unit=unit)


def _chooses_contacts(by: User, role: Role | None, unit: Unit | None) -> bool:
    """An enterprise says itself who speaks for it beside whoever does already."""
    return (
        role == Role.ENTERPRISE_CONTACT
        and unit is not None
        and has_permission(by, "enterprises.file", unit=unit)
    )


def _grants_everywhere(by: User) -> bool:
    return any(grant.is_district_wide for grant in grants_for(by, "people.grant"))


def persons_within(by: User, permission: str) -> Q:
    """A filter for the persons whom `permission` reaches: members, residents and role holders of
    its scope; an empty one for the whole district's."""
    if any(grant.is_district_wide for grant in grants_for(by, permission)):
        return Q()
    members = Membership.objects.filter(
        scope(by, permission, unit_field="unit"), until__isnull=True
    )
    homes = HomeRegistration.objects.filter(scope(by, permission, area_field="community")).exclude(
        state=RegistrationState.ENDED
    )
    granted = Grant.objects.in_force().filter(
        scope(by, permission, area_field="area", unit_field="unit")
    )
    return (
        Q(pk__in=members.values("person"))
        | Q(pk__in=homes.values("person"))
        | Q(pk__in=granted.values("person"))
    )


def check_can_unmask(by: User, *, person: Person) -> None:
    """Raises Refused unless `by` may see this person's data in clear."""
    if by.person_id == person.pk:
        return
    if not Person.objects.filter(persons_within(by, "people.unmask"), pk=person.pk).exists():
        raise Refused(_("Your roles do not allow you to see this in full."))


def can_unmask(by: User, *, person: Person) -> bool:
    """Whether the button is shown."""
    try:
        check_can_unmask(by, person=person)
    except Refused:
        return False
    return True


def check_can_invite(
    by: User, *, role: Role | None, area: Area | None = None, unit: Unit | None = None
) -> None:
    """Raises Refused unless `by` may invite somebody to this role within this scope."""
    if not _chooses_contacts(by, role, unit):
        check_permission(by, "people.invite", area=area, unit=unit)
    if role is not None:
        check_can_grant(by, role=role, area=area, unit=unit)


def check_can_send_link(by: User, *, person: Person) -> None:
    """Raises Refused unless `by` could have given every role that the person holds.

    Else an administrator of one town could take over the account of the whole district's.
    """
    check_permission(by, "people.invite")
    # those that begin later as well
    held_by = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=clock.now()), person=person)
    for held in held_by.select_related("area", "unit"):
        check_can_grant(by, role=Role(held.role), area=held.area, unit=held.unit)


def opens_account(invitation: Invitation) -> bool:
    """Whether the link alone is enough to set a user name and a password.

    Whoever knows a telephone number may have been given the link for its owner: so it opens no
    account that is there already, and none with roles that the inviter could not have given. The
    person then signs in first.
    """
    person = invitation.person
    if person is None:
        return True
    if invitation.role and User.objects.filter(person=person).exists():
        return False
    try:
        check_can_send_link(invitation.invited_by, person=person)
    except Refused:
        return False
    return True


def check_can_manage(by: User, *, area: Area | None = None, unit: Unit | None = None) -> None:
    """Raises Refused unless `by` may change who belongs here."""
    check_permission(by, "people.manage", area=area, unit=unit)


def check_can_register_home(by: User, *, person: Person, community: Area) -> None:
    """Raises Refused unless it is one's own home, or `by` keeps that community's register."""
    if by.person_id != person.pk and not _keeps_register(by, community):
        raise Refused(_("Only the person or the community's coordinator may register a home."))


def check_can_confirm_home(by: User, *, registration: HomeRegistration) -> None:
    """Raises Refused unless `by` keeps that register; nobody confirms their own home."""
    if not _keeps_register(by, registration.community):
        raise Refused(_("Only the community's coordinator may decide on this registration."))
    if by.person_id == registration.person_id:
        raise Refused(_("Somebody else has to confirm your own home."))


def _keeps_register(by: User, community: Area) -> bool:
    return has_permission(by, "people.register", area=community) or has_permission(
        by, "people.manage", area=community
    )


def can_confirm_home(by: User, *, registration: HomeRegistration) -> bool:
    """Whether the button is shown."""
    try:
        check_can_confirm_home(by, registration=registration)
    except Refused:
        return False
    return True


def check_can_import(by: User, *, kind: ImportKind) -> None:
    """Raises Refused unless `by` may import this kind for the whole district."""
    if not any(grant.is_district_wide for grant in grants_for(by, kind.permission)):
        raise Refused(_("Imports are for administrators of the whole district."))


def can_import(by: User, *, kind: ImportKind) -> bool:
    """Whether the kind is offered."""
    return any(grant.is_district_wide for grant in grants_for(by, kind.permission))


def check_can_read_journal(by: User) -> None:
    """Raises Refused unless `by` may read the whole district's journal."""
    if not any(grant.is_district_wide for grant in grants_for(by, "journal.read")):
        raise Refused(_("The journal is for administrators and auditors of the whole district."))


def check_can_manage_keys(by: User) -> None:
    """Raises Refused unless `by` may make keys, which reach the whole district."""
    if not any(grant.is_district_wide for grant in grants_for(by, "api.keys")):
        raise Refused(_("Keys are for administrators of the whole district."))


def check_can_keep_calendar(by: User) -> None:
    """Raises Refused unless `by` administrates the whole district, for which the calendar is."""
    if not can_keep_calendar(by):
        raise Refused(_("The working calendar is kept by administrators of the whole district."))


def can_keep_calendar(by: User) -> bool:
    return any(grant.is_district_wide for grant in grants_for(by, "people.manage"))


def check_stands(unit: Unit) -> None:
    """Raises Invalid for a unit that was dissolved: nobody would see what it is given."""
    if unit.dissolved_at is None:
        return
    if unit.successor is not None:
        raise Invalid(
            _("%(unit)s was dissolved; %(successor)s does its work.")
            % {"unit": unit, "successor": unit.successor}
        )
    raise Invalid(_("%(unit)s was dissolved. Choose another unit.") % {"unit": unit})


def check_can_dissolve(by: User) -> None:
    """Raises Refused unless `by` administrates the whole district."""
    if not can_keep_calendar(by):
        raise Refused(_("Units are dissolved by administrators of the whole district."))
