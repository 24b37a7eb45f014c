"""A difficulty that a department answers for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qixin.cases.enums import (
    ENDED_STATES,
    LIVE_STATES,
    OPEN_STATES,
    STANDING_STATES,
    CaseState,
    Dispute,
)
from qixin.cases.models.clocked import Clocked
from qixin.cases.models.types import CaseType
from qixin.core import clock
from qixin.people.models import Area, Unit
from qixin.reports.enums import Satisfaction, Urgency
from qixin.reports.models import Report


class Case(Clocked):
    """Opened from a report, answered by its lead unit, confirmed by whoever asked.

    `report` is the first of those that it answers; others of the same matter are in `further`.

    `version` goes up with each change: who saves an older one is told. Its clock is the lead
    unit's; `lead_unit` is also the unit of the standing lead assignment; `actions` writes both.
    `asker` is the enterprise that it is for; its contacts confirm. The counters are what rates
    stand beside, and the list opens each.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="cases")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    state = models.CharField(
        _("state"), max_length=16, choices=CaseState.choices, default=CaseState.OPENED
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
    case_type = models.ForeignKey(
        CaseType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("type of case"),
    )
    asker = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_cases",
        verbose_name=_("enterprise"),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_cases"
    )
    dispute = models.CharField(
        _("why the commander decides"), max_length=20, choices=Dispute.choices, blank=True
    )
    # until the lead unit must have said that it works on it, and when it did
    respond_by = models.DateTimeField(_("response due"))
    responded_at = models.DateTimeField(_("responded"), null=True, blank=True)
    # since when the asker is waited for
    paused_at = models.DateTimeField(_("clock stands since"), null=True, blank=True)
    confirm_by = models.DateTimeField(_("to be confirmed by"), null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"), choices=Satisfaction.choices, null=True, blank=True
    )
    handed_back_times = models.PositiveSmallIntegerField(_("times handed back"), default=0)
    refused_times = models.PositiveSmallIntegerField(_("answers refused"), default=0)
    reopened_times = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "lead_unit"],
                # parts of a split case share its report
                condition=Q(state__in=STANDING_STATES, parent__isnull=True),
                name="case_once_for_report_and_unit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_STATES)
                & ~Q(state=CaseState.ANSWERED)
                & Q(closed_at__isnull=True)
                | Q(state=CaseState.ANSWERED, answered_at__isnull=False, closed_at__isnull=True)
                | (~Q(state__in=LIVE_STATES) & Q(closed_at__isnull=False)),
                name="case_closed_when_over",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.WAITING, paused_at__isnull=False)
                | ~Q(state=CaseState.WAITING) & Q(paused_at__isnull=True),
                name="case_stands_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.WITH_COMMANDER) & ~Q(dispute="")
                | ~Q(state=CaseState.WITH_COMMANDER) & Q(dispute=""),
                name="case_with_commander_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.MERGED, merged_into__isnull=False)
                | ~Q(state=CaseState.MERGED) & Q(merged_into__isnull=True),
                name="case_merged_into_one",
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
            # an enterprise's own cases
            models.Index(fields=["asker", "-opened_at"], name="case_asker"),
            # what nobody confirms in time
            models.Index(
                fields=["confirm_by"],
                condition=Q(state=CaseState.ANSWERED),
                name="case_confirm_by",
            ),
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
    def words_of_senders(self) -> list[str]:
        """The text, what was objected to answers, and what senders replied; two queries."""
        objections = self.answers.exclude(objection="").values_list("objection", flat=True)
        replies = self.notes.filter(unit__isnull=True).values_list("text", flat=True)
        return [self.text, *objections, *replies]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    @property
    def is_due_soon(self) -> bool:
        return self.is_open and self.soon_at <= clock.now() <= self.due_at

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED_STATES

    @property
    def remaining(self) -> timedelta:
        """Time until the clock runs out; negative once it has."""
        return self.due_at - clock.now()
