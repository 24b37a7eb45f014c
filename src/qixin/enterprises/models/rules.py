"""What a filing is judged by: rules as rows, and how long an approval lasts."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow, default_district
from qixin.enterprises.enums import Comparison, RuleWeight

LONGEST_MESSAGE = 200


class FilingTerms(models.Model):
    """A district's terms of filings, one row."""

    district = models.CharField(max_length=6, unique=True, default=default_district, editable=False)
    period_days = models.PositiveSmallIntegerField(
        _("An approval lasts, days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("Then the enterprise files again, beginning with what it filed before."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("terms of filings")
        verbose_name_plural = _("terms of filings")
        constraints = [
            models.CheckConstraint(condition=Q(period_days__gte=1), name="filing_period_lasts")
        ]

    def __str__(self) -> str:
        return self.district


class FilingRule(DistrictRow):
    """`left` compared with `right` × `factor` × `days` ÷ `divisor`; without `right`, with 1.

    `left` and `right` name numbers of the filing, or "workers", the persons listed. A message may
    use {missing} {left} {need} {right} {factor} {days}; a blank one is said in general words.
    """

    left = models.CharField(_("This number"), max_length=24)
    comparison = models.CharField(
        _("is to be"), max_length=2, choices=Comparison.choices, default=Comparison.AT_LEAST
    )
    right = models.CharField(_("this number"), max_length=24, blank=True)
    factor = models.DecimalField(_("times"), max_digits=10, decimal_places=3, default=Decimal(1))
    days = models.PositiveSmallIntegerField(
        _("times days"), default=1, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )
    divisor = models.DecimalField(
        _("divided by"), max_digits=10, decimal_places=3, default=Decimal(1)
    )
    message = models.CharField(_("Sentence in Chinese"), max_length=LONGEST_MESSAGE, blank=True)
    message_en = models.CharField(_("Sentence in English"), max_length=LONGEST_MESSAGE, blank=True)
    weight = models.CharField(
        _("A rule that"), max_length=8, choices=RuleWeight.choices, default=RuleWeight.MUST
    )
    is_active = models.BooleanField(_("in force"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("rule for filings")
        verbose_name_plural = _("rules for filings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(divisor__gt=0), name="filing_rule_divides"),
            models.CheckConstraint(condition=Q(factor__gte=0), name="filing_rule_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.left} {self.comparison} {self.right}"

    @property
    def sentence(self) -> str:
        """In the reader's language; "" where nobody wrote one."""
        english = (get_language() or "").startswith("en")
        return self.message_en if english else self.message
