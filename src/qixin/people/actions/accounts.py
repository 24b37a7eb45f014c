"""Accounts of persons on record."""

from __future__ import annotations

import secrets

from django.db import transaction

from qixin.people.models import Grant, Person, User


@transaction.atomic
def account_for(*, person: Person) -> User | None:
    """The person's active account; opened now where a role in force asks for one, else None.

    Persons come by the thousand from imports: their accounts wait until they first sign in.
    """
    held = User.objects.filter(person=person).first()
    if held is not None:
        return held if held.is_active else None
    if not Grant.objects.in_force().filter(person=person).exists():
        return None
    return new_account(person)


def new_account(person: Person) -> User:
    """An account without a password for a person who has none."""
    # whoever comes second in the same instant takes the first one's
    user, made = User.objects.get_or_create(
        person=person, defaults={"username": f"p-{secrets.token_hex(6)}"}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
