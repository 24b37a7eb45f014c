"""What came of a visit besides hazards: promises, and what the enterprise asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.enterprises.enums import AskedKind, PromiseBy, PromiseState
from qixin.enterprises.models.inspections import Visit

LONGEST_PROMISE = 300
LONGEST_ASKED = 1_000
LONGEST_TITLE = 60


class Promise(models.Model):
    """Something that somebody undertook to do by `due_on`, looked at again at the next visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="promises")
    what = models.CharField(_("promise"), max_length=LONGEST_PROMISE)
    by_whom = models.CharField(_("by whom"), max_length=12, choices=PromiseBy.choices)
    due_on = models.DateField(_("until"))
    state = models.CharField(
        _("state"), max_length=8, choices=PromiseState.choices, default=PromiseState.OPEN
    )
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PromiseState.OPEN, judged_at__isnull=True)
                | ~Q(state=PromiseState.OPEN) & Q(judged_at__isnull=False),
                name="promise_judged_has_moment",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_overdue(self) -> bool:
        return self.state == PromiseState.OPEN and self.due_on < clock.today()


class VisitItem(models.Model):
    """A question or need of the enterprise; the room that helps tells which case came of it."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="asked")
    kind = models.CharField(_("kind"), max_length=8, choices=AskedKind.choices)
    title = models.CharField(_("in short"), max_length=LONGEST_TITLE)
    text = models.TextField(_("text"), max_length=LONGEST_ASKED, blank=True)
    case_number = models.CharField(_("case"), max_length=20, blank=True)
    link = models.CharField(_("where it is dealt with"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("passed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of a visit")
        verbose_name_plural = _("questions of visits")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case_number="", settled_at__isnull=True)
                | ~Q(case_number="") & Q(settled_at__isnull=False),
                name="visit_item_settled_has_case",
            )
        ]

    def __str__(self) -> str:
        return self.title
