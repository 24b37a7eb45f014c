"""What came of a case, in figures that dashboards add up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import ExclusionState, OutcomeKind
from qixin.cases.models.cases import Case
from qixin.core.models import DistrictRow
from qixin.core.reasons import LONGEST_REASON
from qixin.people.models import Unit


class CaseOutcome(DistrictRow):
    """One result. Struck ones stay, with who struck them, and are not counted.

    Amounts are yuan. `what` is the bank of a loan, the goods, the kind of people, the policy, or
    why it is not possible.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("kind"), max_length=12, choices=OutcomeKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="outcomes")
    what = models.CharField(_("what"), max_length=200)
    asked = models.DecimalField(
        _("asked for"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    granted = models.DecimalField(
        _("granted"), max_digits=15, decimal_places=2, null=True, blank=True
    )
    paid_on = models.DateField(_("paid out on"), null=True, blank=True)
    quantity = models.DecimalField(
        _("quantity"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    measure = models.CharField(_("unit of quantity"), max_length=16, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_at = models.DateTimeField(_("struck"), null=True, blank=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=OutcomeKind.LOAN, asked__gt=0, quantity__isnull=True)
                & (Q(granted__isnull=True) | Q(granted__gte=0, granted__lte=F("asked")))
                & (Q(paid_on__isnull=True) | Q(granted__gt=0))
                | Q(
                    kind__in=(OutcomeKind.GOODS, OutcomeKind.PEOPLE),
                    quantity__gt=0,
                    asked__isnull=True,
                    granted__isnull=True,
                    paid_on__isnull=True,
                )
                | Q(
                    kind__in=(OutcomeKind.POLICY, OutcomeKind.IMPOSSIBLE),
                    quantity__isnull=True,
                    asked__isnull=True,
                    granted__isnull=True,
                    paid_on__isnull=True,
                ),
                name="outcome_has_its_figures",
            )
        ]
        indexes = [
            # sums by kind and day
            models.Index(
                fields=["district", "kind", "at"],
                condition=Q(struck_at__isnull=True),
                name="outcome_counted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.get_kind_display()}"


class Exclusion(DistrictRow):
    """A department's wish that a case is not counted in the rates, and what was decided."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="exclusion")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exclusions")
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=ExclusionState.choices,
        default=ExclusionState.REQUESTED,
    )
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    appeal = models.CharField(_("appeal"), max_length=LONGEST_REASON, blank=True)
    verdict = models.CharField(_("decision"), max_length=LONGEST_REASON, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("exclusion from the rates")
        verbose_name_plural = _("exclusions from the rates")
        indexes = [models.Index(fields=["district", "state", "id"], name="exclusion_state")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.get_state_display()}"


class Escalation(DistrictRow):
    """Who was told that a clock ran out: once for each step of each clock."""

    assignment = models.ForeignKey("cases.Assignment", models.CASCADE, related_name="escalations")
    step = models.PositiveSmallIntegerField(_("step"))
    due_at = models.DateTimeField(_("due"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "step", "due_at"], name="case_escalation_once_a_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} · {self.step}"
