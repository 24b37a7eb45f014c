"""Inviting somebody by a link that works once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qixin.core import clock, journal
from qixin.core.errors import Conflict, Invalid, NotFound, Refused
from qixin.people.actions.grants import grant
from qixin.people.enums import Role
from qixin.people.models import Area, Grant, Invitation, Person, Unit, User
from qixin.people.models.access import token_hash
from qixin.people.models.persons import phone_hash
from qixin.people.policies import (
    check_can_grant,
    check_can_invite,
    check_can_send_link,
    opens_account,
)
from qixin.people.workflow import JOURNAL

DAYS = 7
LONGEST = 30
SIGN_IN_FIRST = gettext_lazy(
    "This invitation is for somebody who has an account or roles already. Sign in as that person, "
    "then open the link once more."
)


@transaction.atomic
def invite(
    *,
    role: Role,
    by: User,
    area: Area | None = None,
    unit: Unit | None = None,
    name: str = "",
    phone: str = "",
    days: int = DAYS,
) -> tuple[Invitation, str]:
    """An invitation and its token, which is shown once and kept only as a hash.

    With a telephone number the invitation is for the person on record with it, or a new one.
    Raises Refused unless `by` may give this role within this scope.
    """
    check_can_invite(by, role=role, area=area, unit=unit)
    person = _person(name, phone) if phone else None
    return _invitation(role=role, by=by, area=area, unit=unit, name=name, person=person, days=days)


@transaction.atomic
def send_link(*, person: Person, by: User, days: int = 1) -> tuple[Invitation, str]:
    """A link by which a person on record sets a new password. It gives no role.

    Raises Refused unless `by` could have given every role that the person holds.
    """
    check_can_send_link(by, person=person)
    return _invitation(
        role="", by=by, area=None, unit=None, name=person.name, person=person, days=days
    )


def _person(name: str, phone: str) -> Person:
    held = Person.objects.filter(phone_hash=phone_hash(phone)).first()
    if held is not None:
        return held
    if not name:
        raise Invalid(_("Give the name as well: nobody is on record with this number."))
    person = Person(name=name)
    person.set_phone(phone)
    person.save()
    return person


def _invitation(
    *,
    role: str,
    by: User,
    area: Area | None,
    unit: Unit | None,
    name: str,
    person: Person | None,
    days: int,
) -> tuple[Invitation, str]:
    if not 1 <= days <= LONGEST:
        raise Invalid(_("An invitation is valid for 1 to 30 days."))
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        token_hash=token_hash(token),
        role=role,
        area=area,
        unit=unit,
        name=name,
        person=person,
        invited_by=by,
        expires_at=clock.now() + timedelta(days=days),
    )
    journal.write(
        verb=JOURNAL["invite"],
        subject=invitation,
        by=by,
        detail={
            "role": role,
            "area": area.code if area else None,
            "unit": unit.pk if unit else None,
            "person": person.pk if person else None,
        },
    )
    return invitation, token


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """Let an invitation that nobody has used expire now."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    check_can_invite(
        by, role=Role(held.role) if held.role else None, area=held.area, unit=held.unit
    )
    if held.accepted_at is None and held.expires_at > clock.now():
        held.expires_at = clock.now()
        held.save(update_fields=["expires_at"])
        journal.write(verb=JOURNAL["withdraw"], subject=held, by=by)
    return held


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation of a link that still works.

    Raises NotFound for a link that never was, Conflict for one that was used or is over.
    """
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    found = rows.select_related("person", "invited_by", "area", "unit").filter(
        token_hash=token_hash(token)
    )
    invitation = found.first()
    if invitation is None:
        raise NotFound(
            _("This link is not complete. Open it once more from the message, or scan the code.")
        )
    if invitation.accepted_at is not None:
        raise Conflict(
            _("This invitation has been used. If it was you, sign in; else ask for a new one.")
        )
    if invitation.expires_at <= clock.now():
        raise Conflict(_("This invitation is over. Ask whoever invited you for a new one."))
    return invitation


@transaction.atomic
def accept(*, token: str, name: str, username: str, password: str | None) -> User:
    """Make the account that the invitation is for, with its role; the link is used up.

    Without a password the account signs in by passkey or by a code to its telephone. Raises Refused
    where the link alone opens no account (see `opens_account`), Invalid for a user name that is
    taken, ValidationError for a weak password, and as `open_invitation`.
    """
    invitation = open_invitation(token, lock=True)
    if not opens_account(invitation):
        raise Refused(SIGN_IN_FIRST)
    person = invitation.person or Person.objects.create(name=name)
    user = _account(person, username, password)
    if invitation.role:
        _give_role(invitation, person)
    _used_up(invitation, user)
    return user


@transaction.atomic
def take_up(*, token: str, by: User) -> Grant:
    """Take the role of an invitation with the account that one has already; the link is used up.

    Raises Refused for somebody else's invitation, and as `open_invitation`.
    """
    invitation = open_invitation(token, lock=True)
    if invitation.person is None or invitation.person_id != by.person_id or not invitation.role:
        raise Refused(SIGN_IN_FIRST)
    given = _give_role(invitation, invitation.person)
    _used_up(invitation, by)
    return given


def _used_up(invitation: Invitation, user: User) -> None:
    invitation.person, invitation.accepted_by = user.person, user
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["person", "accepted_by", "accepted_at"])
    journal.write(verb=JOURNAL["accept"], subject=invitation, by=user)


def _account(person: Person, username: str, password: str | None) -> User:
    user = User.objects.filter(person=person).first() or User(person=person)
    if User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists():
        raise Invalid(_("This user name is taken. Choose another one."))
    user.username = username
    if password:
        validate_password(password, user)
        user.set_password(password)
    elif not user.pk:
        user.set_unusable_password()
    user.save()
    return user


def _give_role(invitation: Invitation, person: Person) -> Grant:
    role = Role(invitation.role)
    # whoever invited may have lost the right since; then the link has lost its worth
    check_can_grant(invitation.invited_by, role=role, area=invitation.area, unit=invitation.unit)
    return grant(
        person=person,
        role=role,
        area=invitation.area,
        unit=invitation.unit,
        by=invitation.invited_by,
    )
