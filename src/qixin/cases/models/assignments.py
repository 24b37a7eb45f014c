"""Who works on a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import AssignmentRole, AssignmentState
from qixin.cases.models.cases import Case
from qixin.core.models import DistrictRow
from qixin.people.models import Unit

_ENDED = (AssignmentState.HANDED_BACK, AssignmentState.WITHDRAWN)


class Assignment(DistrictRow):
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
    due_at = models.DateTimeField(_("due"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    assigned_at = models.DateTimeField(_("assigned"))

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(role=AssignmentRole.LEAD) & ~Q(state__in=_ENDED),
                name="assignment_one_lead",
            ),
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=~Q(state__in=_ENDED),
                name="assignment_unit_once",
            ),
        ]
        indexes = [
            # which cases a department's officers may see
            models.Index(fields=["unit", "case"], name="assignment_unit")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.unit}"
