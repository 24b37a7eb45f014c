"""Keys: made ahead of their time, overlapping, withdrawn."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from qixin.core import clock
from qixin.core.errors import Conflict
from qixin.passes import actions, selectors
from qixin.passes.enums import Reason
from qixin.passes.models import Pass, SigningKey
from qixin.passes.tokens import check
from qixin.people.enums import Role
from tests.passes.factories import make_key, make_pass
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


def reason(one):
    return check(one.token, trust=selectors.trust(), now=int(clock.now().timestamp())).reason


def test_the_first_key_signs_at_once_and_the_next_when_every_post_knows_it(admin):
    first, second = make_key(), actions.make_key(by=admin)
    assert selectors.signing_key() == first
    assert {first, second} == set(selectors.trusted_keys())
    with pytest.raises(Conflict, match=second.kid):
        actions.make_key(by=admin)
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)):
        assert selectors.signing_key() == second


def test_what_the_older_key_signed_stays_valid_while_the_next_one_signs(admin):
    older = make_pass()
    actions.make_key(by=admin)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        newer = make_pass(plate="冀A00099")
        assert older.key_id != newer.key_id
        assert [reason(one) for one in (older, newer)] == [Reason.VALID] * 2
    with time_machine.travel(older.valid_until + timedelta(seconds=1)):
        # still told apart from a forged one
        assert reason(older) == Reason.EXPIRED
    with time_machine.travel(older.valid_until + timedelta(days=31)):
        assert older.key not in selectors.trusted_keys()


def test_a_withdrawn_key_is_trusted_no_more_and_its_passes_are_signed_again(admin):
    one = make_pass()
    before = one.token
    assert actions.withdraw_key(key=one.key, reason="手机遗失", by=admin) == 1
    again = Pass.objects.get(pk=one.pk)
    assert reason(one) == Reason.UNKNOWN_KEY
    assert again.token != before
    assert reason(again) == Reason.VALID
    assert again.key == selectors.signing_key() != one.key


def test_an_announced_key_comes_forward_when_the_one_before_is_withdrawn(admin):
    first, second = make_key(), actions.make_key(by=admin)
    actions.withdraw_key(key=first, reason="手机遗失", by=admin)
    assert selectors.signing_key() == second
    assert SigningKey.objects.count() == 2


def test_a_private_key_is_not_in_the_database_in_clear():
    key = make_key()
    assert "PRIVATE KEY" in SigningKey.objects.get().private_pem
    with connection.cursor() as cursor:
        cursor.execute("SELECT private_pem FROM passes_signingkey WHERE id = %s", [key.pk])
        assert "PRIVATE" not in cursor.fetchone()[0]
