"""What was looked at on the spot: inspections, visits of named officers, and their findings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core.models import DistrictRow
from qixin.enterprises.enums import InspectionState, ItemVerdict
from qixin.enterprises.models.checklists import ChecklistItem
from qixin.enterprises.models.register import Enterprise
from qixin.people.models import Unit

LONGEST_REMARK = 1_000
LONGEST_FINDING = 500


class Inspection(DistrictRow):
    """Taken on for a day by an inspector of the managing or supervising unit, then done.

    `client_key` is made on the telephone that it was done on: the same key again is the same
    inspection. `done_at` is the telephone's time, `received_at` ours, perhaps hours later.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    client_key = models.UUIDField(unique=True, null=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="inspections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="inspections"
    )
    planned_on = models.DateField(_("planned for"))
    state = models.CharField(
        _("state"), max_length=12, choices=InspectionState.choices,
        default=InspectionState.SCHEDULED,
    )  # fmt: skip
    taken_on_at = models.DateTimeField(_("taken on"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    remark = models.TextField(
        pgettext_lazy("inspection", "remark"), max_length=LONGEST_REMARK, blank=True
    )

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "unit"], condition=Q(state=InspectionState.SCHEDULED),
                name="inspection_one_scheduled",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=InspectionState.DONE, done_at__isnull=False, client_key__isnull=False
                )
                | ~Q(state=InspectionState.DONE) & Q(done_at__isnull=True),
                name="inspection_done_has_moment",
            ),
        ]  # fmt: skip
        indexes = [
            # the enterprise's card, and the days since its last inspection
            models.Index(fields=["enterprise", "-done_at"], name="inspection_of_enterprise"),
            # the plan: what an inspector has taken on
            models.Index(fields=["inspector", "state", "planned_on"], name="inspection_mine"),
        ]

    def __str__(self) -> str:
        return self.number


class Visit(DistrictRow):
    """A named officer's visit, recorded once; `client_key` as with an inspection."""

    client_key = models.UUIDField(unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="visits")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits")
    done_at = models.DateTimeField(_("visited"))
    received_at = models.DateTimeField(_("received"))
    remark = models.TextField(
        pgettext_lazy("inspection", "remark"), max_length=LONGEST_REMARK, blank=True
    )

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            # the round: when each enterprise was visited last
            models.Index(fields=["enterprise", "-done_at"], name="visit_of_enterprise")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.done_at:%Y-%m-%d}"


class Finding(models.Model):
    """What an inspection or a visit found about one item."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, null=True, blank=True, related_name="findings"
    )
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="findings")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="findings")
    verdict = models.CharField(_("finding"), max_length=16, choices=ItemVerdict.choices)
    note = models.CharField(_("note"), max_length=LONGEST_FINDING, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="finding_once_inspected"),
            models.UniqueConstraint(fields=["visit", "item"], name="finding_once_visited"),
            models.CheckConstraint(
                condition=Q(inspection__isnull=False, visit__isnull=True)
                | Q(inspection__isnull=True, visit__isnull=False),
                name="finding_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.verdict}"
