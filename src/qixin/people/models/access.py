"""Grants, invitations and API keys."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.people.enums import Role
from qixin.people.models.persons import Person
from qixin.people.models.places import Area, Unit


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self) -> GrantQuerySet:
        """Grants that have begun, have not ended and were not revoked."""
        now = clock.now()
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)


class Grant(DistrictRow):
    """A role within a scope: an area, a unit, or neither (the whole district)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="grants")
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(unit__isnull=True), name="grant_one_scope"
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(until__isnull=True, area__isnull=True, unit__isnull=True),
                name="grant_once_everywhere",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "area"],
                condition=Q(until__isnull=True, area__isnull=False),
                name="grant_once_in_area",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                condition=Q(until__isnull=True, unit__isnull=False),
                name="grant_once_in_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.area or self.unit or '*'}"

    @property
    def is_district_wide(self) -> bool:
        return self.area_id is None and self.unit_id is None

    def covers(self, *, area: Area | None, unit: Unit | None) -> bool:
        """Whether the scope takes in this area or unit."""
        if self.area is not None:
            return area is not None and self.area.contains(area)
        if self.unit_id is not None:
            return unit is not None and self.unit_id in (unit.pk, unit.parent_id)
        return True

    def filter(self, *, area_field: str | None, unit_field: str | None) -> Q | None:
        """The scope as a filter over rows with these foreign keys; None where it cannot apply."""
        if self.area is not None:
            return Q(**{f"{area_field}__code__startswith": self.area.code}) if area_field else None
        if self.unit_id is not None and unit_field:
            # One list of keys: an OR over two tables would be answered by reading all rows.
            own = Unit.objects.filter(Q(pk=self.unit_id) | Q(parent=self.unit_id))
            return Q(**{f"{unit_field}__in": own.values("pk")})
        return None


def token_hash(token: str) -> str:
    """How a bearer token is kept: high entropy, so a plain SHA-256 does."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(DistrictRow):
    """A link that gives one person an account with a role; single use."""

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=64, blank=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent"
    )
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(unit__isnull=True), name="invitation_one_scope"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.expires_at:%Y-%m-%d}"


class ApiKey(DistrictRow):
    """A key of another system; the secret is shown once, only its hash is kept."""

    name = models.CharField(_("name"), max_length=64)
    prefix = models.CharField(_("prefix"), max_length=8, unique=True)
    secret_hash = models.CharField(max_length=64)
    # permissions as in people.permissions, e.g. ["reports.send", "reports.read"]
    permissions = models.JSONField(_("permissions"), default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_used_on = models.DateField(_("last used"), null=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @staticmethod
    def new_secret() -> str:
        return secrets.token_urlsafe(32)
