"""A pass: asked for, decided, issued as a signed token."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.encryption import EncryptedTextField
from qixin.core.models import DistrictRow
from qixin.core.personal_data import mask_id_number, mask_name, mask_phone
from qixin.core.reasons import LONGEST_REASON
from qixin.passes.enums import STANDING_STATES, PassClass, PassState
from qixin.passes.models.keys import SigningKey
from qixin.people.models import Unit

LONGEST_CARGO = 80
LONGEST_ROUTE = 60


class Pass(DistrictRow):
    """For one vehicle on one route within a span of time, `valid_until` exclusive.

    The driver is known to whoever decides, encrypted; the token says nothing of the driver.
    `case_number` is what the caller named, nothing more: this room knows no cases.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    holder = models.ForeignKey(
        Unit, models.PROTECT, related_name="passes", verbose_name=_("holder")
    )
    office = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="passes_to_decide",
        verbose_name=_("issuing office"),
    )
    plate = models.CharField(_("plate"), max_length=8)
    pass_class = models.PositiveSmallIntegerField(_("class"), choices=PassClass.choices)
    cargo = models.CharField(_("cargo"), max_length=LONGEST_CARGO)
    route = models.CharField(_("route"), max_length=LONGEST_ROUTE)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    driver_name = EncryptedTextField(_("driver"))
    driver_phone = EncryptedTextField(_("driver's telephone"))
    driver_id_number = EncryptedTextField(_("driver's ID number"), blank=True)
    driver_erased_at = models.DateTimeField(null=True, editable=False)
    case_number = models.CharField(_("case"), max_length=20, blank=True)
    state = models.CharField(
        pgettext_lazy("pass", "state"),
        max_length=12,
        choices=PassState.choices,
        default=PassState.REQUESTED,
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="requested_passes"
    )
    requested_at = models.DateTimeField(_("asked for at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    key = models.ForeignKey(
        SigningKey, models.PROTECT, null=True, blank=True, related_name="passes"
    )
    token = models.TextField(_("token"), blank=True)

    class Meta:
        verbose_name = _("pass")
        verbose_name_plural = _("passes")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="pass_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(PassState.ISSUED, PassState.REVOKED))
                & Q(key__isnull=False)
                & ~Q(token="")
                | ~Q(state__in=(PassState.ISSUED, PassState.REVOKED))
                & Q(key__isnull=True, token=""),
                name="pass_signed_when_issued",
            ),
            models.UniqueConstraint(
                fields=["holder", "plate", "valid_from", "valid_until"],
                condition=Q(state__in=STANDING_STATES),
                name="pass_once_for_vehicle_and_days",
            ),
        ]
        indexes = [
            # the officer's queue, oldest first
            models.Index(
                fields=["district", "requested_at", "id"],
                condition=Q(state=PassState.REQUESTED),
                name="pass_queue",
            ),
            # the list, newest first
            models.Index(fields=["district", "-requested_at", "-id"], name="pass_newest"),
            # an applicant's list
            models.Index(fields=["holder", "-requested_at", "-id"], name="pass_of_holder"),
            # how many a holder has in force
            models.Index(
                fields=["holder", "valid_until"],
                condition=Q(state=PassState.ISSUED),
                name="pass_in_force",
            ),
            # the job that forgets drivers
            models.Index(
                fields=["valid_until"],
                condition=Q(driver_erased_at__isnull=True),
                name="pass_driver_kept",
            ),
            # other passes of the same vehicle
            models.Index(fields=["plate", "valid_until"], name="pass_plate"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_over(self) -> bool:
        return self.valid_until <= clock.now()

    @property
    def is_in_force(self) -> bool:
        """Issued, begun and not over."""
        return self.state == PassState.ISSUED and self.valid_from <= clock.now() < self.valid_until

    @property
    def length(self) -> timedelta:
        return self.valid_until - self.valid_from

    @property
    def masked_driver(self) -> dict[str, str]:
        """The driver as anybody who sees the pass may read it."""
        return {
            "name": mask_name(self.driver_name),
            "phone": mask_phone(self.driver_phone),
            "id_number": mask_id_number(self.driver_id_number) if self.driver_id_number else "",
        }
