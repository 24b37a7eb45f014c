"""Offers, needs, matches and daily output."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, QixinError, Refused
from qixin.core.imports import run_import
from qixin.core.models import Entry
from qixin.enterprises.actions import exchange, merging, output
from qixin.enterprises.enums import Amount, MatchState
from qixin.enterprises.models import DailyOutput, Match, Need, Product
from qixin.enterprises.policies import exchange as policies
from qixin.enterprises.selectors import exchange as selectors
from qixin.enterprises.selectors import output as output_selectors
from qixin.enterprises.workflow import INITIAL, JOURNAL, TRANSITIONS
from qixin.people.enums import Role
from tests.enterprises.exchange_factories import make_goods, make_need, make_offer
from tests.enterprises.register_factories import make_contact, make_enterprise, make_manager
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db
M = MatchState


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def commander():
    return make_user(Role.COMMANDER)


@pytest.fixture
def offer():
    return make_offer()


@pytest.fixture
def need():
    return make_need(product="口罩", quantity=Decimal(400))


def bring_to(match, state):
    offers, needs = match.offer.entered_by, match.need.entered_by
    if state in (M.OFFER_AGREED, M.AGREED, M.DONE, M.FAILED):
        exchange.agree(match=match, by=offers)
    if state in (M.NEED_AGREED, M.AGREED, M.DONE, M.FAILED):
        exchange.agree(match=match, by=needs)
    if state == M.DONE:
        exchange.finish(match=match, by=needs)
    if state == M.FAILED:
        exchange.fail(match=match, reason="车辆未能通行", by=offers)
    if state == M.DECLINED:
        exchange.decline(match=match, reason="已另有来源", by=needs)
    return Match.objects.get(pk=match.pk)


VERBS = {
    "decline": lambda match, by: exchange.decline(match=match, reason="已另有来源", by=by),
    "finish": lambda match, by: exchange.finish(match=match, by=by),
    "fail": lambda match, by: exchange.fail(match=match, reason="车辆未能通行", by=by),
}


@pytest.mark.parametrize("state", M.values)
@pytest.mark.parametrize("verb", VERBS)
def test_a_match_goes_the_roads_that_are_drawn_and_for_its_sides_alone(
    offer, need, commander, verb, state
):
    match = bring_to(exchange.propose(offer=offer, need=need, quantity=None, by=commander), state)
    origins, target = TRANSITIONS["match"][verb]
    strangers = [make_contact(make_enterprise()), make_user(Role.AUDITOR),
                 make_user(Role.OFFICER, unit=make_unit())]  # fmt: skip
    for by in strangers:
        assert not policies.can_decide(by, verb, match=match)
        with pytest.raises(QixinError):
            VERBS[verb](match, by)
    assert policies.can_decide(need.entered_by, verb, match=match) == (state in origins)
    if state not in origins:
        with pytest.raises(QixinError):
            VERBS[verb](match, need.entered_by)
        return
    VERBS[verb](match, need.entered_by)
    assert Match.objects.get(pk=match.pk).state == target
    assert Entry.objects.filter(verb=JOURNAL[verb], subject_id=match.pk).exists()


def test_every_state_of_a_match_can_be_reached_and_every_verb_is_journaled():
    reached = {target for _from, target in TRANSITIONS["match"].values()}
    assert reached | {INITIAL["match"]} == set(M.values)
    assert TRANSITIONS["match"].keys() <= JOURNAL.keys()


def test_a_side_that_proposes_has_agreed_and_both_must(offer, need):
    match = exchange.propose(offer=offer, need=need, quantity=None, by=offer.entered_by)
    assert (match.state, match.quantity) == (M.OFFER_AGREED, 400)
    with pytest.raises(Conflict):
        exchange.agree(match=match, by=offer.entered_by)
    exchange.agree(match=match, by=need.entered_by)
    match.refresh_from_db()
    assert match.state == M.AGREED


def test_what_is_left_of_an_offer_counts_until_a_match_fails(offer, need, commander):
    first = exchange.propose(offer=offer, need=need, quantity=None, by=commander)
    assert exchange.propose(offer=offer, need=need, quantity=None, by=commander) == first
    assert selectors.left_of(offer) == 600
    other = make_need(quantity=Decimal(900))
    with pytest.raises(Conflict, match="600"):
        exchange.propose(offer=offer, need=other, quantity=Decimal(601), by=commander)
    second = exchange.propose(offer=offer, need=other, quantity=None, by=commander)
    assert (second.quantity, selectors.lacking_of(other)) == (600, 300)
    with pytest.raises(Conflict):
        exchange.revise_supply(
            supply=offer, goods=make_goods(quantity=Decimal(999)), version=1, by=offer.entered_by
        )
    exchange.decline(match=second, reason="已另有来源", by=other.entered_by)
    assert selectors.left_of(offer) == 600


def test_amount_unknown_is_a_value_of_its_own_and_matched_as_such(offer, commander):
    unknown = make_need(quantity=None)
    assert (unknown.amount, unknown.quantity) == (Amount.UNKNOWN, None)
    assert selectors.lacking_of(unknown) is None
    (found,) = selectors.suggestions(commander, unknown)
    assert "数量不详" in "".join(found.reasons)
    page = signed_in(commander).get(reverse("enterprises:needs"), {"amount": "unknown"})
    assert "需要，数量不详" in page.content.decode()
    assert page.context["tallies"]["unknown"] == page.context["count"] == 1


def test_suggestions_are_by_words_unit_days_and_distance_with_reasons(need, commander):
    today = clock.today()
    near = make_offer(product="一次性口罩", lng=118.3, lat=36.8)
    far = make_offer(product="一次性口罩", lng=121.0, lat=37.0)
    for other in (
        {"product": "防护服"}, {"measure": "箱"},
        {"from_day": today - timedelta(days=9), "until_day": today - timedelta(days=1)},
    ):  # fmt: skip
        make_offer(**other)
    placed = exchange.revise_supply(
        supply=need, version=1, by=need.entered_by,
        goods=make_goods(product="口罩", quantity=Decimal(400), lng=118.31, lat=36.81),
    )  # fmt: skip
    found = selectors.suggestions(commander, placed)
    assert [one.offer for one in found] == [near, far]
    assert found[0].score > found[1].score
    assert any("公里" in reason for reason in found[0].reasons)
    page = signed_in(commander).get(reverse("enterprises:need", args=[need.pk]))
    assert "数量足够" in page.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"product": " \0 "}, {"quantity": Decimal(0)}, {"quantity": Decimal(-3)},
        {"quantity": Decimal(10) ** 12}, {"lng": 118.0}, {"product": "口" * 81},
        {"from_day": clock.today(), "until_day": clock.today() - timedelta(days=1)},
    ],
)  # fmt: skip
def test_bad_goods_are_refused_with_a_sentence(given):
    with pytest.raises(Invalid):
        make_need(**given)
    assert not Need.objects.exists()


@pytest.mark.parametrize("value", ["", "九", "-1", "0", "9" * 40, "NaN", "\0"])
def test_a_form_says_at_the_field_what_is_wrong(value):
    enterprise = make_enterprise()
    client = signed_in(make_contact(enterprise))
    form = {"unit": enterprise.unit_id, "product": "口罩", "quantity": value, "note": "急用"}
    page = client.post(reverse("enterprises:new_need"), form)
    assert page.status_code == 422
    assert "急用" in page.content.decode()
    assert client.post(reverse("enterprises:new_need"), form | {"amount": "unknown", "quantity": ""}
                       ).status_code == 302  # fmt: skip


def test_a_telephone_in_a_note_is_masked(offer):
    held = make_need(note="联系电话19900001111")
    assert "19900001111" not in held.note


def test_strangers_enter_and_change_nothing(offer, need):
    stranger = make_contact(make_enterprise())
    for act in (
        lambda: exchange.enter_need(unit=offer.unit, goods=make_goods(), by=stranger),
        lambda: exchange.revise_supply(supply=offer, goods=make_goods(), version=1, by=stranger),
        lambda: exchange.close(supply=offer, by=stranger),
        lambda: exchange.propose(offer=offer, need=need, quantity=None, by=stranger),
    ):
        with pytest.raises(Refused):
            act()
    outsider = signed_in(make_user(Role.CORRESPONDENT))
    for name in ("offers", "needs", "matches", "output"):
        assert outsider.get(reverse(f"enterprises:{name}")).status_code == 403


def test_the_other_sides_telephone_is_shown_once_both_agree(offer, need, commander):
    match = exchange.propose(offer=offer, need=need, quantity=None, by=commander)
    client = signed_in(offer.entered_by)
    person = need.entered_by.person
    grant = person.grants.get()
    click = reverse("enterprises:unmask_partner", args=[match.pk, grant.pk])
    assert client.post(click, {"reason": "联系送货"}).status_code == 403
    bring_to(match, M.AGREED)
    page = client.get(reverse("enterprises:match", args=[match.pk])).content.decode()
    assert person.masked_phone in page
    assert person.phone not in page
    assert person.phone in client.post(click, {"reason": "联系送货"}).content.decode()
    assert Entry.objects.filter(verb=JOURNAL["unmask_partner"]).count() == 1


def test_the_pages_of_a_match_take_it_from_proposal_to_delivery(offer, need):
    giver, taker = signed_in(offer.entered_by), signed_in(need.entered_by)
    form = {"offer": offer.pk, "need": need.pk, "quantity": "１００"}
    assert giver.post(reverse("enterprises:propose"), form).status_code == 302
    match = Match.objects.get()
    assert match.quantity == 100
    for quantity in ("x", "-1", "1e999", "\0"):
        answer = giver.post(reverse("enterprises:propose"), form | {"quantity": quantity})
        assert answer.status_code == 400
    assert taker.post(reverse("enterprises:agree_match", args=[match.pk])).status_code == 302
    assert taker.post(reverse("enterprises:finish_match", args=[match.pk])).status_code == 302
    match.refresh_from_db()
    assert match.state == M.DONE
    assert signed_in(offer.entered_by).get(reverse("enterprises:matches")).context["count"] == 1


def test_closing_takes_an_offer_off_the_list(offer, need, commander):
    client = signed_in(offer.entered_by)
    client.post(reverse("enterprises:close_offer", args=[offer.pk]))
    assert client.get(reverse("enterprises:offers")).context["count"] == 0
    offer.refresh_from_db()
    with pytest.raises(Conflict):
        exchange.propose(offer=offer, need=need, quantity=None, by=commander)
    client.post(reverse("enterprises:reopen_offer", args=[offer.pk]))
    assert client.get(reverse("enterprises:offers")).context["count"] == 1


SHEET = """单位,物资,数量,规格
演练医院,医用外科口罩,1.5万只,YY 0469-2010
演练医院,防护服,不详,
没有这个医院,口罩,5,
演练医院,酒精,很多很多,
"""


def test_needs_come_from_a_sheet_and_the_same_sheet_again_changes_nothing(tmp_path):
    admin = make_user(Role.ADMINISTRATOR)
    make_unit("演练医院")
    path = tmp_path / "需求.csv"
    path.write_text(SHEET, "utf-8")
    result = run_import(kind="needs", path=path, by=admin)
    assert (result.created, result.rejected) == (2, 2)
    masks = Need.objects.get(product="医用外科口罩")
    assert (masks.quantity, masks.measure) == (15_000, "只")
    assert Need.objects.get(product="防护服").amount == Amount.UNKNOWN
    again = run_import(kind="needs", path=path, by=admin)
    assert (again.created, again.unchanged, again.rejected) == (0, 2, 2)


@pytest.fixture
def products():
    output.lay_down_usual_products(by=make_user(Role.ADMINISTRATOR))
    return list(Product.objects.all())


def test_a_day_is_entered_once_and_its_sums_are_those_of_its_rows(products, commander):
    today = clock.today()
    for made in (100, 0, None):
        enterprise = make_enterprise()
        client = signed_in(make_contact(enterprise))
        address = reverse("enterprises:enter_output", args=[enterprise.pk])
        form = {"day": today, f"made-{products[0].pk}": "" if made is None else made,
                f"stock-{products[0].pk}": "５０"}  # fmt: skip
        for _ in range(2):
            assert client.post(address, form).status_code == 302
    assert DailyOutput.objects.count() == 3
    assert Entry.objects.filter(verb=JOURNAL["enter_output"]).count() == 3
    first, *others = output_selectors.sums_of(commander, today)
    assert (first.made, first.stock, first.count) == (100, 150, 3)
    assert {(one.made, one.count) for one in others} == {(None, 0)}
    page = signed_in(commander).get(
        reverse("enterprises:output_rows"), {"day": today.isoformat(), "product": products[0].pk}
    )
    assert page.context["page"].paginator.count == 3


@pytest.mark.parametrize("value", ["-1", "很多", "9" * 30, "1.5"])
def test_bad_figures_of_a_day_are_answered_at_their_field(products, value):
    enterprise = make_enterprise()
    client = signed_in(make_manager(enterprise))
    address = reverse("enterprises:enter_output", args=[enterprise.pk])
    form = {"day": clock.today(), f"made-{products[0].pk}": value}
    assert client.post(address, form).status_code == 422
    for day in ("2019-01-01", clock.today() + timedelta(days=1), "x"):
        answer = client.post(address, {"day": day, f"made-{products[0].pk}": 1})
        assert answer.status_code == 422
    assert not DailyOutput.objects.exists()


def test_offers_needs_and_days_go_over_at_a_merge(products):
    admin = make_user(Role.ADMINISTRATOR)
    into, double = make_enterprise(), make_enterprise()
    held = make_offer(double)
    for enterprise, made in ((into, 5), (double, 7)):
        output.enter_output(
            enterprise=enterprise, day=clock.today(), figures={products[0]: (made, None)},
            by=make_contact(enterprise),
        )  # fmt: skip
    merging.merge(double=double, into=into, by=admin)
    held.refresh_from_db()
    assert held.unit == into.unit
    # of a day that both entered, the survivor's counts
    assert output_selectors.sums_of(admin, clock.today())[0].made == 5


@pytest.mark.parametrize(
    "typed", ["0", "-3", "many", "1e400", "NaN", "9" * 40, "1,2,3x", "\0", "400.55"]
)
def test_a_quantity_that_cannot_be_proposes_nothing_and_says_why(offer, need, typed):
    client = signed_in(offer.entered_by)
    pair = {"offer": offer.pk, "need": need.pk, "quantity": typed}
    answer = client.post(reverse("enterprises:propose"), pair)
    assert answer.status_code == 400, typed
    assert not Match.objects.exists()


@pytest.mark.parametrize(("typed", "meant"), [("３００", 300), ("3,00", 300), ("", 400)])
def test_a_quantity_is_read_as_people_type_it(offer, need, typed, meant):
    client = signed_in(offer.entered_by)
    client.post(
        reverse("enterprises:propose"), {"offer": offer.pk, "need": need.pk, "quantity": typed}
    )
    assert Match.objects.get().quantity == meant
