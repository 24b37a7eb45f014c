"""Which person a row speaks of: an existing one, a new one, or contradictory ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.personal_data import mask_name
from qixin.people.models import Membership, Person, Unit
from qixin.people.models.persons import id_number_hash, phone_hash

Fate = Literal["created", "updated", "unchanged"]


class IdentityClash(Exception):
    """A row's number belongs to somebody else; `field` names the column."""

    def __init__(self, field: str, sentence: Promise | str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


def is_numbered(given: dict[str, Any]) -> bool:
    """Whether a row that `KnownPersons` has read bears a telephone or an ID number."""
    return bool(given["phone_hash"] or given["id_number_hash"])


class KnownPersons:
    """The persons that a batch may speak of, read with three queries; new ones join later."""

    def __init__(self, batch: Iterable[dict[str, Any]]) -> None:
        self.by_phone: dict[str, Person] = {}
        self.by_id: dict[str, Person] = {}
        self.by_unit: defaultdict[tuple[str, int], list[Person]] = defaultdict(list)
        self._new: list[Person] = []
        self._told: dict[int, dict[str, Any]] = {}
        self._changed: dict[int, tuple[Person, set[str]]] = {}
        batch = list(batch)
        for given in batch:
            given["phone_hash"] = phone_hash(given.get("phone", ""))
            given["id_number_hash"] = id_number_hash(given.get("id_number", ""))
        self._read(batch)

    def _read(self, batch: list[dict[str, Any]]) -> None:
        phones = {given["phone_hash"] for given in batch} - {""}
        ids = {given["id_number_hash"] for given in batch} - {""}
        # the encrypted columns stay closed: the hashes tell whether they differ
        rows = Person.objects.defer("phone", "id_number")
        seen: dict[int, Person] = {}
        for person in [*rows.filter(phone_hash__in=phones), *rows.filter(id_number_hash__in=ids)]:
            self._index(seen.setdefault(person.pk, person))
        unnumbered = [given for given in batch if not is_numbered(given)]
        members = Membership.objects.filter(
            until__isnull=True,
            unit__in={given["unit"].pk for given in unnumbered},
            person__name__in={given["name"] for given in unnumbered},
        ).select_related("person")
        for member in members.defer("person__phone", "person__id_number"):
            person = seen.setdefault(member.person_id, member.person)
            self.by_unit[person.name, member.unit_id].append(person)

    def _index(self, person: Person) -> None:
        if person.phone_hash:
            self.by_phone[person.phone_hash] = person
        if person.id_number_hash:
            self.by_id[person.id_number_hash] = person

    def place(self, given: dict[str, Any]) -> tuple[Person, Fate]:
        """The person that a row speaks of, made or brought up to date in memory; `save` writes.

        Raises IdentityClash.
        """
        person = self._match(given)
        if person is None:
            person = self._create(given)
            self._check_agrees(person, given)
            self._join(person, given)
            return person, "created"
        self._check_agrees(person, given)
        self._join(person, given)
        return person, self._update(person, given)

    def _join(self, person: Person, given: dict[str, Any]) -> None:
        """The row makes the person a member: who stands in a later row by name alone is told apart
        from all members, as when the same file comes again."""
        unit: Unit | None = given.get("unit")
        if unit is None:
            return
        members = self.by_unit[person.name, unit.pk]
        if not any(member is person for member in members):
            members.append(person)

    def _check_agrees(self, person: Person, given: dict[str, Any]) -> None:
        told = self._told.setdefault(id(person), {})
        for field in {"phone", "id_number", "community"} & given.keys():
            if told.setdefault(field, given[field]) != given[field]:
                raise IdentityClash(
                    field, _("An earlier row says something else of the same person.")
                )

    def _match(self, given: dict[str, Any]) -> Person | None:
        by_id = self.by_id.get(given["id_number_hash"])
        by_phone = self.by_phone.get(given["phone_hash"])
        if by_id is not None and by_phone is not None and by_id is not by_phone:
            raise IdentityClash(
                "phone", _("This telephone belongs to another person than this ID number.")
            )
        if by_id is not None:
            self._check_name(by_id, given["name"], "id_number")
            return by_id
        if by_phone is not None:
            self._check_name(by_phone, given["name"], "phone")
            if by_phone.id_number_hash and given["id_number_hash"]:
                raise IdentityClash(
                    "id_number", _("This person is registered with another ID number.")
                )
            return by_phone
        return self._namesake(given)

    def _check_name(self, person: Person, name: str, field: str) -> None:
        if person.name != name:
            raise IdentityClash(
                field,
                format_lazy(
                    _("This number is registered for {name}. Correct the name or the number."),
                    name=mask_name(person.name),
                ),
            )

    def _namesake(self, given: dict[str, Any]) -> Person | None:
        if is_numbered(given):
            return None
        found = self.by_unit[given["name"], given["unit"].pk]
        if len(found) > 1:
            raise IdentityClash(
                "name", _("This unit has several persons of this name. Give a telephone.")
            )
        return found[0] if found else None

    def _create(self, given: dict[str, Any]) -> Person:
        person = Person(
            name=given["name"],
            phone=given.get("phone", ""),
            phone_hash=given["phone_hash"],
            id_number=given.get("id_number", ""),
            id_number_hash=given["id_number_hash"],
        )
        self._new.append(person)
        self._index(person)
        return person

    def _update(self, person: Person, given: dict[str, Any]) -> Fate:
        differing = [
            field
            for field in ("phone", "id_number")
            if given[f"{field}_hash"] and given[f"{field}_hash"] != getattr(person, f"{field}_hash")
        ]
        if "phone" in differing:
            self.by_phone.pop(person.phone_hash, None)
        for field in differing:
            setattr(person, field, given[field])
            setattr(person, f"{field}_hash", given[f"{field}_hash"])
        if not differing:
            return "unchanged"
        self._index(person)
        if person.pk:
            fields = {name for field in differing for name in (field, f"{field}_hash")}
            self._changed.setdefault(person.pk, (person, set()))[1].update(fields)
        return "updated"

    def save(self) -> None:
        """Write the new persons with one statement, and each changed one."""
        # changed ones first: a number that somebody gave up may be a new person's
        for person, fields in self._changed.values():
            person.save(update_fields=fields)
        Person.objects.bulk_create(self._new, batch_size=500)
