"""Who works on a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import OVER_STATES, OWED_STATES, AssignmentRole, AssignmentState
from qixin.cases.models.cases import Case
from qixin.cases.models.clocked import Clocked
from qixin.core import clock
from qixin.people.models import Unit


class Assignment(Clocked):
    """A unit's part in a case, with a clock of its own: one lead, any number of co-units."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    role = models.CharField(_("part"), max_length=4, choices=AssignmentRole.choices)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=AssignmentState.choices,
        default=AssignmentState.WAITING,
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    assigned_at = models.DateTimeField(_("assigned"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    # what is wanted of the unit, and what it did or why it handed back
    request = models.TextField(_("what is wanted"), max_length=500, blank=True)
    result = models.TextField(_("what was done"), max_length=2_000, blank=True)
    # the commander who gave it the part for good: it cannot be handed back any more
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role=AssignmentRole.LEAD) & ~Q(state__in=OVER_STATES),
                name="assignment_one_lead",
            ),
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=~Q(state__in=OVER_STATES),
                name="assignment_unit_once",
            ),
        ]
        indexes = [
            # which cases a department's officers may see
            models.Index(fields=["unit", "case"], name="assignment_unit"),
            # whose clock has run out
            models.Index(
                fields=["due_at"], condition=Q(state__in=OWED_STATES), name="assignment_owed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.unit}"

    @property
    def is_owed(self) -> bool:
        return self.state in OWED_STATES

    @property
    def is_overdue(self) -> bool:
        return self.is_owed and self.due_at < clock.now()

    @property
    def is_due_soon(self) -> bool:
        return self.is_owed and self.soon_at <= clock.now() <= self.due_at
