"""Accounts of people who come by a group's link: first a claim, then vouched for.

A telephone number that nobody has proven is only a claim. It is kept, encrypted, but without the
hash by which it would be found: so whoever types somebody else's number gets neither that person's
account nor a hint that there is one.
"""

from __future__ import annotations

import secrets

from django.db import transaction

from qixin.core import journal
from qixin.core.actors import Actor
from qixin.people.enums import Role
from qixin.people.models import Grant, Person, User
from qixin.people.models.persons import phone_hash
from qixin.people.signals import grants_changed
from qixin.people.workflow import JOURNAL

# Roles that a leader's word may hand to a new account; whoever holds more must prove the number.
_MODEST = frozenset({Role.CORRESPONDENT, Role.MEMBER})


@transaction.atomic
def open_account(*, name: str, phone: str) -> User:
    """A new account for whoever says to be `name` with this number; it may do nothing yet."""
    person = Person.objects.create(name=name, phone=phone)
    user = User(username=f"m-{secrets.token_hex(6)}", person=person)
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def admit_correspondent(*, person: Person, by: Actor) -> Person:
    """Make `person` a correspondent on the word of a group's leader, which the caller has checked.

    The leader's word also makes the number theirs: unless somebody else has proven it, they are
    found by it from now on. Where it belongs to a person on record without an account and without
    a weighty role, the account is given to that person, who is returned: one human, one row.
    """
    admitted = _one_row(Person.objects.select_for_update().get(pk=person.pk))
    held = Grant.objects.in_force().filter(
        person=admitted, role=Role.CORRESPONDENT, area=None, unit=None
    )
    if not held.exists():
        given_by = by if isinstance(by, User) else None
        Grant.objects.create(person=admitted, role=Role.CORRESPONDENT, given_by=given_by)
        journal.write(
            verb=JOURNAL["grant"],
            subject=admitted,
            by=by,
            detail={"role": Role.CORRESPONDENT, "area": None, "unit": None, "until": None},
        )
        transaction.on_commit(lambda: grants_changed.send(sender=Grant, person=admitted))
    return admitted


def _one_row(person: Person) -> Person:
    if person.phone_hash or not person.phone:
        return person
    on_record = Person.objects.filter(phone_hash=phone_hash(person.phone)).first()
    if on_record is None:
        person.set_phone(person.phone)
        person.save(update_fields=["phone", "phone_hash"])
        return person
    if not _may_be_taken_over(on_record):
        return person
    User.objects.filter(person=person).update(person=on_record)
    return on_record


def _may_be_taken_over(person: Person) -> bool:
    roles = set(Grant.objects.in_force().filter(person=person).values_list("role", flat=True))
    return roles <= _MODEST and not User.objects.filter(person=person).exists()
