"""Entering offers and needs, and matching them until the goods are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Conflict, Invalid, NotFound, WrongState
from qixin.core.personal_data import mask_text
from qixin.core.reasons import kept_reason
from qixin.core.saving import save_checked
from qixin.enterprises.actions.stepping import check_version
from qixin.enterprises.enums import PENDING_MATCHES, Amount, SupplyState
from qixin.enterprises.matching import suggest
from qixin.enterprises.models import Enterprise, Match, Need, Offer
from qixin.enterprises.models.exchange import plain_quantity
from qixin.enterprises.policies.exchange import (
    agreeing_verb,
    check_can_change,
    check_can_enter,
    check_can_propose,
    check_can_unmask_partner,
    check_takes_part,
    side_of,
)
from qixin.enterprises.policies.filings import check_transition
from qixin.enterprises.selectors import exchange as selectors
from qixin.enterprises.workflow import JOURNAL
from qixin.people.models import Area, Grant, Unit, User

_Row = TypeVar("_Row", bound=Offer | Need)
MOST_QUANTITY = Decimal(99_999_999)


@dataclass(frozen=True)
class Goods:
    """What is offered or needed. `quantity` None: needed, amount unknown. `price` in yuan for one
    unit of quantity, of an offer. Days are inclusive."""

    product: str
    quantity: Decimal | None
    measure: str = ""
    specification: str = ""
    price: Decimal | None = None
    from_day: date | None = None
    until_day: date | None = None
    area: Area | None = None
    address: str = ""
    lng: float | None = None
    lat: float | None = None
    note: str = ""


@transaction.atomic
def enter_offer(*, unit: Unit, goods: Goods, by: User) -> Offer:
    """Offer something in the name of `unit`. Raises Refused, WrongState, Invalid."""
    check_can_enter(by, unit=unit)
    made = Offer(unit=unit, **_entered(by), **_columns(Offer, _cleaned(goods)))
    return _store(made, "enter_offer", by)


@transaction.atomic
def enter_need(*, unit: Unit, goods: Goods, by: User) -> Need:
    """Say that `unit` lacks something. Raises Refused, WrongState, Invalid."""
    check_can_enter(by, unit=unit)
    return put_need(unit=unit, goods=goods, by=by)


@transaction.atomic
def put_need(*, unit: Unit, goods: Goods, by: User) -> Need:
    """`enter_need` for the importer, whose kind says who may import. Raises Invalid."""
    made = Need(unit=unit, **_entered(by), **_columns(Need, _cleaned(goods)))
    return _store(made, "enter_need", by)


@transaction.atomic
def revise_supply(*, supply: _Row, goods: Goods, version: int, by: User) -> _Row:
    """Change an open offer or need; less than matches hold of it cannot be offered.

    Raises Refused, WrongState, Invalid, Conflict where somebody changed it since `version`.
    """
    held = _locked(supply)
    check_can_change(by, supply=held)
    check_version(held.version, version)
    if held.state != SupplyState.OPEN:
        raise WrongState(_("This is closed. Open it again before you change it."))
    columns = _columns(type(held), _cleaned(goods))
    changed = [name for name, value in columns.items() if getattr(held, name) != value]
    if not changed:
        return held
    for name, value in columns.items():
        setattr(held, name, value)
    _check_not_below_held(held)
    held.version += 1
    _save(held)
    detail = {"fields": changed, "version": held.version}
    journal.write(verb=JOURNAL["revise_supply"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def close(*, supply: _Row, by: User) -> _Row:
    """Take it off the list; its matches go on. Raises Refused, WrongState."""
    return _turn(supply, "close", by)


@transaction.atomic
def reopen(*, supply: _Row, by: User) -> _Row:
    """Put it on the list again. Raises Refused, WrongState."""
    return _turn(supply, "reopen", by)


@transaction.atomic
def propose(*, offer: Offer, need: Need, quantity: Decimal | None, by: User) -> Match:
    """Propose an offer for a need to both sides; a side that proposes has agreed with it.

    Without `quantity` as much as is left and lacking. The same proposal again gives the one that
    is pending. Raises Refused, Conflict for more than is left, Invalid.
    """
    # the offer first, as everything else that locks both
    held_offer, held_need = _locked(offer), _locked(need)
    check_can_propose(by, offer=held_offer, need=held_need)
    known = _pending(held_offer, held_need)
    if known is not None:
        return known
    left, lacking = selectors.left_of(held_offer), selectors.lacking_of(held_need)
    wanted = quantity if quantity is not None else min(left, lacking or left)
    _check_amount(wanted, left)
    found = suggest(held_offer, held_need, left=left, lacking=lacking)
    now = clock.now()
    made = Match.objects.create(
        offer=held_offer, need=held_need, quantity=wanted, score=found.score if found else 0,
        proposed_by=by, proposed_at=now, changed_at=now,
    )  # fmt: skip
    detail = {"offer": held_offer.pk, "need": held_need.pk, "quantity": str(wanted)}
    journal.write(verb=JOURNAL["propose"], subject=made, by=by, detail=detail)
    if sum(side_of(by, match=made)) == 1:
        _step(made, agreeing_verb(by, match=made), by=by)
    return made


@transaction.atomic
def agree(*, match: Match, by: User) -> Match:
    """Agree for the side that `by` stands for. Raises Refused, WrongState."""
    held = _locked_match(match)
    check_takes_part(by, match=held)
    verb = agreeing_verb(by, match=held)
    if not verb:
        raise WrongState(_("There is nothing to agree to any more. Load the page again."))
    _step(held, verb, by=by)
    return held


@transaction.atomic
def decline(*, match: Match, reason: str, by: User) -> Match:
    """Say no; what it held is there for others. Raises Refused, WrongState, Invalid."""
    return _end(match, "decline", by, reason)


@transaction.atomic
def finish(*, match: Match, by: User) -> Match:
    """The goods are there. Raises Refused, WrongState."""
    held = _locked_match(match)
    check_takes_part(by, match=held)
    _step(held, "finish", by=by)
    return held


@transaction.atomic
def fail(*, match: Match, reason: str, by: User) -> Match:
    """It came to nothing; what it held is there for others. Raises Refused, WrongState, Invalid."""
    return _end(match, "fail", by, reason)


@transaction.atomic
def unmask_partner(*, match: Match, grant_pk: int, reason: str, by: User) -> str:
    """The telephone of a side's contact. Raises Refused before both agreed, NotFound, Invalid."""
    check_can_unmask_partner(by, match=match)
    grant: Grant | None = selectors.partners_of(match).filter(pk=grant_pk).first()
    if grant is None:
        raise NotFound(_("Nobody of this number speaks for either side."))
    why = kept_reason(
        reason, missing=_("Say in a few words what you need it for; the journal records it.")
    )
    detail = {"person": grant.person_id, "field": "phone", "reason": why}
    journal.write(verb=JOURNAL["unmask_partner"], subject=match, by=by, detail=detail)
    return str(grant.person.phone)


