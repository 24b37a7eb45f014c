"""Decisions about reports, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.people.models import Unit
from qixin.reports.enums import Decision, FilingReason, Outcome, Urgency
from qixin.reports.models.reports import Report


class Triage(DistrictRow):
    """One decision about one report; undone ones stay."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="triages")
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="triages")
    at = models.DateTimeField(_("time"))
    column = models.CharField(_("column"), max_length=64, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency.choices, default=Urgency.NORMAL
    )
    into = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=16, choices=FilingReason.choices, blank=True)
    note = models.CharField(_("note to the sender"), max_length=400, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("triage decision")
        verbose_name_plural = _("triage decisions")
        ordering = ["-id"]
        indexes = [models.Index(fields=["by", "-at"], name="triage_by")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.decision}"


class Settlement(DistrictRow):
    """What became of a report, one row for each thing that it became; told to the sender.

    `thing` names the thing as the journal does ("cases.case:17") without this room knowing what a
    case is; the same thing reports again by updating its row.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="settlements")
    thing = models.CharField(max_length=80)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    # where the sender can read it: a public page, or a page of the workbench
    link = models.CharField(_("link"), max_length=300, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    # the sender is asked to confirm or send back, or to reply to a question
    awaits_sender = models.BooleanField(default=False)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("fate")
        verbose_name_plural = _("fates")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "thing"], name="settlement_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.outcome}"
