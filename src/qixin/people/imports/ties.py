"""What ties persons to units, communities and roles, for a whole batch at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from qixin.core import clock
from qixin.core.actors import Actor
from qixin.people.enums import RegistrationState, Role
from qixin.people.imports.roles import scope_of
from qixin.people.models import Grant, HomeRegistration, Membership, Person, User
from qixin.people.signals import grants_changed

_MEMBERSHIP_FIELDS = ("title", "is_party_member")


class Ties:
    """Memberships, home registrations and grants of a batch's rows; each kind read once."""

    def __init__(self, rows: list[tuple[Person, dict[str, Any]]], *, by: Actor) -> None:
        self.rows = rows
        self.given_by = by if isinstance(by, User) else None
        persons = {person.pk for person, _given in rows}
        self.memberships = {
            (m.person_id, m.unit_id): m
            for m in Membership.objects.filter(person__in=persons, until__isnull=True)
        }
        self.homes = {
            home.person_id: home
            for home in HomeRegistration.objects.filter(person__in=persons).exclude(
                state=RegistrationState.ENDED
            )
        }
        self.grants = {
            (g.person_id, g.role, g.area_id, g.unit_id)
            for g in Grant.objects.in_force().filter(person__in=persons)
        }
        self._new: dict[type, list[Any]] = {Membership: [], HomeRegistration: [], Grant: []}

    def tie(self) -> list[bool]:
        """Write what is missing; for each row, whether something changed."""
        changed = [self._tie(person, given) for person, given in self.rows]
        for model, new in self._new.items():
            model.objects.bulk_create(new, batch_size=500)  # type: ignore[attr-defined]
        for granted in self._new[Grant]:
            transaction.on_commit(
                lambda person=granted.person: grants_changed.send(sender=Grant, person=person)
            )
        return changed

    def _tie(self, person: Person, given: dict[str, Any]) -> bool:
        # no short circuit: each of the three is to be done
        return any([
            "unit" in given and self._membership(person, given),
            "community" in given and self._home(person, given),
            "role" in given and self._grant(person, given),
        ])  # fmt: skip

    def _membership(self, person: Person, given: dict[str, Any]) -> bool:
        told = {name: given[name] for name in _MEMBERSHIP_FIELDS if name in given}
        key = (person.pk, given["unit"].pk)
        held = self.memberships.get(key)
        if held is None:
            member = Membership(person=person, unit=given["unit"], since=clock.today(), **told)
            self.memberships[key] = member
            self._new[Membership].append(member)
            return True
        differing = [name for name, value in told.items() if getattr(held, name) != value]
        for name in differing:
            setattr(held, name, told[name])
        if differing and held.pk:
            held.save(update_fields=differing)
        return bool(differing)

    def _home(self, person: Person, given: dict[str, Any]) -> bool:
        held = self.homes.get(person.pk)
        if held is not None and held.community_id == given["community"].pk:
            return False
        if held is not None and held.pk:
            held.state = RegistrationState.ENDED
            held.save(update_fields=["state"])
        elif held is not None:
            held.community = given["community"]
            return True
        # whoever imports speaks for the community's own list, so nobody need confirm it again
        home = HomeRegistration(
            person=person, community=given["community"], state=RegistrationState.CONFIRMED
        )
        self.homes[person.pk] = home
        self._new[HomeRegistration].append(home)
        return True

    def _grant(self, person: Person, given: dict[str, Any]) -> bool:
        area, unit = scope_of(given)
        role = Role(given["role"])
        key = (person.pk, role, area.pk if area else None, unit.pk if unit else None)
        if key in self.grants:
            return False
        self.grants.add(key)
        self._new[Grant].append(
            Grant(person=person, role=role, area=area, unit=unit, given_by=self.given_by)
        )
        return True