def move_supplies(*, double: Enterprise, into: Enterprise, by: User) -> int:
    """The double's offers and needs go over. Matches between the two become a unit's with itself;
    they stand as history, for nothing new can be proposed."""
    moved = [
        one
        for model in (Offer, Need)
        for one in model.objects.select_for_update(of=("self",)).filter(unit=double.unit_id)
    ]
    for one in moved:
        one.unit = into.unit
        one.save(update_fields=["unit"])
    detail = {"double": double.pk, "into": into.pk}
    journal.write_many(journal.Line(JOURNAL["move_supply"], one, by, detail) for one in moved)
    return len(moved)


def _entered(by: Actor) -> dict[str, Any]:
    if not isinstance(by, User):
        raise Invalid(_("Offers and needs are entered by somebody with an account."))
    return {"entered_by": by, "entered_at": clock.now()}


def _columns(model: type[_Row], goods: Goods) -> dict[str, Any]:
    values: dict[str, Any] = dict(vars(goods))
    price = values.pop("price")
    if model is Offer:
        if goods.quantity is None:
            raise Invalid(_("Say how much you offer."))
        return values | {"price": price}
    return values | {"amount": Amount.UNKNOWN if goods.quantity is None else Amount.KNOWN}


def _cleaned(goods: Goods) -> Goods:
    given: dict[str, Any] = dict(vars(goods))
    for name in ("product", "measure", "specification", "address", "note"):
        given[name] = mask_text(" ".join(given[name].replace("\0", "").split()))
    if not given["product"]:
        raise Invalid(_("Say what it is about."))
    if goods.quantity is not None and not 0 < goods.quantity <= MOST_QUANTITY:
        raise Invalid(_("This quantity cannot be right."))
    if goods.price is not None and goods.price < 0:
        raise Invalid(_("A price is not negative."))
    if goods.from_day and goods.until_day and goods.until_day < goods.from_day:
        raise Invalid(_("The last day lies before the first."))
    if (goods.lng is None) != (goods.lat is None):
        raise Invalid(_("Give both coordinates or none."))
    return Goods(**given)


