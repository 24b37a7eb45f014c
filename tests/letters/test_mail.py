"""The mail queue: dead addresses are given up and told of, and never hold up living ones."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from qixin.core import clock
from qixin.core.mailing import BACK_OFF
from qixin.core.models import Entry
from qixin.letters import actions
from qixin.letters.actions import delivering
from qixin.people.enums import Role
from qixin.people.models import Notice
from tests.letters.factories import make_addressee, make_sent, recipient_again
from tests.letters.test_views import page_of, signed_in
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sink(settings):
    settings.EMAIL_BACKEND = "tests.letters.mail_sink.RefusingBackend"


def sent_to(*emails):
    return make_sent(recipients=[make_addressee(email=one) for one in emails])


def only_copy(letter):
    return recipient_again(letter.recipients.get())


def test_a_batch_of_dead_addresses_does_not_hold_up_a_living_one(monkeypatch):
    monkeypatch.setattr(delivering, "BATCH", 3)
    sent_to(*(f"full{n}@example.org" for n in range(3)))
    sent_to("office@example.org")
    assert [actions.deliver_waiting() for _ in range(2)] == [0, 1]
    assert [one.to for one in mail.outbox] == [["office@example.org"]]


def test_an_address_that_is_refused_for_good_is_given_up_at_once_and_the_drafter_is_told():
    letter = sent_to("dead@example.org")
    for _ in range(2):
        assert actions.deliver_waiting() == 0
    copy = only_copy(letter)
    assert copy.undeliverable_at
    assert copy.delivered_at is None
    notice = Notice.objects.get(kind="letters.undeliverable")
    assert (notice.user, notice.link) == (
        letter.drafted_by,
        reverse("letters:detail", args=[letter.number]),
    )
    assert Entry.objects.filter(verb="letters.undeliverable", subject_id=letter.pk).count() == 1
    shown = page_of(signed_in(letter.drafted_by), "detail", letter.number)
    assert "邮件未能送达" in shown


def test_an_address_that_is_full_is_tried_ever_later_and_given_up_after_two_days():
    letter, turn = sent_to("full@example.org"), clock.now() + timedelta(minutes=1)
    second = timedelta(seconds=1)
    for tried, wait in enumerate([*BACK_OFF, timedelta()]):
        for moment, attempts in ((turn - second, tried), (turn, tried + 1)):
            if tried or moment == turn:
                with time_machine.travel(moment, tick=False):
                    actions.deliver_waiting()
            assert only_copy(letter).mail_attempts == (attempts if tried or moment == turn else 0)
        turn += wait
    assert only_copy(letter).undeliverable_at
    assert Notice.objects.filter(kind="letters.undeliverable").count() == 1


def test_a_new_link_is_mailed_though_the_address_was_given_up():
    letter = sent_to("dead@example.org")
    actions.deliver_waiting()
    copy = only_copy(letter)
    copy.addressee.email = "living@example.org"
    copy.addressee.save()
    actions.renew_link(recipient=copy, by=make_user(Role.COMMANDER))
    assert actions.deliver_waiting() == 1
    assert only_copy(letter).undeliverable_at is None


def test_a_server_that_is_down_counts_against_no_address(settings):
    letter = sent_to("office@example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert actions.deliver_waiting() == 0
    assert only_copy(letter).mail_attempts == 0
    assert not Notice.objects.exists()
