"""Series of numbers: 临复工函〔2020〕12号 is the twelfth of its series in 2020."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.people.models import Unit


class Series(DistrictRow):
    """`code` stands before the year, `heading` in red at the head, `signature` at the end."""

    code = models.CharField(_("code"), max_length=24)
    heading = models.CharField(_("red heading"), max_length=40)
    signature = models.CharField(_("signature"), max_length=60)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="letter_series",
        verbose_name=_("issuing unit"),
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series of letters")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="letter_series_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class SeriesYear(models.Model):
    """The last number that was given in a year; `signing` locks the series before it counts on."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("year of a series")
        verbose_name_plural = _("years of series")
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="letter_series_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}"
