"""A difficulty that a department answers for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qixin.cases.clocks import SOON
from qixin.cases.enums import OPEN_STATES, STANDING_STATES, CaseState, ClockBasis
from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.people.models import Area, Unit
from qixin.reports.enums import Urgency
from qixin.reports.models import Report


class Case(DistrictRow):
    """Opened from a report, answered by its lead unit, confirmed by whoever asked.

    `report` is the first of those that it answers; others of the same matter are in `further`.

    `version` goes up with each change: who saves an older one is told. `due_at` is the lead unit's
    clock. `lead_unit` is also the unit of the standing lead assignment; `actions` writes both.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="cases")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    state = models.CharField(
        _("state"), max_length=12, choices=CaseState.choices, default=CaseState.OPENED
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency.choices, default=Urgency.NORMAL
    )
    town = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="town_cases")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="led_cases")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="opened_cases"
    )
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"))
    clock_basis = models.CharField(
        _("how the clock counts"), max_length=16, choices=ClockBasis.choices
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "lead_unit"],
                condition=Q(state__in=STANDING_STATES),
                name="case_once_for_report_and_unit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at__isnull=True)
                | Q(state=CaseState.ANSWERED, answered_at__isnull=False, closed_at__isnull=True)
                | (~Q(state__in=(*OPEN_STATES, CaseState.ANSWERED)) & Q(closed_at__isnull=False)),
                name="case_closed_when_over",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("opened_at")), name="case_due_later"),
        ]
        indexes = [
            # the inbox and the situation page: what is open, first due first
            models.Index(
                fields=["district", "due_at", "id"],
                condition=Q(state__in=OPEN_STATES),
                name="case_open_due",
            ),
            # the inbox's filter and the situation page's count of what waits for confirmation
            models.Index(fields=["district", "state", "-opened_at"], name="case_state"),
            # the situation page's day
            models.Index(fields=["district", "-opened_at", "-id"], name="case_opened"),
            models.Index(fields=["district", "-answered_at"], name="case_answered"),
            # a department's inbox
            models.Index(fields=["lead_unit", "state", "due_at"], name="case_unit_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def thing(self) -> str:
        """How this case is called in the report's settlements."""
        return f"cases.case:{self.pk}"

    @property
    def reports(self) -> list[Report]:
        """All reports that this case answers, the first one first; the others cost one query."""
        others = self.further.select_related("report__sender", "report__community", "report__town")
        return [self.report, *(one.report for one in others)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    @property
    def is_due_soon(self) -> bool:
        return self.is_open and timedelta(0) <= self.remaining <= SOON[Urgency(self.urgency)]

    @property
    def remaining(self) -> timedelta:
        """Time until the clock runs out; negative once it has."""
        return self.due_at - clock.now()
