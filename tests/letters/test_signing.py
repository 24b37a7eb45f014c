"""Numbers by series and year, without gaps and doubles."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from qixin.core.errors import QixinError
from qixin.core.models import Entry
from qixin.letters import actions
from qixin.letters.enums import LetterState
from qixin.letters.models import Letter
from qixin.people.enums import Role
from tests.letters.factories import bring_to, make_draft, make_series
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db


def checked(**given):
    return bring_to(make_draft(**given), LetterState.CHECKED)


def sign(letter):
    return actions.sign(letter=letter, by=make_user(Role.COMMANDER))


def test_numbers_follow_one_another_in_each_series_and_begin_anew_each_year():
    first, second = make_series("临复工函"), make_series("临农函")
    # 2020-12-31 23:59 and 2021-01-01 00:01 in the district
    with time_machine.travel(datetime(2020, 12, 31, 15, 59, tzinfo=UTC), tick=False):
        given = [sign(checked(series=one)).document_number for one in (first, second, first)]
    with time_machine.travel(datetime(2020, 12, 31, 16, 1, tzinfo=UTC), tick=False):
        given.append(sign(checked(series=first)).document_number)
    assert given == [
        "临复工函〔2020〕1号", "临农函〔2020〕1号", "临复工函〔2020〕2号", "临复工函〔2021〕1号",
    ]  # fmt: skip


def test_a_signing_that_fails_leaves_no_gap():
    class Broken(Exception):
        pass

    letter, other = checked(), checked()

    @transaction.atomic
    def sign_and_fail():
        sign(letter)
        raise Broken

    with pytest.raises(Broken):
        sign_and_fail()
    assert Letter.objects.get(pk=letter.pk).serial is None
    assert [sign(one).serial for one in (other, letter)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_signings_at_once_give_each_number_once():
    letters, by = [checked() for _ in range(4)], make_user(Role.COMMANDER)
    start, told = threading.Barrier(8), []

    def at_once(letter):
        start.wait()
        try:
            told.append(actions.sign(letter=letter, by=by).serial)
        except QixinError:
            told.append(0)
        finally:
            connection.close()

    # each letter by two people at once
    threads = [threading.Thread(target=at_once, args=[one]) for one in letters * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0, 0, 0, 0, 1, 2, 3, 4]
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


def test_the_database_itself_holds_that_a_number_is_given_once_and_the_checker_is_another():
    one, two = sign(checked()), sign(checked())
    for change in ({"serial": one.serial}, {"serial": None}, {"checked_by": two.drafted_by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Letter.objects.filter(pk=two.pk).update(**change)


def test_what_was_signed_has_a_digest_and_a_line_with_its_number():
    letter = sign(checked())
    assert len(letter.digest) == 64
    line = Entry.objects.get(verb="letters.signed")
    told = [line.detail[name] for name in ("code", "year", "serial")]
    assert "{}〔{}〕{}号".format(*told) == letter.document_number


def test_the_number_of_a_recalled_letter_stays_used():
    letter = bring_to(make_draft(), LetterState.RECALLED)
    assert (letter.serial, sign(checked()).serial) == (1, 2)