def _store(made: _Row, verb: str, by: Actor) -> _Row:
    _save(made)
    detail = {"unit": made.unit_id, "product": made.product}
    journal.write(verb=JOURNAL[verb], subject=made, by=by, detail=detail)
    return made


def _save(row: Offer | Need) -> None:
    try:
        with transaction.atomic():
            save_checked(row)
    except IntegrityError:
        raise Invalid(_("Quantity or days do not fit together.")) from None


def _locked(supply: _Row) -> _Row:
    rows: Any = type(supply).objects.select_for_update(of=("self",))
    held: _Row = rows.select_related("unit__area", "area").get(pk=supply.pk)
    return held


def _locked_match(match: Match) -> Match:
    return (
        Match.objects.select_for_update(of=("self",))
        .select_related("offer__unit__area", "need__unit__area")
        .get(pk=match.pk)
    )


def _pending(offer: Offer, need: Need) -> Match | None:
    return Match.objects.filter(offer=offer, need=need, state__in=PENDING_MATCHES).first()


def _check_amount(wanted: Decimal, left: Decimal) -> None:
    if wanted <= 0 and left > 0:
        raise Invalid(_("This quantity cannot be right."))
    if wanted > left or left <= 0:
        rest = plain_quantity(max(left, Decimal(0)), "")
        raise Conflict(_("Only %(n)s is left of this offer.") % {"n": rest})


def _check_not_below_held(held: Offer | Need) -> None:
    if isinstance(held, Offer) and selectors.left_of(held) < 0:
        raise Conflict(_("Matches hold more than this of it already."))


def _turn(supply: _Row, verb: str, by: User) -> _Row:
    held = _locked(supply)
    check_can_change(by, supply=held)
    held.state = check_transition("supply", verb, held.state)
    held.version += 1
    held.save(update_fields=["state", "version"])
    journal.write(verb=JOURNAL[verb], subject=held, by=by)
    return held


def _end(match: Match, verb: str, by: User, reason: str) -> Match:
    held = _locked_match(match)
    check_takes_part(by, match=held)
    check_transition("match", verb, held.state)
    why = kept_reason(reason, missing=_("Say in a few words why; the other side reads it."))
    _step(held, verb, by=by, reason=why)
    return held


def _step(held: Match, verb: str, *, by: User, **changes: Any) -> None:
    before = held.state
    held.state = check_transition("match", verb, before)
    held.changed_at = clock.now()
    for name, value in changes.items():
        setattr(held, name, value)
    held.save(update_fields=["state", "changed_at", *changes])
    detail: Mapping[str, Any] = {"from": before, "to": held.state, **changes}
    journal.write(verb=JOURNAL[verb], subject=held, by=by, detail=detail)
