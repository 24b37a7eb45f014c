"""Areas (district → town → community) and units."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from qixin.core.models import DistrictRow
from qixin.people.enums import AreaLevel, UnitKind


def check_credit_code(code: str) -> None:
    """Raises ValidationError unless `code` is a unified social credit code (GB 32100)."""
    if code and not uscc.is_valid(code):
        raise ValidationError(_("This is not a valid unified social credit code."), code="uscc")


class Area(DistrictRow):
    """A place of the administrative division; `code` (GB/T 2260) begins with its parent's code."""

    code = models.CharField(_("area code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=64)
    name_en = models.CharField(_("English name"), max_length=96, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=AreaLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # WGS-84, degrees; a representative point, not a boundary
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    # GeoJSON geometry, WGS-84; only drawn, never queried
    boundary = models.JSONField(_("boundary"), null=True, blank=True)
    is_guarded = models.BooleanField(_("guarded round the clock"), default=False)
    is_newly_handed_over = models.BooleanField(_("newly handed over"), default=False)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "name"], name="area_level_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=AreaLevel.DISTRICT, parent__isnull=True)
                | (~models.Q(level=AreaLevel.DISTRICT) & models.Q(parent__isnull=False)),
                name="area_has_parent",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def contains(self, other: Area) -> bool:
        """Whether `other` is this area or lies below it."""
        return other.code.startswith(self.code)


class Unit(DistrictRow):
    """A department, institution or enterprise that persons belong to."""

    name = models.CharField(_("name"), max_length=128)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    short_name = models.CharField(_("short name"), max_length=32, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=UnitKind.choices)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, validators=[check_credit_code]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_units"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="units")
    duties = models.TextField(
        _("duties"), blank=True, help_text=_("Words of what this unit deals with, one a line.")
    )
    dissolved_at = models.DateTimeField(_("dissolved"), null=True, blank=True)
    # who does its work since
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="unit_name_once"),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="unit_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
