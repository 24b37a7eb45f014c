"""Reports of the same matter that came together in one case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.cases.models.cases import Case
from qixin.core.models import DistrictRow
from qixin.reports.models import Report


class FurtherReport(DistrictRow):
    """A report besides `Case.report` that the case answers; its sender hears the same."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="further")
    report = models.ForeignKey(Report, models.PROTECT, related_name="further_cases")

    class Meta:
        verbose_name = _("further report of a case")
        verbose_name_plural = _("further reports of cases")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "report"], name="further_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.report_id}"
