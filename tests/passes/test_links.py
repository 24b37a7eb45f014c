"""A driver's link: who gives it, what it opens, and what it says once the pass is none any more."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import NotFound, Refused, WrongState
from qixin.core.models import Entry
from qixin.passes import actions, policies, selectors
from qixin.passes.enums import LinkState, PassState
from qixin.passes.models import DriverLink, Pass
from qixin.passes.views.linking import LINK_RATES
from qixin.people.enums import Role
from tests.passes.factories import (
    DRIVER_PHONE,
    bring_to,
    make_contact,
    make_holder,
    make_key,
    make_pass,
    make_request,
    set_terms,
)
from tests.people.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_rates():
    cache.clear()


def given_link(one=None):
    one = one or make_pass()
    return actions.give_link(asked=one, by=make_contact(one.holder))


def page(token, language="en"):
    return Client(headers={"Accept-Language": language}).get(
        reverse("passes:driver_page", args=[token])
    )


def standing(answer):
    return answer.content.decode().partition('<main data-standing="')[2].partition('"')[0]


def test_a_link_opens_the_pass_and_says_nothing_of_the_driver():
    one = make_pass()
    answer = page(given_link(one).token)
    shown = answer.content.decode()
    assert standing(answer) == "valid"
    for told in ("冀A·00012", "石家庄—临淄", one.number, "data:image/png;base64,"):
        assert told in shown
    for hidden in (DRIVER_PHONE, DRIVER_PHONE[-4:], "演练丙", "演**"):
        assert hidden not in shown
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_speaks_the_readers_language():
    link = given_link()
    assert "有效，请在卡口出示" in page(link.token, "zh-hans").content.decode()
    assert "Valid: show it at the post" in page(link.token, "en").content.decode()


def test_given_twice_it_is_the_same_link():
    one = make_pass()
    assert given_link(one) == given_link(one)
    assert Entry.objects.filter(verb="passes.link_given").count() == 1


def test_the_database_holds_that_one_link_stands():
    link = given_link()
    with pytest.raises(IntegrityError), transaction.atomic():
        DriverLink.objects.create(
            issued=link.issued, token="x", token_hash="x", given_by=link.given_by,
            given_at=clock.now(),
        )  # fmt: skip


def test_a_token_stands_in_the_database_in_no_readable_form():
    link = given_link()
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, token_hash FROM passes_driverlink")
        assert all(link.token not in text for text in cursor.fetchone())
    assert link.token not in str(list(Entry.objects.values_list("detail", flat=True)))


@pytest.mark.parametrize("state", [one for one in PassState if one != PassState.ISSUED])
def test_only_an_issued_pass_has_a_link(state):
    asked = bring_to(make_request(), state)
    with pytest.raises(WrongState):
        given_link(asked)
    assert not DriverLink.objects.exists()


def test_what_is_over_is_not_sent_any_more():
    one = make_pass()
    with time_machine.travel(one.valid_until), pytest.raises(WrongState, match="到期"):
        given_link(one)


def test_holder_and_office_give_and_withdraw_it_and_nobody_else():
    office = make_unit("区交通运输局")
    set_terms(office=office)
    one = make_pass()
    may = {
        "contact": make_contact(one.holder),
        "officer": make_user(Role.OFFICER, unit=office),
        "commander": make_user(Role.COMMANDER),
    }
    may_not = {
        "contact of another": make_contact(make_holder()),
        "officer of another": make_user(Role.OFFICER, unit=make_unit()),
        **{role: make_user(role) for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.EDITOR)},
        "guard": make_user(Role.MEMBER, unit=make_unit()),
    }
    for by in may.values():
        assert policies.can_link(by, asked=one)
        actions.give_link(asked=one, by=by)
        actions.withdraw_link(asked=one, by=by)
    given_link(one)
    for by in may_not.values():
        assert not policies.can_link(by, asked=one)
        for verb in (actions.give_link, actions.withdraw_link):
            with pytest.raises(Refused):
                verb(asked=one, by=by)
    assert DriverLink.objects.filter(state=LinkState.STANDING).count() == 1


def test_a_withdrawn_link_shows_nothing_and_a_new_one_opens_again():
    one = make_pass()
    first = given_link(one)
    actions.withdraw_link(asked=one, by=make_user(Role.COMMANDER))
    answer = page(first.token)
    assert answer.status_code == 410
    assert "This link was withdrawn" in answer.content.decode()
    assert one.plate[2:] not in answer.content.decode()
    with pytest.raises(WrongState):
        actions.withdraw_link(asked=one, by=make_user(Role.COMMANDER))
    second = given_link(one)
    assert second.token != first.token
    assert page(second.token).status_code == 200


def test_a_revoked_pass_says_so_and_shows_no_code():
    link = given_link()
    actions.revoke(asked=link.issued, reason="车辆信息有误", by=make_user(Role.COMMANDER))
    answer = page(link.token)
    assert standing(answer) == "revoked"
    assert "data:image" not in answer.content.decode()
    # the reason is for the holder
    assert "车辆信息有误" not in answer.content.decode()


def test_the_clock_says_whether_it_begins_and_ends():
    make_key()
    start = clock.now() + timedelta(days=1)
    one = make_pass(valid_from=start)
    link = given_link(one)
    assert standing(page(link.token)) == "not_yet_valid"
    with time_machine.travel(start):
        assert standing(page(link.token)) == "valid"
    with time_machine.travel(one.valid_until):
        answer = page(link.token)
        assert standing(answer) == "expired"
        assert "data:image" not in answer.content.decode()
    with time_machine.travel(one.valid_until + selectors.TOLD_FOR):
        assert page(link.token).status_code == 404


def test_signed_again_the_link_shows_the_new_code():
    link = given_link()
    before = page(link.token).content
    actions.withdraw_key(key=link.issued.key, reason="手机遗失", by=make_user(Role.ADMINISTRATOR))
    assert Pass.objects.get().token != link.issued.token
    assert page(link.token).content != before


@pytest.mark.parametrize("token", ["x", "A" * 5000, "%00", "é", "..", "' OR 1=1"])
def test_an_address_that_nobody_gave_opens_nothing(token):
    given_link()
    assert page(token).status_code == 404
    with pytest.raises(NotFound):
        selectors.link_by_token(token)


def test_whoever_gave_it_sees_when_it_was_first_opened():
    link = given_link()
    looking = Client()
    looking.force_login(link.given_by)
    assert looking.get(reverse("passes:driver_page", args=[link.token])).status_code == 200
    assert DriverLink.objects.get().opened_at is None
    page(link.token)
    opened = DriverLink.objects.get().opened_at
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        page(link.token)
    assert opened is not None
    assert DriverLink.objects.get().opened_at == opened


def test_a_link_that_a_crowd_opens_is_braked():
    link = given_link()
    for _time in range(LINK_RATES[0].times):
        assert page(link.token).status_code == 200
    assert page(link.token).status_code == 429


def test_the_page_of_a_pass_offers_the_link_and_takes_it_away():
    one = make_pass()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_contact(one.holder))
    detail = reverse("passes:detail", args=[one.number])
    assert "Make a link for the driver" in client.get(detail).content.decode()
    client.post(reverse("passes:give_link", args=[one.number]))
    link = DriverLink.objects.get()
    shown = client.get(detail).content.decode()
    assert f"/pass/{link.token}/" in shown
    assert "not yet" in shown
    client.post(reverse("passes:withdraw_link", args=[one.number]))
    assert link.token not in client.get(detail).content.decode()
    reader = Client(headers={"Accept-Language": "en"})
    reader.force_login(make_user(Role.AUDITOR))
    given = given_link(one)
    assert given.token not in reader.get(detail).content.decode()
