"""The address book: governments, departments and enterprises across the country."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qixin.core.models import DistrictRow
from qixin.letters.enums import AddresseeKind, Province


class Addressee(DistrictRow):
    """Whom letters go to, as its name stands in them; without an e-mail address on paper alone."""

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=AddresseeKind.choices)
    province = models.CharField(_("province"), max_length=2, choices=Province.choices)
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)
    retired_at = models.DateTimeField(_("taken out"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("address book")
        ordering = ["province", "name"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="letter_addressee_once")
        ]

    def __str__(self) -> str:
        return self.name
