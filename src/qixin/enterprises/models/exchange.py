"""Offers and needs of goods, and the matches between them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qixin.core import clock
from qixin.core.models import DistrictRow
from qixin.core.reasons import LONGEST_REASON
from qixin.enterprises.enums import PENDING_MATCHES, Amount, MatchState, SupplyState
from qixin.people.models import Area, Unit

LONGEST_PRODUCT, LONGEST_SPECIFICATION, LONGEST_NOTE = 80, 200, 500


def _quantity(label: Any, **more: Any) -> Any:
    return models.DecimalField(label, max_digits=12, decimal_places=1, **more)


class Supply(DistrictRow):
    """What an offer and a need have in common. Days are inclusive; coordinates are WGS-84."""

    product = models.CharField(_("product"), max_length=LONGEST_PRODUCT)
    specification = models.CharField(
        _("specification"), max_length=LONGEST_SPECIFICATION, blank=True
    )
    measure = models.CharField(_("unit of quantity"), max_length=12, blank=True)
    from_day = models.DateField(_("from"), null=True, blank=True)
    until_day = models.DateField(_("until"), null=True, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Town")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    state = models.CharField(
        pgettext_lazy("supply", "state"),
        max_length=8,
        choices=SupplyState.choices,
        default=SupplyState.OPEN,
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.product} {self.specification}".strip()

    @property
    def is_over(self) -> bool:
        return self.until_day is not None and self.until_day < clock.today()

    @property
    def is_open(self) -> bool:
        return self.state == SupplyState.OPEN and not self.is_over


class Offer(Supply):
    """Something that a unit has and gives. `price` in yuan for one unit of quantity."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offers")
    quantity = _quantity(_("quantity"))
    price = models.DecimalField(
        _("price, yuan"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="offer_of_something"),
            models.CheckConstraint(
                condition=Q(until_day__gte=F("from_day")) | Q(until_day=None) | Q(from_day=None),
                name="offer_ends_after_it_starts",
            ),
        ]
        indexes = [
            # the list, newest first
            models.Index(fields=["district", "-entered_at", "-id"], name="offer_newest"),
            # an enterprise's card
            models.Index(fields=["unit", "-entered_at"], name="offer_of_unit"),
        ]


class Need(Supply):
    """Something that a unit lacks. "Needed, amount unknown" is a value of its own: `quantity` is
    null then, and no sum counts it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="needs")
    amount = models.CharField(
        _("amount"), max_length=8, choices=Amount.choices, default=Amount.KNOWN
    )
    quantity = _quantity(_("quantity"), null=True, blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=Amount.KNOWN, quantity__gt=0)
                | Q(amount=Amount.UNKNOWN, quantity__isnull=True),
                name="need_amount_known_or_not",
            ),
            models.CheckConstraint(
                condition=Q(until_day__gte=F("from_day")) | Q(until_day=None) | Q(from_day=None),
                name="need_ends_after_it_starts",
            ),
        ]
        indexes = [
            # the list, newest first
            models.Index(fields=["district", "-entered_at", "-id"], name="need_newest"),
            # a unit's card, and the importer that tells rows apart
            models.Index(fields=["unit", "product"], name="need_of_unit"),
        ]


class Match(DistrictRow):
    """An offer for a need: proposed, agreed by both sides, delivered or not."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches")
    need = models.ForeignKey(Need, models.PROTECT, related_name="matches")
    quantity = _quantity(_("quantity"))
    state = models.CharField(
        pgettext_lazy("match", "state"),
        max_length=12,
        choices=MatchState.choices,
        default=MatchState.PROPOSED,
    )
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    changed_at = models.DateTimeField(_("changed"))
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="match_of_something"),
            models.UniqueConstraint(
                fields=["offer", "need"],
                condition=Q(state__in=PENDING_MATCHES),
                name="match_pending_once",
            ),
        ]
        indexes = [
            # the list, newest first
            models.Index(fields=["district", "-proposed_at", "-id"], name="match_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} → {self.need_id}"


def plain_quantity(quantity: Decimal | None, measure: str) -> str:
    """As people write it: 1200只, 8.5吨; "" for none."""
    if quantity is None:
        return ""
    return f"{quantity.normalize():f}{measure}"
