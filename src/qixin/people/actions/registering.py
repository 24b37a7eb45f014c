"""The double registration (双报到): at the unit, and at the community where one lives."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid, WrongState
from qixin.people.enums import AreaLevel, RegistrationState
from qixin.people.models import Area, HomeRegistration, Membership, Person, Unit, User
from qixin.people.policies import (
    check_can_confirm_home,
    check_can_manage,
    check_can_register_home,
)
from qixin.people.workflow import JOURNAL, TRANSITIONS


@transaction.atomic
def register_home(*, person: Person, community: Area, by: User) -> HomeRegistration:
    """Claim that `person` lives in `community`; the community's coordinator confirms it.

    A registration elsewhere ends with it. Whoever may confirm confirms by registering.
    """
    check_can_register_home(by, person=person, community=community)
    if community.level != AreaLevel.COMMUNITY:
        raise Invalid(_("Choose a community or village, not a town."))
    Person.objects.select_for_update().get(pk=person.pk)
    held = person.home_registrations.exclude(state=RegistrationState.ENDED).first()
    if held is not None and held.community_id == community.pk:
        raise Conflict(_("This person is registered there already."))
    if held is not None:
        _move(held, "end", by)
    home = HomeRegistration.objects.create(person=person, community=community)
    journal.write(verb=JOURNAL["register"], subject=person, by=by, detail={"area": community.code})
    if by.person_id != person.pk:
        _move(home, "confirm", by)
    return home


@transaction.atomic
def confirm_home(*, registration: HomeRegistration, by: User) -> HomeRegistration:
    """The coordinator's word that the person lives there. Raises Refused, WrongState."""
    held = _locked(registration)
    check_can_confirm_home(by, registration=held)
    return _move(held, "confirm", by)


@transaction.atomic
def end_home(*, registration: HomeRegistration, by: User) -> HomeRegistration:
    """End a registration: turned down, or moved away. Raises Refused, WrongState."""
    held = _locked(registration)
    if by.person_id != held.person_id:
        check_can_confirm_home(by, registration=held)
    return _move(held, "end", by)


def _locked(registration: HomeRegistration) -> HomeRegistration:
    rows = HomeRegistration.objects.select_for_update(of=("self",))
    return rows.select_related("person", "community").get(pk=registration.pk)


def _move(home: HomeRegistration, verb: str, by: User) -> HomeRegistration:
    sources, target = TRANSITIONS["home_registration"][verb]
    if home.state not in sources:
        raise WrongState(_("Somebody else has decided on this registration already."))
    home.state = target
    home.save(update_fields=["state"])
    journal.write(
        verb=JOURNAL[verb], subject=home.person, by=by, detail={"area": home.community.code}
    )
    return home


@transaction.atomic
def join_unit(*, person: Person, unit: Unit, by: User, title: str = "") -> Membership:
    """Put `person` into `unit`; there already, only the title changes."""
    check_can_manage(by, unit=unit)
    Person.objects.select_for_update().get(pk=person.pk)
    held = person.memberships.filter(unit=unit, until__isnull=True).first()
    member = held or Membership(person=person, unit=unit, since=clock.today())
    member.title = title
    member.save()
    journal.write(verb=JOURNAL["join_unit"], subject=person, by=by, detail={"unit": unit.pk})
    return member


@transaction.atomic
def leave_unit(*, membership: Membership, by: User) -> Membership:
    """End a membership today. Ending an ended one changes nothing."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person", "unit")
    held = rows.get(pk=membership.pk)
    check_can_manage(by, unit=held.unit)
    if held.until is None:
        held.until = clock.today()
        held.save(update_fields=["until"])
        journal.write(
            verb=JOURNAL["leave_unit"],
            subject=held.person,
            by=by,
            detail={"unit": held.unit_id},
        )
    return held
