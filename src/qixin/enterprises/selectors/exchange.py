"""Offers, needs and matches, as those see them who work with enterprises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.core.errors import NotFound
from qixin.core.models import default_district
from qixin.enterprises.enums import HOLDING_MATCHES, Amount, MatchState, SupplyState
from qixin.enterprises.matching import Suggestion, best, suggest
from qixin.enterprises.models import Enterprise, Match, Need, Offer
from qixin.enterprises.policies.exchange import sees_exchange
from qixin.enterprises.selectors.register import digits, reach, units_of
from qixin.people.enums import Role
from qixin.people.models import Grant, Unit, User
from qixin.people.permissions import either, grants_for, has_permission, scope

NEWEST = ("-entered_at", "-id")
LATEST = ("-proposed_at", "-id")
MODELS: dict[str, type[Offer] | type[Need]] = {"offer": Offer, "need": Need}
MOST_SUGGESTED = 10
OPEN, ALL = "open", "all"
# Of an offer or need that another unit could not see: nothing. Of persons: nothing.
_WITH = ("unit__area", "area")


def supplies(user: User, side: str) -> QuerySet[Any]:
    """The offers or needs of the district; none for whoever does not work with enterprises."""
    rows: QuerySet[Any] = MODELS[side].objects.filter(district=default_district())
    return rows.select_related(*_WITH) if sees_exchange(user) else rows.none()


def supply_for(user: User, side: str, pk: int) -> Any:
    """Raises NotFound for no such offer or need, or where the user sees none."""
    found = supplies(user, side).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such offer or need, or none that you may see."))
    return found


@dataclass(frozen=True)
class Filter:
    """What a list of offers or needs is narrowed to; "" is no narrowing."""

    state: str = OPEN
    words: str = ""
    unit: str = ""
    amount: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter:
        """Read from GET parameters. What is not understood narrows nothing."""
        given = {one.name: query.get(one.name, "").strip() for one in fields(cls)}
        given["state"] = given["state"] if given["state"] in (OPEN, ALL) else OPEN
        given["unit"] = digits(given["unit"])
        given["amount"] = given["amount"] if given["amount"] in Amount.values else ""
        return cls(**given | {"words": query.get("q", "").replace("\0", "").strip()[:60]})


def listed(user: User, side: str, wanted: Filter) -> QuerySet[Any]:
    """The offers or needs under a filter, for a cursor over NEWEST."""
    rows = supplies(user, side)
    if wanted.state == OPEN:
        rows = rows.filter(_open())
    if wanted.unit:
        rows = rows.filter(unit=int(wanted.unit))
    if wanted.amount and side == "need":
        rows = rows.filter(amount=wanted.amount)
    if wanted.words:
        words = wanted.words
        rows = rows.filter(
            Q(product__icontains=words) | Q(specification__icontains=words)
            | Q(unit__name__icontains=words)
        )  # fmt: skip
    return rows


def tallies(user: User) -> dict[str, int]:
    """What is open: how many offers, needs, and of these how many of unknown amount."""
    needs = supplies(user, "need").filter(_open())
    return {
        "offers": supplies(user, "offer").filter(_open()).count(),
        "needs": needs.count(),
        "unknown": needs.filter(amount=Amount.UNKNOWN).count(),
    }


def units_stood_for(user: User) -> QuerySet[Unit]:
    """The units in whose name the user may offer and ask."""
    if any(grant.is_district_wide for grant in grants_for(user, "enterprises.decide")):
        return Unit.objects.filter(district=default_district()).order_by("name")
    deciding = either(
        scope(
            user, "enterprises.decide", area_field="area", unit_field="enterprise__managing_unit"
        ),
        scope(user, "enterprises.decide", unit_field="parent"),
    )
    own = Q(pk__in=[])
    for permission in ("enterprises.file", "enterprises.decide"):
        for grant in grants_for(user, permission):
            if grant.unit_id is not None:
                own |= Q(pk=grant.unit_id) | Q(parent=grant.unit_id)
    rows = Unit.objects.filter(either(deciding, own))
    return rows.exclude(enterprise__merged_into__isnull=False).distinct().order_by("name")


def left_of(offer: Offer) -> Decimal:
    """What no match holds of an offer."""
    return offer.quantity - _held(offer.matches)  # type: ignore[attr-defined]


def lacking_of(need: Need) -> Decimal | None:
    """What no match brings of a need; None where nobody knows how much is needed."""
    if need.quantity is None:
        return None
    return need.quantity - _held(need.matches)  # type: ignore[attr-defined]


def suggestions(user: User, supply: Offer | Need) -> list[Suggestion]:
    """What fits an offer or need, best first, with the reasons."""
    if not supply.is_open:
        return []
    other = "need" if isinstance(supply, Offer) else "offer"
    rows = supplies(user, other).filter(_open()).exclude(unit=supply.unit_id)
    if supply.measure:
        rows = rows.filter(Q(measure=supply.measure) | Q(measure=""))
    rows = _not_yet_matched(rows, supply)
    held = dict(
        Match.objects.filter(state__in=HOLDING_MATCHES, **{f"{other}__in": rows.values("pk")})
        .values_list(other)
        .annotate(Sum("quantity"))
    )
    # what of this one is left is the same for every row
    own = left_of(supply) if isinstance(supply, Offer) else lacking_of(supply)
    return best((_suggested(supply, row, own, held) for row in rows), most=MOST_SUGGESTED)


def matches(user: User) -> QuerySet[Match]:
    """The matches of the units that the user stands for or may see; a coordinator's all."""
    rows = Match.objects.filter(district=default_district()).select_related(
        "offer__unit__area", "offer__area", "need__unit__area", "need__area",
        "proposed_by__person",
    )  # fmt: skip
    if not sees_exchange(user):
        return rows.none()
    if has_permission(user, "enterprises.decide"):
        return rows
    seen = Enterprise.objects.filter(reach(user)).values("unit")
    return rows.filter(Q(offer__unit__in=seen) | Q(need__unit__in=seen))


