"""Proving a telephone number by a code, before anybody is known."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from qixin.core import clock
from qixin.core.errors import Invalid, NotFound, Refused, TooMany, WrongState
from qixin.people import actions, sms
from qixin.people.actions.proving import MINUTES, TRIES
from qixin.people.enums import Role
from qixin.people.models import Person, PhoneProof, User
from tests.people.factories import make_person, make_user
from tests.people.gateways import DOWN, last_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]
PHONE = "19900007001"


def send(phone=PHONE):
    return actions.send_code(name="演练乙", phone=phone)[0]


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_right_code_proves_the_number_and_a_wrong_one_does_not():
    proof = send()
    with pytest.raises(Invalid):
        actions.check_code(proof=proof, code=wrong(last_code()))
    actions.check_code(proof=proof, code=last_code())


def test_after_too_many_tries_even_the_right_code_is_refused():
    proof = send()
    for _n in range(TRIES - 1):
        with pytest.raises(Invalid):
            actions.check_code(proof=proof, code=wrong(last_code()))
    for code in (wrong(last_code()), last_code()):
        with pytest.raises(WrongState):
            actions.check_code(proof=proof, code=code)


def test_a_code_is_over_after_its_minutes():
    proof = send()
    code = last_code()
    with time_machine.travel(clock.now() + timedelta(minutes=MINUTES, seconds=1), tick=False):
        with pytest.raises(NotFound):
            actions.open_proof(proof.pk)
        with pytest.raises(WrongState):
            actions.check_code(proof=proof, code=code)
        send("19900007002")
        assert not PhoneProof.objects.filter(pk=proof.pk).exists()


def test_the_code_of_one_request_is_not_the_code_of_another():
    first = send()
    code = last_code()
    second = send("19900007002")
    if code != last_code():
        with pytest.raises(Invalid):
            actions.check_code(proof=second, code=code)
    actions.check_code(proof=first, code=code)


def test_neither_code_nor_number_is_stored_in_clear():
    send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_phoneproof")
        stored = " ".join(str(cell) for cell in cursor.fetchone())
    assert last_code() not in stored
    assert PHONE not in stored


def test_a_number_is_not_flooded_with_codes():
    for _n in range(5):
        send()
    with pytest.raises(TooMany):
        send()
    send("19900007002")


def test_a_message_that_was_not_sent_leaves_nothing_behind(settings):
    settings.QIXIN_SMS_GATEWAY = DOWN
    with pytest.raises(sms.NotSent):
        send()
    assert not PhoneProof.objects.exists()


def test_a_known_number_is_recognised_under_the_name_on_record():
    on_record = make_person("演练丙", phone=PHONE)
    account = actions.account_of_proven(name="别的名字", phone=PHONE)
    assert (account.person, account.person.name) == (on_record, "演练丙")
    assert actions.account_of_proven(name="别的名字", phone=PHONE) == account
    assert User.objects.filter(person=on_record).count() == 1


def test_an_account_that_there_is_stays_the_one():
    commander = make_user(Role.COMMANDER)
    assert actions.account_of_proven(name="x", phone=commander.person.phone) == commander


def test_an_unknown_number_makes_one_person_found_by_it():
    account = actions.account_of_proven(name="演练乙", phone=PHONE)
    assert Person.objects.get(phone_hash=account.person.phone_hash).name == "演练乙"
    assert not account.has_usable_password()


def test_a_closed_account_is_not_opened_by_proving_its_number():
    user = make_user(Role.CORRESPONDENT)
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(Refused):
        actions.account_of_proven(name="x", phone=user.person.phone)
    assert User.objects.filter(person=user.person).count() == 1
