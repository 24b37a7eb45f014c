"""Leaders who go where the difficulty is (现场办公)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.cases.models.cases import Case
from qixin.core.models import DistrictRow
from qixin.people.models import Unit


class LeaderVisit(DistrictRow):
    """Who was where, and what was said; each promise becomes a case."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="leader_visits", verbose_name=_("enterprise")
    )
    leader = models.CharField(_("who visited"), max_length=80)
    place = models.CharField(_("where"), max_length=120, blank=True)
    on = models.DateField(_("day"))
    text = models.TextField(_("what was seen and said"), max_length=2_000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("leader's visit")
        verbose_name_plural = _("leaders' visits")
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["district", "-on", "-id"], name="leader_visit_newest")]

    def __str__(self) -> str:
        return f"{self.on} · {self.unit}"


class Promise(DistrictRow):
    """What was promised, by which unit, until when; `case` keeps it."""

    visit = models.ForeignKey(LeaderVisit, models.CASCADE, related_name="promises")
    what = models.CharField(_("what was promised"), max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="promises")
    until = models.DateField(_("until"))
    case = models.OneToOneField(Case, models.PROTECT, related_name="promise")

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} · {self.what[:40]}"
