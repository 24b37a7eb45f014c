"""What a guard noted: this vehicle went through, or was turned back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.passes.enums import Direction, Reason
from qixin.passes.models.passes import Pass
from qixin.people.models import ApiKey, User

LONGEST_POST = 60


class Passage(DistrictRow):
    """Written on the guard's telephone at `at`, received at `received_at`, perhaps hours later.

    `client_key` is the telephone's: the same passage sent again is known by it. `number` is what
    the token said; `issued` the pass of that number, if there is one. A checkpoint's own system
    notes by its API key, and `client_key` follows from that key and the system's own number.
    """

    client_key = models.UUIDField(unique=True, editable=False)
    number = models.CharField(_("pass"), max_length=20)
    issued = models.ForeignKey(Pass, models.PROTECT, null=True, blank=True, related_name="passages")
    plate = models.CharField(_("plate"), max_length=8)
    at = models.DateTimeField(_("time"))
    post = models.CharField(_("post"), max_length=LONGEST_POST)
    direction = models.CharField(_("direction"), max_length=12, choices=Direction.choices)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Reason.choices)
    guard = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    system = models.ForeignKey(
        ApiKey,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checkpoint's system"),
    )
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            models.CheckConstraint(
                condition=Q(guard__isnull=False, system__isnull=True)
                | Q(guard__isnull=True, system__isnull=False),
                name="passage_noted_by_one",
            )
        ]
        indexes = [
            # the list, newest first
            models.Index(fields=["district", "-at", "-id"], name="passage_newest"),
            # the passages of one pass
            models.Index(fields=["number", "at"], name="passage_of_pass"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.direction} {self.at:%Y-%m-%d %H:%M}"

    @property
    def noted_by(self) -> User | str:
        """The guard, or the name of the system whose key it was."""
        return self.system.name if self.system is not None else self.guard  # type: ignore[return-value]
