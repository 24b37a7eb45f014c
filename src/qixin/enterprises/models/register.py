"""The register of enterprises."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.enterprises.enums import Industry
from qixin.people.models import Person, Unit


class Tag(DistrictRow):
    """What a district wants to find enterprises by, e.g. key supplier of protective goods."""

    name = models.CharField(_("name"), max_length=32)
    name_en = models.CharField(_("English name"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="enterprise_tag_once")
        ]

    def __str__(self) -> str:
        return self.name


class Enterprise(DistrictRow):
    """What a district knows of a unit that is an enterprise.

    Name, credit code, town and contacts (grants of the role enterprise contact) are the unit's, so
    that passes, letters and rights need not know this room. `managing_unit` is the town or park
    that looks after it, `supervising_unit` the department of its trade; `officer` is the named
    officer (驻厂员), who guides, inspects and helps.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="enterprise")
    industry = models.CharField(_("industry"), max_length=1, choices=Industry.choices)
    # two digits of GB/T 4754-2017, blank where unknown
    division = models.CharField(_("division of the industry"), max_length=2, blank=True)
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    # WGS-84, degrees
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    managing_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="managed_enterprises", verbose_name=_("managing unit")
    )
    supervising_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_enterprises",
        verbose_name=_("supervising department"),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("named officer"),
    )
    # one of those who hold the role for its unit; whom to call first
    contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible contact"),
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="enterprises")
    # the one that stands for both after a merge of doubles
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="doubles"
    )
    registered_at = models.DateTimeField(_("registered"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lng__isnull=True, lat__isnull=True)
                | models.Q(lng__isnull=False, lat__isnull=False),
                name="enterprise_whole_coordinates",
            )
        ]
        indexes = [
            # a town's and a department's list
            models.Index(fields=["managing_unit", "id"], name="enterprise_managing"),
            models.Index(fields=["supervising_unit", "id"], name="enterprise_supervising"),
        ]

    def __str__(self) -> str:
        return self.unit.name
