"""What a guard noted: this vehicle went through, or was turned back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.passes.enums import Direction, Reason
from qixin.passes.models.passes import Pass

LONGEST_POST = 60


class Passage(DistrictRow):
    """Written on the guard's telephone at `at`, received at `received_at`, perhaps hours later.

    `client_key` is the telephone's: the same passage sent again is known by it. `number` is what
    the token said; `issued` the pass of that number, if there is one.
    """

    client_key = models.UUIDField(unique=True, editable=False)
    number = models.CharField(_("pass"), max_length=20)
    issued = models.ForeignKey(Pass, models.PROTECT, null=True, blank=True, related_name="passages")
    plate = models.CharField(_("plate"), max_length=8)
    at = models.DateTimeField(_("time"))
    post = models.CharField(_("post"), max_length=LONGEST_POST)
    direction = models.CharField(_("direction"), max_length=12, choices=Direction.choices)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Reason.choices)
    guard = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        indexes = [
            # the list, newest first
            models.Index(fields=["district", "-at", "-id"], name="passage_newest"),
            # the passages of one pass
            models.Index(fields=["number", "at"], name="passage_of_pass"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.direction} {self.at:%Y-%m-%d %H:%M}"
