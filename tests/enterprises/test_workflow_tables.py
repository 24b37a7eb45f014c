"""state × verb × who for inspections, matches, offers and needs: what is drawn and granted works,
everything else is refused and leaves the row as it was."""

from decimal import Decimal

import pytest

from qixin.core import clock
from qixin.core.errors import QixinError
from qixin.core.models import Entry
from qixin.enterprises.actions import exchange, inspecting
from qixin.enterprises.actions.recording import record
from qixin.enterprises.enums import InspectionState, MatchState, SupplyState
from qixin.enterprises.models import Inspection, Match, Need, Offer
from qixin.enterprises.policies import exchange as exchange_policies
from qixin.enterprises.workflow import JOURNAL, TRANSITIONS, safety
from qixin.people.enums import Role
from tests.enterprises.exchange_factories import make_need, make_offer
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager
from tests.enterprises.safety_factories import days, loose, make_officer, sent
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
SCOPED = (Role.OFFICER, Role.ENTERPRISE_CONTACT)
EVERYWHERE = tuple(role for role in Role if role not in SCOPED)


def around(*enterprises):
    """Everybody who might try: by name, the parties first, then strangers of each role."""
    people = {}
    for place, one in zip(("first", "second"), enterprises, strict=False):
        people[f"{place} contact"] = make_contact(one)
        people[f"{place} manager"] = make_manager(one)
        if one.supervising_unit is not None:
            people[f"{place} department"] = make_user(Role.OFFICER, unit=one.supervising_unit)
        people[f"{place} named officer"] = make_officer(one)
    people["other contact"] = make_contact(make_enterprise())
    people["other officer"] = make_user(Role.OFFICER, unit=make_unit())
    return people | {str(role): make_user(role) for role in EVERYWHERE}


# -- inspections ----------------------------------------------------------------------------------

INSPECTS = {"first manager", "first department", Role.COMMANDER}
ON_INSPECTIONS = {
    "reschedule": lambda one, by: inspecting.reschedule(inspection=one, day=days(2), by=by),
    "record": lambda one, by: record(inspection=one, sent=sent(loose=(loose(),)), by=by),
    "call_off": lambda one, by: inspecting.call_off(inspection=one, reason="企业已停产", by=by),
}


def inspection_in(state, enterprise):
    by = make_manager(enterprise)
    one = inspecting.take_on(enterprise=enterprise, day=clock.today(), by=by)
    if state == InspectionState.DONE:
        record(inspection=one, sent=sent(loose=(loose(),)), by=by)
    if state == InspectionState.CALLED_OFF:
        inspecting.call_off(inspection=one, reason="企业已停产", by=by)
    return Inspection.objects.get(pk=one.pk)


@pytest.mark.parametrize("verb", ON_INSPECTIONS)
@pytest.mark.parametrize("state", InspectionState.values)
def test_an_inspection_goes_the_roads_that_are_drawn_for_those_who_inspect_there(state, verb):
    enterprise = make_enterprise(supervising_unit=make_unit())
    one = inspection_in(state, enterprise)
    origins, target = safety.TRANSITIONS["inspection"][verb]
    people = around(enterprise)
    for who, by in people.items():
        if state in origins and who in INSPECTS:
            continue
        # what was recorded elsewhere meanwhile is kept: as an inspection of its own
        if verb == "record" and who in INSPECTS:
            continue
        with pytest.raises(QixinError):
            ON_INSPECTIONS[verb](one, by)
        assert Inspection.objects.get(pk=one.pk).state == state, (state, verb, who)
    if state in origins:
        ON_INSPECTIONS[verb](one, people["first department"])
        assert Inspection.objects.get(pk=one.pk).state == target
        assert Entry.objects.filter(verb=safety.JOURNAL[verb], subject_id=one.pk).exists()


@pytest.mark.parametrize("state", [InspectionState.DONE, InspectionState.CALLED_OFF])
def test_what_was_recorded_of_an_inspection_that_is_over_leaves_it_as_it_was(state):
    enterprise = make_enterprise()
    one = inspection_in(state, enterprise)
    kept = record(inspection=one, sent=sent(loose=(loose(),)), by=make_manager(enterprise)).thing
    assert kept.pk != one.pk
    assert Inspection.objects.get(pk=one.pk).state == state


# -- matches --------------------------------------------------------------------------------------

