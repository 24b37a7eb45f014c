"""What enterprises make of protective goods in a day, and what they have in stock."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.enterprises.models.register import Enterprise


class Product(DistrictRow):
    """A protective good of which the district wants to know daily figures."""

    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    measure = models.CharField(_("unit of quantity"), max_length=12)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="product_once")]

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en") and self.name_en
        return self.name_en if english else self.name


class DailyOutput(DistrictRow):
    """One row a day for an enterprise and product; what is not known is null, and 0 is known."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="outputs")
    product = models.ForeignKey(Product, models.PROTECT, related_name="outputs")
    day = models.DateField(_("day"))
    made = models.PositiveIntegerField(_("made"), null=True, blank=True)
    stock = models.PositiveIntegerField(_("in stock"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("daily output")
        verbose_name_plural = _("daily outputs")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "product", "day"], name="output_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(made__isnull=False) | models.Q(stock__isnull=False),
                name="output_says_something",
            ),
        ]
        indexes = [
            # sums of a day by product, and the rows behind them
            models.Index(fields=["district", "day", "product"], name="output_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.day}"
