"""What a report was written at: a page of ours, and what for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.reports.enums import Consent, Purpose
from qixin.reports.models.reports import Report


class About(DistrictRow):
    """The page at which a report was written.

    `thing` names it as settlements do ("newsroom.story:17") without this room knowing what a story
    is; title and link are those of the day it was written. Most reports have none: a row of its own
    costs them nothing.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="about")
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices)
    thing = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    link = models.CharField(_("link"), max_length=300, blank=True)
    consent = models.CharField(
        _("consent"), max_length=10, choices=Consent.choices, default=Consent.NONE
    )

    class Meta:
        verbose_name = _("what it is about")
        verbose_name_plural = _("what they are about")
        indexes = [
            # the queue and the list of all reports, narrowed to one page or one purpose
            models.Index(fields=["thing", "report"], name="about_thing"),
            models.Index(fields=["purpose", "report"], name="about_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.purpose} {self.thing}"
