"""Asking, deciding within limits, revoking."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, Refused, WrongState
from qixin.core.models import Entry
from qixin.passes import actions, selectors
from qixin.passes.enums import PassClass, PassState, Reason
from qixin.passes.models import Pass, Revocation
from qixin.passes.tokens import check, read_delta, sign_delta
from qixin.people.enums import Role
from tests.passes.factories import (
    SIGNER,
    make_contact,
    make_holder,
    make_key,
    make_pass,
    make_request,
    set_terms,
)
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db


def verdict_of(one):
    now = int(clock.now().timestamp())
    return check(one.token, trust=selectors.trust(), now=now)


def test_an_issued_pass_says_what_was_asked_for():
    one = make_pass()
    found = verdict_of(Pass.objects.get(pk=one.pk))
    assert found.reason == Reason.VALID
    assert (found.claims.number, found.claims.plate) == (one.number, "冀A00012")
    assert found.claims.until == int(one.valid_until.timestamp())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"valid_until": clock.now() - timedelta(days=9)}, "早于"),
        ({"valid_from": clock.now() - timedelta(days=9),
          "valid_until": clock.now() - timedelta(days=1)}, "已过"),
        ({"valid_until": clock.now() + timedelta(days=99)}, "最长"),
        ({"plate": "鲁С12345"}, "西里尔"),
        ({"plate": "鲁CO2345"}, "数字 0"),
        ({"cargo": " "}, "货物"),
        ({"driver_phone": "123"}, "电话"),
        ({"driver_id_number": "370305190001023459"}, "身份证"),
        ({"pass_class": 9}, "类别"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(given, said):
    with pytest.raises(Invalid, match=said):
        make_request(**given)
    assert not Pass.objects.exists()


def test_the_database_itself_holds_that_a_pass_ends_after_it_starts():
    one = make_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pass.objects.filter(pk=one.pk).update(valid_until=one.valid_from)


def test_a_vehicle_asks_for_the_same_days_once():
    first = make_request()
    again = {"holder": first.holder, "valid_from": first.valid_from}
    with pytest.raises(Conflict, match=first.number):
        make_request(**again)
    actions.withdraw(asked=first, by=first.requested_by)
    assert make_request(**again).pk != first.pk


def test_a_contact_asks_for_the_own_enterprise_alone():
    with pytest.raises(Refused):
        make_request(holder=make_holder(), by=make_contact(make_holder()))


def test_nothing_is_issued_without_a_key():
    with pytest.raises(Conflict, match="密钥"):
        actions.approve(asked=make_request(), by=make_user(Role.COMMANDER))


def test_days_that_are_over_are_not_issued():
    make_key()
    asked, by = make_request(), make_user(Role.COMMANDER)
    with time_machine.travel(asked.valid_until), pytest.raises(Conflict, match="已过"):
        actions.approve(asked=asked, by=by)


def test_a_holder_has_no_more_passes_than_its_limit():
    set_terms(most_passes=1)
    one = make_pass()
    by = make_user(Role.COMMANDER)
    second = make_request(holder=one.holder, plate="冀A00013")
    with pytest.raises(Conflict, match="限额 1"):
        actions.approve(asked=second, by=by)
    actions.set_limit(holder=one.holder, most=2, by=make_user(Role.ADMINISTRATOR))
    assert actions.approve(asked=second, by=by).state == PassState.ISSUED
    third = make_request(holder=one.holder, plate="冀A00014")
    actions.revoke(asked=one, reason="车辆已售", by=by)
    assert actions.approve(asked=third, by=by).state == PassState.ISSUED


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_do_not_both_take_the_last_place():
    make_key()
    set_terms(most_passes=1)
    holder = make_holder()
    asked = [make_request(holder=holder, plate=f"冀A0001{n}") for n in range(2)]
    by, start, told = make_user(Role.COMMANDER), threading.Barrier(2), []

    def approve(one):
        start.wait()
        try:
            told.append(actions.approve(asked=one, by=by).state)
        except Conflict:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[one]) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [PassState.ISSUED, "refused"]
    assert selectors.in_force(holder.pk) == 1


@pytest.fixture
def rule():
    make_key()
    return actions.set_rule(
        pass_class=PassClass.SUPPLIES, longest_days=7, provinces="冀陕", is_active=True,
        by=make_user(Role.ADMINISTRATOR),
    )  # fmt: skip


def test_a_rule_issues_what_fits_and_says_why_the_rest_is_left(rule):
    holder, supplies = make_holder(), {"pass_class": PassClass.SUPPLIES}
    set_terms(most_passes=2)
    fits = [make_request(holder=holder, plate=f"陕A0001{n}", **supplies) for n in range(3)]
    goods = make_request(holder=holder, plate="冀A00020")
    elsewhere = make_request(plate="鲁C00020", **supplies)
    long = make_request(plate="冀A00021", valid_until=clock.now() + timedelta(days=20), **supplies)
    bulk = actions.approve_by_rule(asked=Pass.objects.all(), by=make_user(Role.COMMANDER))
    assert [one.pk for one in bulk.issued] == [one.pk for one in fits[:2]]
    left = {one.pk: why for one, why in bulk.left}
    assert "限额" in left[fits[2].pk]
    assert "没有批量规则" in left[goods.pk]
    assert "鲁牌" in left[elsewhere.pk]
    assert "7 天" in left[long.pk]
    assert all(verdict_of(one).is_valid for one in Pass.objects.filter(state=PassState.ISSUED))
    assert Entry.objects.filter(verb="passes.approved", detail__by_rule=True).count() == 2


def test_a_rule_decides_nothing_for_whoever_may_not(rule):
    asked = make_request(plate="陕A00010", pass_class=PassClass.SUPPLIES)
    bulk = actions.approve_by_rule(asked=[asked], by=make_user(Role.MEMBER))
    assert not bulk.issued
    assert Pass.objects.get().state == PassState.REQUESTED


def test_a_revoked_pass_is_refused_and_on_the_list_once():
    one, by = make_pass(), make_user(Role.COMMANDER)
    actions.revoke(asked=one, reason="车辆信息有误", by=by)
    assert verdict_of(one).reason == Reason.REVOKED
    with pytest.raises(WrongState):
        actions.revoke(asked=one, reason="车辆信息有误", by=by)
    assert Revocation.objects.get().version == 1


def test_what_is_over_needs_no_revoking():
    one, by = make_pass(), make_user(Role.COMMANDER)
    with time_machine.travel(one.valid_until), pytest.raises(WrongState, match="到期"):
        actions.revoke(asked=one, reason="车辆信息有误", by=by)


@time_machine.travel(datetime(2026, 3, 1, 4, tzinfo=UTC), tick=False)
def test_deltas_put_together_are_the_whole_list():
    by = make_user(Role.COMMANDER)
    passes = [make_pass(plate=f"冀A0003{n}") for n in range(4)]
    seen, version = {}, 0
    for one in passes:
        actions.revoke(asked=one, reason="车辆信息有误", by=by)
        delta = selectors.revocations_after(version)
        assert (delta.after, delta.version) == (version, version + 1)
        assert set(delta.revoked) == {one.number}
        seen |= delta.revoked
        version = delta.version
    whole = selectors.revocations_after(0)
    assert (whole.after, whole.version, whole.revoked) == (0, 4, seen)
    assert selectors.revocations_after(4).revoked == {}
    # a version that this list never had: begin anew
    assert selectors.revocations_after(99) == whole
    encoded = sign_delta(whole, signer=SIGNER)
    assert read_delta(encoded, keys={SIGNER.kid: SIGNER.public}, issuer=whole.issuer) == whole


def test_the_list_forgets_what_is_over():
    one = make_pass()
    actions.revoke(asked=one, reason="车辆信息有误", by=make_user(Role.COMMANDER))
    with time_machine.travel(one.valid_until):
        whole = selectors.revocations_after(0)
    assert (whole.version, whole.revoked) == (1, {})


def test_whoever_looks_at_the_driver_leaves_a_line():
    one = make_pass(driver_id_number="")
    commander = make_user(Role.COMMANDER)
    with pytest.raises(Invalid):
        actions.unmask(asked=one, reason="", by=commander)
    shown = actions.unmask(asked=one, reason="电话核实 19900001234", by=commander)
    assert shown == "演练丙 · 19900007654"
    line = Entry.objects.get(verb="passes.driver_unmasked")
    assert (line.subject_id, line.actor_id) == (one.pk, commander.pk)
    assert "19900001234" not in line.detail["reason"]
    for nobody in (make_user(Role.MEMBER), make_user(Role.AUDITOR), make_contact(make_holder())):
        with pytest.raises(Refused):
            actions.unmask(asked=one, reason="电话核实", by=nobody)


def test_the_driver_is_not_in_the_database_in_clear():
    one = make_pass()
    with connection.cursor() as cursor:
        cursor.execute("SELECT driver_name, driver_phone FROM passes_pass WHERE id = %s", [one.pk])
        assert not {"演练丙", "19900007654"} & set(cursor.fetchone())


def test_drivers_are_forgotten_a_month_after_their_passes_and_the_passes_stay():
    one = make_pass()
    with time_machine.travel(one.valid_until + timedelta(days=29)):
        assert actions.erase_drivers() == 0
    with time_machine.travel(one.valid_until + timedelta(days=31)):
        assert [actions.erase_drivers() for _ in range(2)] == [1, 0]
    kept = Pass.objects.get()
    assert (kept.driver_name, kept.driver_phone, kept.plate) == ("", "", one.plate)
    assert kept.masked_driver == {"name": "", "phone": "", "id_number": ""}
    assert Entry.objects.filter(verb="passes.driver_erased", subject_id=one.pk).count() == 1
