"""Hazards, from being found to being cleared."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.enterprises.enums import EscalationStep, HazardState, Severity, StepKind
from qixin.enterprises.models.inspections import Finding, Inspection, Visit
from qixin.enterprises.models.register import Enterprise
from qixin.people.models import Person, Unit

LONGEST_HAZARD = 500
LONGEST_NOTE = 1_000
OPEN_STATES = (HazardState.OPEN, HazardState.MENDED)


class Hazard(DistrictRow):
    """Something that has to be mended by `due_on`, the last day.

    Two answer for it: `responsible`, a contact of the enterprise, and `unit`, which inspects again.
    `reached` is how far an overdue one has been told upward; 0 while it is in time.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="hazards")
    # where it was found; the finding only where it was an item of a checklist
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="hazards"
    )
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="hazards")
    finding = models.OneToOneField(
        Finding, models.PROTECT, null=True, blank=True, related_name="hazard"
    )
    text = models.CharField(_("hazard"), max_length=LONGEST_HAZARD)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=HazardState.choices, default=HazardState.OPEN
    )
    due_on = models.DateField(_("deadline"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="hazards", verbose_name=_("inspecting unit")
    )
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("responsible in the enterprise"),
    )  # fmt: skip
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(_("found"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reached = models.PositiveSmallIntegerField(_("told upward to"), default=0)

    class Meta:
        verbose_name = _("hazard")
        verbose_name_plural = _("hazards")
        constraints = [
            models.CheckConstraint(
                condition=Q(inspection__isnull=True) ^ Q(visit__isnull=True),
                name="hazard_found_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, ended_at__isnull=True)
                | ~Q(state__in=OPEN_STATES) & Q(ended_at__isnull=False),
                name="hazard_ended_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(reached__lte=max(EscalationStep.values)), name="hazard_reached_known"
            ),
        ]
        indexes = [
            # the list: what is open, by its deadline
            models.Index(
                fields=["district", "due_on", "id"], condition=Q(state__in=OPEN_STATES),
                name="hazard_open",
            ),
            # an enterprise's hazards, and whether it is barred
            models.Index(fields=["enterprise", "state", "severity"], name="hazard_of_enterprise"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """What is out of order, in the reader's language: an item says how it should be."""
        if self.finding is None:
            return self.text
        unmet = gettext("Not met: %(item)s") % {"item": self.finding.item}
        return f"{unmet}（{self.finding.note}）" if self.finding.note else unmet

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_major(self) -> bool:
        return self.severity == Severity.MAJOR

    @property
    def days_over(self) -> int:
        """Days since the deadline while it waits for the enterprise; 0 where it is in time."""
        if self.state != HazardState.OPEN:
            return 0
        return max(0, (clock.today() - self.due_on).days)


class HazardStep(models.Model):
    """One thing that happened to a hazard, with what was said and, where it moved, the deadline."""

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=12, choices=StepKind.choices)
    at = models.DateTimeField(_("time"))
    # nobody where the clock did it
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    due_on = models.DateField(_("deadline"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of a hazard")
        verbose_name_plural = _("steps of hazards")
        ordering = ["hazard_id", "id"]

    def __str__(self) -> str:
        return f"{self.hazard_id} {self.kind}"


class Escalation(models.Model):
    """That an overdue hazard was told upward, once a step and deadline."""

    hazard = models.ForeignKey(Hazard, models.CASCADE, related_name="escalations")
    due_on = models.DateField(_("deadline"))
    step = models.PositiveSmallIntegerField(_("told upward to"), choices=EscalationStep.choices)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(
                fields=["hazard", "due_on", "step"], name="escalation_once_a_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hazard_id}: {self.step}"
