"""On what terms passes are issued: who decides, how many and how long, what needs no weighing."""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow, default_district
from qixin.passes.enums import PassClass
from qixin.people.models import Unit

# The version of what nobody has set yet: it is not stored.
UNSET = 0


def _between(least: int, most: int) -> list[object]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Terms(models.Model):
    """A district's terms, one row. Without `office` the duty commanders decide alone."""

    district = models.CharField(max_length=6, unique=True, default=default_district, editable=False)
    office = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issuing office"),
    )
    most_passes = models.PositiveIntegerField(
        _("passes per holder"),
        default=20,
        validators=_between(0, 100_000),
        help_text=_(
            "How many a holder may have in force at once, unless it has a limit of its own."
        ),
    )
    longest_days = models.PositiveSmallIntegerField(
        _("longest validity, days"), default=30, validators=_between(1, 366)
    )
    list_hours = models.PositiveSmallIntegerField(
        _("age of the list, hours"),
        default=24,
        validators=_between(1, 168),
        help_text=_("How long a telephone at a post may go without fetching the list of revoked "
                    "passes. New keys are made known as long before they sign."),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return self.district

    @property
    def list_age(self) -> timedelta:
        return timedelta(hours=self.list_hours)


class HolderLimit(DistrictRow):
    """A limit of one holder's own, instead of the usual one."""

    holder = models.OneToOneField(
        Unit, models.CASCADE, related_name="pass_limit", verbose_name=_("holder")
    )
    most = models.PositiveIntegerField(_("passes at once"), validators=_between(0, 100_000))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("limit of a holder")
        verbose_name_plural = _("limits of holders")

    def __str__(self) -> str:
        return f"{self.holder}: {self.most}"


class BulkRule(DistrictRow):
    """Requests of a class that may be approved many at a time, for nobody has to weigh them."""

    pass_class = models.PositiveSmallIntegerField(_("class"), choices=PassClass.choices)
    longest_days = models.PositiveSmallIntegerField(
        _("at most, days"), default=7, validators=_between(1, 366)
    )
    provinces = models.CharField(
        _("plates of"),
        max_length=40,
        blank=True,
        help_text=_("First characters of the plates; empty: of everywhere."),
    )
    is_active = models.BooleanField(_("in force"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("rule for approval in bulk")
        verbose_name_plural = _("rules for approval in bulk")
        ordering = ["pass_class"]
        constraints = [
            models.UniqueConstraint(fields=["district", "pass_class"], name="bulk_rule_once"),
            models.CheckConstraint(condition=Q(longest_days__gte=1), name="bulk_rule_has_days"),
        ]

    def __str__(self) -> str:
        return str(self.get_pass_class_display())
