"""An enterprise's resumption filing, the workers it names, its files and the reviewer's remarks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.encryption import EncryptedTextField
from qixin.core.models import DistrictRow, KeptFile, kept_storage
from qixin.core.personal_data import mask_id_number, mask_name
from qixin.core.reasons import LONGEST_REASON
from qixin.enterprises.enums import (
    EDITED_FILINGS,
    OPEN_FILINGS,
    STANDING_FILINGS,
    FilingFileKind,
    FilingState,
    Industry,
)
from qixin.enterprises.models.register import Enterprise

LONGEST_TEXT = 2_000
LONGEST_REMARK = 300
# Which fields are copied into the next filing, in the order of the form.
FILLED_IN = (
    "owner_unit", "office_address", "legal_representative", "industry", "resumption_date",
    "reason", "headcount_total", "headcount_key", "resumed", "resumed_key", "measures",
    "floor_area", "thermometers", "disinfectant", "alcohol", "isolation_places", "mask_bins",
    "masks", "trained_on",
)  # fmt: skip
# Those among them that rules may speak of.
NUMBERS = (
    "headcount_total", "headcount_key", "resumed", "resumed_key", "floor_area", "thermometers",
    "disinfectant", "alcohol", "isolation_places", "mask_bins", "masks",
)  # fmt: skip


def _number(label: Any) -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _litres(label: Any) -> Any:
    return models.DecimalField(label, max_digits=9, decimal_places=1, null=True, blank=True)


class ResumptionFiling(DistrictRow):
    """What an enterprise files before it resumes work. Every field may be blank while it is a
    draft: a blank number is missing, 0 is a number. `valid_until` is the last day, inclusive."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="filings")
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewals"
    )
    state = models.CharField(
        pgettext_lazy("filing", "state"),
        max_length=12,
        choices=FilingState.choices,
        default=FilingState.DRAFT,
    )
    owner_unit = models.CharField(_("Owner of the premises"), max_length=128, blank=True)
    office_address = models.CharField(_("Office address"), max_length=200, blank=True)
    legal_representative = EncryptedTextField(_("Legal representative"), blank=True)
    industry = models.CharField(_("Industry"), max_length=1, choices=Industry.choices, blank=True)
    resumption_date = models.DateField(_("Day of resumption"), null=True, blank=True)
    reason = models.TextField(_("Reason for resuming"), max_length=LONGEST_TEXT, blank=True)
    headcount_total = _number(_("Employees in all"))
    headcount_key = _number(_("of them from or having been to key areas"))
    resumed = _number(_("Employees who resume"))
    resumed_key = _number(_("of those who resume, from or having been to key areas"))
    measures = models.TextField(_("Protective measures"), max_length=LONGEST_TEXT, blank=True)
    floor_area = _number(_("Floor area, m²"))
    thermometers = _number(_("Forehead thermometers"))
    disinfectant = _litres(_("84 disinfectant, litres"))
    alcohol = _litres(_("75 % alcohol, litres"))
    isolation_places = _number(_("Places for isolation"))
    mask_bins = _number(_("Bins for used masks"))
    masks = _number(_("Masks in stock"))
    trained_on = models.DateField(_("Day of the training in prevention"), null=True, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("saved"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submissions = models.PositiveSmallIntegerField(_("times submitted"), default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), max_length=LONGEST_TEXT, blank=True)
    why = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    # what a hazard suspended goes on when the last one is cleared; what somebody did, does not
    suspended_for = models.ForeignKey(
        "enterprises.Hazard", models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    persons_erased_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("resumption filing")
        verbose_name_plural = _("resumption filings")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state__in=OPEN_FILINGS), name="filing_one_open"
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state__in=STANDING_FILINGS),
                name="filing_one_standing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=STANDING_FILINGS) | Q(valid_until__isnull=False),
                name="filing_standing_ends",
            ),
        ]
        indexes = [
            # the reviewer's queue, oldest first
            models.Index(
                fields=["district", "submitted_at", "id"],
                condition=Q(state=FilingState.SUBMITTED),
                name="filing_queue",
            ),
            # the list, newest first
            models.Index(fields=["district", "-begun_at", "-id"], name="filing_newest"),
            # an enterprise's card
            models.Index(fields=["enterprise", "-begun_at"], name="filing_of_enterprise"),
            # the job that forgets the workers
            models.Index(
                fields=["saved_at"],
                condition=Q(persons_erased_at__isnull=True),
                name="filing_persons_kept",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_edited(self) -> bool:
        return self.state in EDITED_FILINGS

    @property
    def is_over(self) -> bool:
        """Whether its period has ended: it has to be renewed."""
        return (
            self.state in STANDING_FILINGS
            and self.valid_until is not None
            and self.valid_until < clock.today()
        )

    @property
    def masked_representative(self) -> str:
        return mask_name(self.legal_representative) if self.legal_representative else ""


class FilingWorker(models.Model):
    """One who resumes work, as the enterprise listed them; `id_number_hash` tells them apart."""

    filing = models.ForeignKey(ResumptionFiling, models.CASCADE, related_name="workers")
    name = EncryptedTextField(_("name"))
    id_number = EncryptedTextField(_("ID number"))
    id_number_hash = models.CharField(max_length=64, editable=False)
    came_from = EncryptedTextField(_("from where"), blank=True)

    class Meta:
        verbose_name = _("worker of a filing")
        verbose_name_plural = _("workers of filings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "id_number_hash"], name="filing_worker_once")
        ]

    def __str__(self) -> str:
        return f"{self.filing} · {self.pk}"

    @property
    def masked(self) -> dict[str, str]:
        return {"name": mask_name(self.name), "id_number": mask_id_number(self.id_number)}


# as migrations name it
filing_storage = kept_storage


class FilingFile(KeptFile):
    """A file of a filing; pictures without EXIF."""

    filing = models.ForeignKey(ResumptionFiling, models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=16, choices=FilingFileKind.choices)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("file of a filing")
        verbose_name_plural = _("files of filings")
        ordering = ["kind", "id"]
        constraints = [
            # a double click stores a file once
            models.UniqueConstraint(fields=["filing", "kind", "sha256"], name="filing_file_once")
        ]


class FilingRemark(models.Model):
    """What a reviewer asks to be mended; `field` is "" for the whole filing. `round` counts the
    submissions: those of the last one are shown at the fields."""

    filing = models.ForeignKey(ResumptionFiling, models.CASCADE, related_name="remarks")
    field = models.CharField(_("field"), max_length=24, blank=True)
    text = models.CharField(_("remark"), max_length=LONGEST_REMARK)
    round = models.PositiveSmallIntegerField(_("round"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("remark on a filing")
        verbose_name_plural = _("remarks on filings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "round", "field"], name="filing_remark_once")
        ]

    def __str__(self) -> str:
        return self.text