OFFERS = {"first contact", "first manager"}
NEEDS = {"second contact", "second manager"}
BOTH = {Role.COMMANDER}
SIDES = OFFERS | NEEDS | BOTH
ON_MATCHES = {
    "decline": lambda match, by: exchange.decline(match=match, reason="已另有来源", by=by),
    "finish": lambda match, by: exchange.finish(match=match, by=by),
    "fail": lambda match, by: exchange.fail(match=match, reason="车辆未能通行", by=by),
}
# Who agrees from which state, and to what it leads.
AGREEING = {
    MatchState.PROPOSED: {(who, "offer_agrees") for who in OFFERS | BOTH}
    | {(who, "need_agrees") for who in NEEDS},
    MatchState.OFFER_AGREED: {(who, "need_agrees_too") for who in NEEDS | BOTH},
    MatchState.NEED_AGREED: {(who, "offer_agrees_too") for who in OFFERS | BOTH},
}


def match_in(state):
    offer, need = make_offer(), make_need(product="口罩", quantity=Decimal(400))
    match = exchange.propose(offer=offer, need=need, quantity=None, by=make_user(Role.COMMANDER))
    M, offers, needs = MatchState, offer.entered_by, need.entered_by
    if state in (M.OFFER_AGREED, M.AGREED, M.DONE, M.FAILED):
        exchange.agree(match=match, by=offers)
    if state in (M.NEED_AGREED, M.AGREED, M.DONE, M.FAILED):
        exchange.agree(match=match, by=needs)
    if state == M.DECLINED:
        exchange.decline(match=match, reason="已另有来源", by=needs)
    if state == M.DONE:
        exchange.finish(match=match, by=needs)
    if state == M.FAILED:
        exchange.fail(match=match, reason="车辆未能通行", by=offers)
    return Match.objects.get(pk=match.pk)


def sides_of(match):
    return around(match.offer.unit.enterprise, match.need.unit.enterprise)


@pytest.mark.parametrize("verb", ON_MATCHES)
@pytest.mark.parametrize("state", MatchState.values)
def test_a_match_goes_the_roads_that_are_drawn_for_its_sides(state, verb):
    match = match_in(state)
    origins, target = TRANSITIONS["match"][verb]
    people = sides_of(match)
    for who, by in people.items():
        allowed = state in origins and who in SIDES
        assert exchange_policies.can_decide(by, verb, match=match) == allowed, (state, verb, who)
        if not allowed:
            with pytest.raises(QixinError):
                ON_MATCHES[verb](match, by)
            assert Match.objects.get(pk=match.pk).state == state
    if state in origins:
        ON_MATCHES[verb](match, people["second manager"])
        assert Match.objects.get(pk=match.pk).state == target
        assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=match.pk).exists()


@pytest.mark.parametrize("state", MatchState.values)
def test_each_side_agrees_once_and_for_itself(state):
    match = match_in(state)
    may = dict(AGREEING.get(state, ()))
    people = sides_of(match)
    for who, by in people.items():
        verb = exchange_policies.agreeing_verb(by, match=match)
        assert verb == may.get(who, ""), (state, who)
        if not verb:
            with pytest.raises(QixinError):
                exchange.agree(match=match, by=by)
            assert Match.objects.get(pk=match.pk).state == state
    if may:
        who, verb = next(iter(sorted(may.items())))
        exchange.agree(match=match, by=people[who])
        assert Match.objects.get(pk=match.pk).state == TRANSITIONS["match"][verb][1]


# -- offers and needs -----------------------------------------------------------------------------

ON_SUPPLIES = {
    "close": lambda supply, by: exchange.close(supply=supply, by=by),
    "reopen": lambda supply, by: exchange.reopen(supply=supply, by=by),
}


@pytest.mark.parametrize("make", [make_offer, make_need])
@pytest.mark.parametrize("verb", ON_SUPPLIES)
@pytest.mark.parametrize("state", SupplyState.values)
def test_an_offer_and_a_need_are_closed_and_opened_by_their_unit_and_its_officers(
    state, verb, make
):
    supply = make()
    if state == SupplyState.CLOSED:
        exchange.close(supply=supply, by=supply.entered_by)
    origins, target = TRANSITIONS["supply"][verb]
    people = around(supply.unit.enterprise)
    model = Offer if make is make_offer else Need
    for who, by in people.items():
        if state in origins and who in OFFERS | BOTH:
            continue
        with pytest.raises(QixinError):
            ON_SUPPLIES[verb](supply, by)
        assert model.objects.get(pk=supply.pk).state == state, (state, verb, who)
    if state in origins:
        ON_SUPPLIES[verb](supply, people["first manager"])
        assert model.objects.get(pk=supply.pk).state == target
