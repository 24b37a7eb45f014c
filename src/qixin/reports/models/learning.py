"""What suggestions and duplicate search are made of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.people.models import Unit
from qixin.reports.enums import LabelKind, Urgency
from qixin.reports.models.reports import Report


class Label(DistrictRow):
    """Something that a report can be about: a newsroom's column, or a service (Open311)."""

    kind = models.CharField(_("kind"), max_length=8, choices=LabelKind.choices)
    code = models.CharField(_("code"), max_length=64)
    name = models.CharField(_("name"), max_length=64)
    name_en = models.CharField(_("English name"), max_length=96, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    description_en = models.CharField(_("English description"), max_length=300, blank=True)
    # words that speak for it before anything was learned
    keywords = models.TextField(_("keywords"), blank=True)
    group = models.CharField(_("heading"), max_length=64, blank=True)
    # the department that deals with it; only for services
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="services")
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["kind", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["district", "kind", "code"], name="label_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """In the reader's language, as far as there is one."""
        return (self.name_en if get_language() == "en" else self.name) or self.name


class LabelCount(models.Model):
    """How often a word stood in reports that a person gave a label (see reports.suggestions)."""

    classifier = models.CharField(max_length=16)
    term = models.CharField(max_length=64)
    label = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["classifier", "term", "label"], name="label_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.classifier} {self.term} {self.label}: {self.count}"


class Suggestion(models.Model):
    """What was suggested for a report, and why; written by the job that looks at new reports."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="suggestion")
    column = models.CharField(_("column"), max_length=64, blank=True)
    column_reason = models.CharField(max_length=200, blank=True)
    column_confidence = models.FloatField(default=0)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")
    unit_reason = models.CharField(max_length=200, blank=True)
    unit_confidence = models.FloatField(default=0)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NORMAL)
    urgency_reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.report_id}"
