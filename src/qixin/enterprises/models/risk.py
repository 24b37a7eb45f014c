"""What the plan of inspections is computed from."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow, default_district
from qixin.enterprises.enums import Industry, RiskTerm
from qixin.enterprises.models.register import Enterprise, Tag

MOST_POINTS = 1_000


def _between(least: int, most: int) -> list[object]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class SafetyProfile(models.Model):
    """What was last seen of whether an enterprise works. `idle_since` is the first idle day."""

    enterprise = models.OneToOneField(Enterprise, models.CASCADE, related_name="safety")
    idle_since = models.DateField(_("idle since"), null=True, blank=True)
    seen_on = models.DateField(_("seen on"))

    class Meta:
        verbose_name = _("safety profile")
        verbose_name_plural = _("safety profiles")

    def __str__(self) -> str:
        return str(self.enterprise)


class RiskWeight(DistrictRow):
    """`points` for each full `every` of a term's measure, `most` at the most.

    Industry and tag have a row each; the other terms one row.
    """

    term = models.CharField(_("term"), max_length=12, choices=RiskTerm.choices)
    industry = models.CharField(
        _("industry"), max_length=1, choices=Industry.choices, blank=True, default=""
    )
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, blank=True, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"), validators=_between(0, MOST_POINTS))
    every = models.PositiveSmallIntegerField(
        _("for each"), default=1, validators=_between(1, 10_000)
    )
    most = models.PositiveSmallIntegerField(_("at most"), validators=_between(0, MOST_POINTS))

    class Meta:
        verbose_name = _("weight of a risk")
        verbose_name_plural = _("weights of risks")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "term", "industry"],
                condition=models.Q(tag__isnull=True),
                name="risk_weight_once",
            ),
            models.UniqueConstraint(
                fields=["district", "term", "tag"],
                condition=models.Q(tag__isnull=False),
                name="risk_weight_once_a_tag",
            ),
            models.CheckConstraint(condition=models.Q(every__gte=1), name="risk_weight_has_step"),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.industry or self.tag_id or ''}: {self.points}"


class SafetyTerms(models.Model):
    """A district's days for hazards, one row, and the count of changes to it and to the weights."""

    district = models.CharField(max_length=6, unique=True, default=default_district, editable=False)
    minor_days = models.PositiveSmallIntegerField(
        _("days for an ordinary hazard"), default=7, validators=_between(1, 90)
    )
    major_days = models.PositiveSmallIntegerField(
        _("days for a major hazard"), default=2, validators=_between(1, 90)
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("terms of hazards")
        verbose_name_plural = _("terms of hazards")

    def __str__(self) -> str:
        return self.district
