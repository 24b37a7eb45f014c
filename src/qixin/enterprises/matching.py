"""How well an offer fits a need: words, unit of quantity, amount, distance and days, each said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.coordinates import Coordinate, metres_between
from qixin.core.search_terms import bigrams
from qixin.enterprises.models import Need, Offer
from qixin.enterprises.models.exchange import Supply, plain_quantity

# Points of each term; they add up to 100.
_WORDS, _AMOUNT, _NEAR, _DAYS = 50, 20, 15, 15
# Below this share of common pairs of characters two names are not the same thing.
_ALIKE = 0.5
_FAR_KM = 100.0


@dataclass(frozen=True)
class Suggestion:
    """`quantity` is what the offer has left for the need; None where the need does not say how
    much. `reasons` are sentences."""

    offer: Offer
    need: Need
    score: int
    quantity: Decimal
    reasons: tuple[str, ...]


def suggest(
    offer: Offer, need: Need, *, left: Decimal, lacking: Decimal | None
) -> Suggestion | None:
    """None where they do not fit: other words, another unit of quantity, days that do not meet,
    nothing left. `left` of the offer, `lacking` of the need, None where it is not known."""
    alike = likeness(offer, need)
    if alike < _ALIKE or left <= 0 or (lacking is not None and lacking <= 0):
        return None
    if offer.measure and need.measure and offer.measure != need.measure:
        return None
    days = _meeting(offer, need)
    if days is None:
        return None
    quantity = left if lacking is None else min(left, lacking)
    points, reasons = [_WORDS * alike], [_alike_said(alike)]
    for score, sentence in (
        _amount(quantity, lacking, offer.measure), _nearness(offer, need), days,
    ):  # fmt: skip
        points.append(score)
        reasons.append(sentence)
    return Suggestion(offer, need, round(sum(points)), quantity, tuple(filter(None, reasons)))


def best(found: Iterable[Suggestion | None], *, most: int) -> list[Suggestion]:
    """The best ones first; equal ones in the order of their keys."""
    rows = [one for one in found if one is not None]
    return sorted(rows, key=lambda one: (-one.score, one.offer.pk, one.need.pk))[:most]


def likeness(offer: Supply, need: Supply) -> float:
    """The share of the shorter name's pairs of characters that the other has, 0 to 1; where both
    give a specification, that of the specifications counts a little."""
    of_product = _share(offer.product, need.product)
    if offer.specification and need.specification:
        return 0.85 * of_product + 0.15 * _share(offer.specification, need.specification)
    return of_product


def distance_km(one: Supply, other: Supply) -> float | None:
    """Kilometres between the two places, as the crow flies; None where one is not known."""
    here, there = _place(one), _place(other)
    if here is None or there is None:
        return None
    return metres_between(here, there) / 1000


def _share(one: str, other: str) -> float:
    first, second = set(bigrams(one).split()), set(bigrams(other).split())
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _alike_said(alike: float) -> str:
    if alike >= 1:
        return _("The same words.")
    return _("%(n)d %% of the words agree.") % {"n": round(alike * 100)}


def _amount(quantity: Decimal, lacking: Decimal | None, measure: str) -> tuple[float, str]:
    words = {"quantity": plain_quantity(quantity, measure)}
    if lacking is None:
        return _AMOUNT * 0.5, _("%(quantity)s there; how much is needed is not known.") % words
    share = float(quantity / lacking)
    if share >= 1:
        return _AMOUNT, _("Enough: %(quantity)s.") % words
    words["n"] = str(round(share * 100))
    return _AMOUNT * share, _("%(quantity)s, %(n)s %% of what is needed.") % words


def _nearness(offer: Offer, need: Need) -> tuple[float, str]:
    km = distance_km(offer, need)
    if km is None:
        return _NEAR * 0.3, _("The distance is not known.")
    return _NEAR * max(0.0, 1 - km / _FAR_KM), _("%(n)s km away.") % {"n": round(km, 1)}


def _meeting(offer: Offer, need: Need) -> tuple[float, str] | None:
    today = clock.today()
    first = max(offer.from_day or today, today)
    last = min(day for day in (offer.until_day, need.until_day, date.max) if day is not None)
    if last < first:
        return None
    if need.from_day is not None and need.from_day > last:
        return None
    wanted = max(need.from_day or today, today)
    if first <= wanted:
        return _DAYS, _("There from the first day.")
    late = (first - wanted).days
    return max(0.0, _DAYS * (1 - late / 14)), _("There %(n)d days later than needed.") % {"n": late}


def _place(one: Supply) -> Coordinate | None:
    if one.lng is not None and one.lat is not None:
        return Coordinate(one.lng, one.lat)
    for area in (one.area, one.unit.area):  # type: ignore[attr-defined]
        if area is not None and area.lng is not None and area.lat is not None:
            return Coordinate(area.lng, area.lat)
    return None