def match_for(user: User, pk: int) -> Match:
    """Raises NotFound for no such match, or one that is not the user's to see."""
    found = matches(user).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such match, or none that you may see."))
    return found


def matches_waiting(user: User) -> int:
    """How many matches wait for the word of the user's own enterprises."""
    M = MatchState
    offering = scope(user, "enterprises.file", unit_field="offer__unit")
    needing = scope(user, "enterprises.file", unit_field="need__unit")
    return Match.objects.filter(
        offering & Q(state__in=(M.PROPOSED, M.NEED_AGREED))
        | needing & Q(state__in=(M.PROPOSED, M.OFFER_AGREED))
    ).count()


def partners_of(match: Match) -> QuerySet[Grant]:
    """Who speaks for the two sides: grants in force."""
    return (
        Grant.objects.in_force()
        .filter(unit__in=(match.offer.unit_id, match.need.unit_id), role=Role.ENTERPRISE_CONTACT)
        .select_related("person", "unit")
        .order_by("unit", "since")
    )


def card_of(user: User, enterprise: Enterprise) -> dict[str, Any]:
    """What the enterprise offers and needs now, and its matches that are not yet done."""
    units = units_of(enterprise)
    return {
        "unit": enterprise.unit,
        "offers": supplies(user, "offer").filter(_open(), unit__in=units).order_by(*NEWEST)[:5],
        "needs": supplies(user, "need").filter(_open(), unit__in=units).order_by(*NEWEST)[:5],
        "matches": matches(user)
        .filter(Q(offer__unit__in=units) | Q(need__unit__in=units))
        .exclude(state__in=(MatchState.DONE, MatchState.FAILED, MatchState.DECLINED))
        .order_by(*LATEST)[:5],
    }


def _open() -> Q:
    today = clock.today()
    return Q(state=SupplyState.OPEN) & (Q(until_day=None) | Q(until_day__gte=today))


def _held(rows: Any) -> Decimal:
    held = rows.filter(state__in=HOLDING_MATCHES).aggregate(sum=Sum("quantity"))["sum"]
    return held or Decimal(0)


def _not_yet_matched(rows: QuerySet[Any], supply: Offer | Need) -> QuerySet[Any]:
    pending = supply.matches.filter(state__in=HOLDING_MATCHES)  # type: ignore[union-attr]
    other = "need" if isinstance(supply, Offer) else "offer"
    return rows.exclude(pk__in=pending.values(other))


def _suggested(
    supply: Offer | Need, row: Any, own: Decimal | None, held: Mapping[int, Decimal]
) -> Suggestion | None:
    taken = held.get(row.pk, Decimal(0))
    if isinstance(supply, Offer):
        lacking = None if row.quantity is None else row.quantity - taken
        return suggest(supply, row, left=own or Decimal(0), lacking=lacking)
    return suggest(row, supply, left=row.quantity - taken, lacking=own)
