"""Persons, their registrations and invitations: each read starts from the user."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.core.personal_data import normalise_digits
from qixin.people.enums import RegistrationState
from qixin.people.models import Grant, HomeRegistration, Invitation, Membership, Person, User
from qixin.people.models.persons import id_number_hash, phone_hash
from qixin.people.permissions import grants_for, scope
from qixin.people.policies import persons_within

PAGE = 50
_NUMBER = re.compile(r"[\d\s+\-()（）]{7,}[\dXx]")


@dataclass(frozen=True)
class PersonFilter:
    """What the list is asked for; blank asks for all."""

    words: str = ""
    role: str = ""
    unit: int | None = None
    area: str = ""


def visible_persons(user: User) -> QuerySet[Person]:
    """The persons that `user` may see: themselves, and those within the scope of `people.read`."""
    within = persons_within(user, "people.read")
    return Person.objects.filter(Q(pk=user.person_id) | within if within else within)


def persons(user: User, asked: PersonFilter) -> QuerySet[Person]:
    """The visible persons that fit; with what a row of the list shows, in three more queries."""
    rows = visible_persons(user).filter(_words(asked.words))
    if asked.role:
        rows = rows.filter(pk__in=Grant.objects.in_force().filter(role=asked.role).values("person"))
    if asked.unit:
        rows = rows.filter(
            pk__in=Membership.objects.filter(unit=asked.unit, until__isnull=True).values("person")
        )
    if asked.area:
        homes = HomeRegistration.objects.filter(community__code__startswith=asked.area)
        rows = rows.filter(pk__in=homes.exclude(state=RegistrationState.ENDED).values("person"))
    return rows.defer("id_number").prefetch_related(*_shown()).order_by("pk")


def _words(words: str) -> Q:
    words = words.strip()
    if not words:
        return Q()
    if _NUMBER.fullmatch(normalise_digits(words)):
        return Q(phone_hash=phone_hash(words)) | Q(id_number_hash=id_number_hash(words))
    return Q(name__contains=words)


def _shown() -> list[Prefetch]:
    return [
        Prefetch(
            "memberships",
            Membership.objects.filter(until__isnull=True).select_related("unit"),
            to_attr="units_now",
        ),
        Prefetch(
            "home_registrations",
            HomeRegistration.objects.exclude(state=RegistrationState.ENDED).select_related(
                "community__parent"
            ),
            to_attr="homes_now",
        ),
        Prefetch(
            "grants",
            Grant.objects.in_force().select_related("area", "unit"),
            to_attr="grants_now",
        ),
    ]


def person(user: User, pk: int) -> Person:
    """Raises NotFound for nobody, and for somebody outside the user's scope."""
    rows = visible_persons(user).prefetch_related(*_shown()).select_related("account")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such person among those that you may see."))
    return found


def waiting_registrations(user: User) -> QuerySet[HomeRegistration]:
    """Claims that wait for the communities whose register the user keeps, oldest first."""
    mine = scope(user, "people.register", area_field="community") | scope(
        user, "people.manage", area_field="community"
    )
    rows = HomeRegistration.objects.filter(_both(user) or mine, state=RegistrationState.CLAIMED)
    return rows.select_related("person", "community__parent").order_by("registered_at", "pk")


def registration(user: User, pk: int) -> HomeRegistration:
    """One's own registration, or one of a register that the user keeps; raises NotFound else."""
    mine = scope(user, "people.register", area_field="community") | scope(
        user, "people.manage", area_field="community"
    )
    allowed = _both(user) or mine | Q(person=user.person_id or 0)
    found = HomeRegistration.objects.filter(allowed, pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such registration among those that you may see."))
    return found


def _both(user: User) -> Q | None:
    """All rows, where one of the two permissions holds everywhere: `Q() | q` would be just q."""
    held = [*grants_for(user, "people.register"), *grants_for(user, "people.manage")]
    return Q(pk__isnull=False) if any(grant.is_district_wide for grant in held) else None


def invitations(user: User) -> QuerySet[Invitation]:
    """Invitations that the user sent, and those within their scope; newest first."""
    within = scope(user, "people.invite", area_field="area", unit_field="unit")
    if any(grant.is_district_wide for grant in grants_for(user, "people.invite")):
        within = Q(pk__isnull=False)
    rows = Invitation.objects.filter(Q(invited_by=user) | within)
    return rows.select_related("person", "area", "unit", "invited_by").order_by("-pk")


def open_invitation_count(user: User) -> int:
    return invitations(user).filter(
        accepted_at__isnull=True, expires_at__gt=clock.now()
    ).count()  # fmt: skip
