"""Photos of findings and of what was mended: pixels alone, the file that came in is not kept."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.enterprises.enums import PhotoState
from qixin.enterprises.models.hazards import HazardStep
from qixin.enterprises.models.inspections import Finding


def photo_storage() -> Any:
    return storages["attachments"]


class Photo(DistrictRow):
    """Announced by its telephone with what it shows, and received after it, perhaps much later."""

    client_key = models.UUIDField(unique=True, editable=False)
    finding = models.ForeignKey(
        Finding, models.CASCADE, null=True, blank=True, related_name="photos"
    )
    step = models.ForeignKey(
        HazardStep, models.CASCADE, null=True, blank=True, related_name="photos"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    state = models.CharField(
        _("state"), max_length=8, choices=PhotoState.choices, default=PhotoState.AWAITED
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    web = models.FileField(storage=photo_storage, max_length=200, blank=True)
    thumb = models.FileField(storage=photo_storage, max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__isnull=True) ^ Q(step__isnull=True), name="photo_of_one"
            ),
            models.CheckConstraint(
                condition=~Q(state=PhotoState.READY) | Q(received_at__isnull=False),
                name="photo_ready_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.client_key)
