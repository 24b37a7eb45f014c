"""Who may offer, need and match: `check_…` raises a sentence, `can_…` answers for the button."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qixin.core.errors import Conflict, QixinError, Refused
from qixin.enterprises.enums import MatchState, SupplyState
from qixin.enterprises.models import Enterprise, Match, Need, Offer
from qixin.enterprises.policies.filings import check_transition
from qixin.enterprises.policies.register import check_not_merged, speaks_for
from qixin.people.models import Unit, User
from qixin.people.permissions import has_permission, reaches

Supplies = Offer | Need


def sees_exchange(by: User) -> bool:
    """Whether `by` sees what is offered and needed: a market that nobody sees matches nothing.
    It holds no personal data."""
    names = ("read", "file", "decide")
    return any(has_permission(by, f"enterprises.{name}") for name in names)


def check_sees_exchange(by: User) -> None:
    """Raises Refused unless `by` works with enterprises somewhere."""
    if not sees_exchange(by):
        raise Refused(_("Your roles do not allow this. Ask the administrator for a grant."))


def stands_for(by: User, *, unit: Unit) -> bool:
    """Whether `by` offers and needs in the name of `unit`: its contact, or an officer who decides
    for it, for its managing unit or for its area."""
    enterprise = Enterprise.objects.select_related("managing_unit").filter(unit=unit).first()
    office = enterprise.managing_unit if enterprise else unit
    if reaches(by, "enterprises.decide", area=unit.area, unit=office):
        return True
    if enterprise is not None:
        return speaks_for(by, enterprise=enterprise)
    return reaches(by, "enterprises.file", unit=unit)


def check_can_enter(by: User, *, unit: Unit) -> None:
    """Raises Refused unless `by` stands for the unit; WrongState for a merged enterprise."""
    enterprise = Enterprise.objects.filter(unit=unit).first()
    if enterprise is not None:
        check_not_merged(enterprise)
    if not stands_for(by, unit=unit):
        raise Refused(_("You may not offer or ask in the name of this unit."))


def check_can_change(by: User, *, supply: Supplies) -> None:
    """Raises Refused unless `by` stands for its unit."""
    if not stands_for(by, unit=supply.unit):
        raise Refused(_("Only the unit itself and its officers change this."))


def check_can_propose(by: User, *, offer: Offer, need: Need) -> None:
    """Raises Refused unless `by` stands for one side or coordinates; Conflict for what is closed,
    over, or the same unit's."""
    if not (
        has_permission(by, "enterprises.decide")
        or stands_for(by, unit=offer.unit)
        or stands_for(by, unit=need.unit)
    ):
        raise Refused(_("Only either side or a coordinator proposes this."))
    if offer.unit_id == need.unit_id:
        raise Conflict(_("A unit needs nothing from itself."))
    for one in (offer, need):
        if not one.is_open:
            raise Conflict(_("“%(name)s” is closed or over.") % {"name": one.product})
    if offer.measure and need.measure and offer.measure != need.measure:
        raise Conflict(_("The two are counted in different units."))


def side_of(by: User, *, match: Match) -> tuple[bool, bool]:
    """(for the offering side, for the needing side): for which `by` may speak."""
    return stands_for(by, unit=match.offer.unit), stands_for(by, unit=match.need.unit)


def check_takes_part(by: User, *, match: Match) -> None:
    """Raises Refused unless `by` stands for one of the sides."""
    if not any(side_of(by, match=match)):
        raise Refused(_("Only the two sides decide on this."))


def check_can_unmask_partner(by: User, *, match: Match) -> None:
    """Raises Refused unless both have agreed and `by` stands for one of them."""
    check_takes_part(by, match=match)
    if match.state not in (MatchState.AGREED, MatchState.DONE):
        raise Refused(_("The other side's contact is shown once both have agreed."))


def agreeing_verb(by: User, *, match: Match) -> str:
    """The verb by which `by` agrees now; "" where there is nothing to agree to.

    Whoever stands for both sides agrees for one after the other.
    """
    offers, needs = side_of(by, match=match)
    if match.state == MatchState.PROPOSED:
        return "offer_agrees" if offers else "need_agrees" if needs else ""
    if match.state == MatchState.NEED_AGREED and offers:
        return "offer_agrees_too"
    if match.state == MatchState.OFFER_AGREED and needs:
        return "need_agrees_too"
    return ""


def can_decide(by: User, verb: str, *, match: Match) -> bool:
    """Whether the button for decline, finish or fail is shown."""
    try:
        check_transition("match", verb, match.state)
        check_takes_part(by, match=match)
    except QixinError:
        return False
    return True


def can_change(by: User, *, supply: Supplies) -> bool:
    return supply.state == SupplyState.OPEN and stands_for(by, unit=supply.unit)


def can_reopen(by: User, *, supply: Supplies) -> bool:
    return supply.state == SupplyState.CLOSED and stands_for(by, unit=supply.unit)
