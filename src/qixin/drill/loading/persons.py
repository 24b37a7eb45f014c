"""The invented persons, registered at work and at home, with their roles."""

from __future__ import annotations

from qixin.drill.cast import Cast
from qixin.drill.cast.people import Person as CastPerson
from qixin.people.enums import RegistrationState, Role
from qixin.people.models import Area, Grant, HomeRegistration, Membership, Person, Unit

# Roles that hold within the person's unit, or at the community where they live.
_IN_UNIT = {Role.OFFICER, Role.UNIT_COORDINATOR, Role.MEMBER, Role.ENTERPRISE_CONTACT}


def load_persons(cast: Cast, areas: dict[str, Area], units: dict[int, Unit]) -> dict[int, Person]:
    """Everybody by the cast's index."""
    everybody = cast.everyone()
    rows = Person.objects.bulk_create([_person(p) for p in everybody], batch_size=1000)
    persons = {p.index: row for p, row in zip(everybody, rows, strict=True)}
    Membership.objects.bulk_create(
        Membership(
            person=persons[p.index],
            unit=units[index],
            is_party_member=p.role == Role.MEMBER,
        )
        for p in everybody
        if (index := _unit_index(p, cast)) is not None
    )
    HomeRegistration.objects.bulk_create(
        HomeRegistration(
            person=persons[p.index],
            community=areas[p.home_code],
            state=RegistrationState.CONFIRMED,
        )
        for p in everybody
        if p.home_code in areas
    )
    Grant.objects.bulk_create(
        grant
        for p in everybody
        if (grant := _grant(p, _unit_index(p, cast), persons, areas, units)) is not None
    )
    return persons


def _person(p: CastPerson) -> Person:
    person = Person(name=p.name)
    person.set_phone(p.phone)
    person.set_id_number(p.id_number)
    return person


def _unit_index(p: CastPerson, cast: Cast) -> int | None:
    """Enterprises are counted on after the other units."""
    if p.enterprise_index is not None:
        return len(cast.units) + p.enterprise_index
    return p.unit_index


def _grant(
    p: CastPerson,
    unit_index: int | None,
    persons: dict[int, Person],
    areas: dict[str, Area],
    units: dict[int, Unit],
) -> Grant | None:
    role = p.role.value
    if role not in Role.values:
        return None
    grant = Grant(person=persons[p.index], role=role)
    if role in _IN_UNIT and unit_index is not None:
        grant.unit = units[unit_index]
    elif role == Role.COMMUNITY_COORDINATOR:
        grant.area = areas[p.home_code]
    return grant
