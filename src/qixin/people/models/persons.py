"""Persons, where they work and where they live (双报到: registered at both)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.encryption import EncryptedTextField, keyed_hash
from qixin.core.models import DistrictRow
from qixin.core.personal_data import mask_id_number, mask_phone, normalise_digits
from qixin.people.enums import RegistrationState
from qixin.people.models.places import Area, Unit


def phone_hash(phone: str) -> str:
    """What a telephone number is searched by; "" for none."""
    digits = "".join(c for c in normalise_digits(phone) if c.isdigit()).removeprefix("86")
    return keyed_hash(digits, purpose="phone") if digits else ""


def id_number_hash(id_number: str) -> str:
    """What a resident ID number is searched by; "" for none."""
    cleaned = "".join(normalise_digits(id_number).split()).upper()
    return keyed_hash(cleaned, purpose="id-number") if cleaned else ""


class Person(DistrictRow):
    """One human, whatever hats. Telephone and ID number are encrypted; found by keyed hash."""

    name = models.CharField(_("name"), max_length=64)
    phone = EncryptedTextField(_("telephone"), blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    id_number = EncryptedTextField(_("ID number"), blank=True)
    id_number_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [models.Index(fields=["name"], name="person_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["phone_hash"], condition=~models.Q(phone_hash=""), name="person_phone_once"
            ),
            models.UniqueConstraint(
                fields=["id_number_hash"],
                condition=~models.Q(id_number_hash=""),
                name="person_id_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_phone(self, phone: str) -> None:
        self.phone, self.phone_hash = phone, phone_hash(phone)

    def set_id_number(self, id_number: str) -> None:
        self.id_number, self.id_number_hash = id_number, id_number_hash(id_number)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone) if self.phone else ""

    @property
    def masked_id_number(self) -> str:
        return mask_id_number(self.id_number) if self.id_number else ""


class Membership(DistrictRow):
    """A person in a unit; the first half of the double registration."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    title = models.CharField(_("job title"), max_length=64, blank=True)
    is_party_member = models.BooleanField(_("party member"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit"],
                condition=models.Q(until__isnull=True),
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit}"


class HomeRegistration(DistrictRow):
    """A person at the community where they live; the second half of the double registration."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="home_registrations")
    community = models.ForeignKey(Area, models.PROTECT, related_name="home_registrations")
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RegistrationState.choices,
        default=RegistrationState.CLAIMED,
    )
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("home registration")
        verbose_name_plural = _("home registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(state=RegistrationState.ENDED),
                name="home_registration_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.community}"
