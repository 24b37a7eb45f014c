"""Types of cases: who leads by default, who helps, and how long they have."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import Measure
from qixin.core.models import DistrictRow
from qixin.people.models import Unit
from qixin.reports.enums import Urgency

SERVICE_PREFIX = "case-"


class CaseType(DistrictRow):
    """E.g. finance. A retired type stays on its cases and is not offered any more."""

    name = models.CharField(_("name"), max_length=32)
    name_en = models.CharField(_("English name"), max_length=48, blank=True)
    lead_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_case_types",
        verbose_name=_("lead unit"),
    )
    co_units = models.ManyToManyField(
        Unit, blank=True, related_name="helped_case_types", verbose_name=_("co-units")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("type of case")
        verbose_name_plural = _("types of cases")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="case_type_name_once")
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def service_code(self) -> str:
        """By which other systems name it (Open311); it stays when the name changes."""
        return f"{SERVICE_PREFIX}{self.pk}"


class TypeClock(DistrictRow):
    """How long a type's lead unit has at one urgency; without one, `clocks.ALLOWANCES` holds."""

    case_type = models.ForeignKey(CaseType, models.CASCADE, related_name="clocks")
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency.choices)
    amount = models.PositiveSmallIntegerField(_("time"))
    measure = models.CharField(_("counted in"), max_length=16, choices=Measure.choices)

    class Meta:
        verbose_name = _("clock of a type")
        verbose_name_plural = _("clocks of types")
        ordering = ["urgency"]
        constraints = [
            models.UniqueConstraint(fields=["case_type", "urgency"], name="type_clock_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="type_clock_runs"),
        ]

    def __str__(self) -> str:
        return f"{self.case_type} · {self.get_urgency_display()}"


class ReplyTemplate(DistrictRow):
    """Words that departments use again and again; for one type of case, or for all."""

    name = models.CharField(_("name"), max_length=48)
    text = models.TextField(_("text"), max_length=2_000)
    case_type = models.ForeignKey(
        CaseType, models.PROTECT, null=True, blank=True, related_name="templates"
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("template of an answer")
        verbose_name_plural = _("templates of answers")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                condition=models.Q(retired_at__isnull=True),
                name="reply_template_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
