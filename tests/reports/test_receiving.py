"""Taking in reports."""

import uuid

import pytest

from qixin.core import clock, journal
from qixin.core.actors import RESIDENT
from qixin.core.errors import Conflict, Invalid
from qixin.core.ids import is_number
from qixin.reports.actions import Submission, receive
from qixin.reports.enums import Source
from qixin.reports.models import Report
from tests.people.factories import make_person
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db


def submission(**fields):
    return Submission(
        **{"client_key": uuid.uuid4(), "source": Source.PUBLIC, "text": "路口积水", **fields}
    )


def test_the_same_report_sent_five_times_is_one_and_answers_alike():
    sent = submission()
    answers = [receive(submission=sent, by=RESIDENT) for _ in range(5)]
    assert Report.objects.count() == 1
    assert {a.report.number for a in answers} == {answers[0].report.number}
    assert {a.follow_code for a in answers} == {answers[0].follow_code}
    assert [a.is_new for a in answers] == [True, False, False, False, False]


def test_a_report_has_a_number_that_can_be_checked_and_a_line_in_the_journal():
    report = make_report()
    assert is_number(report.number)
    assert [entry.verb for entry in journal.timeline(report)] == ["reports.received"]


def test_somebody_elses_key_is_refused_and_the_text_kept():
    sent = submission(sender=make_person())
    receive(submission=sent, by=RESIDENT)
    with pytest.raises(Conflict) as caught:
        receive(submission=submission(client_key=sent.client_key, text="另一件事"), by=RESIDENT)
    assert caught.value.kept == "另一件事"


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 100_000])
def test_an_empty_or_endless_text_is_refused_with_a_sentence(text):
    with pytest.raises(Invalid):
        receive(submission=submission(text=text), by=RESIDENT)
    assert not Report.objects.exists()


def test_a_clock_that_runs_ahead_does_not_put_a_report_into_the_future():
    from datetime import timedelta

    ahead = clock.now() + timedelta(days=2)
    report = receive(submission=submission(occurred_at=ahead), by=RESIDENT).report
    assert report.occurred_at <= clock.now()
