"""Days idle: by what was seen at the enterprise, and by its resumption filing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import translation

from qixin.core import clock
from qixin.enterprises.actions import filings
from qixin.enterprises.actions.profiling import note_idle
from qixin.enterprises.enums import FilingState, RiskTerm
from qixin.enterprises.selectors.idle import idle_of
from qixin.enterprises.selectors.risk import facts_of, score, weights
from qixin.people.enums import Role
from tests.enterprises.filings_factories import bring_to, make_draft
from tests.enterprises.register_factories import make_enterprise
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
F = FilingState


def days(count):
    return clock.today() + timedelta(days=count)


def at(count):
    return time_machine.travel(clock.now() + timedelta(days=count), tick=False)


@pytest.fixture
def enterprise():
    return make_enterprise()


def seen(enterprise, *, on=0, since=None):
    """Seen at work, or idle `since`."""
    note_idle(
        enterprise=enterprise, is_working=since is None, seen_on=days(on),
        since=None if since is None else days(since), by=make_user(Role.COMMANDER),
    )  # fmt: skip


def filed(enterprise, state, *, begun=0, **given):
    with at(begun):
        return bring_to(make_draft(enterprise=enterprise, **given), state)


def idle(enterprise):
    return idle_of([enterprise.pk]).get(enterprise.pk)


def explained(enterprise):
    with translation.override("en"):
        found = score(enterprise, facts_of([enterprise.pk])[enterprise.pk], weights())
        return next((one.measure for one in found.terms if one.label == RiskTerm.IDLE.label), "")


def test_of_whom_nothing_is_known_nothing_counts(enterprise):
    assert idle(enterprise) is None
    assert explained(enterprise) == ""


def test_seen_idle_it_counts_until_today(enterprise):
    seen(enterprise, since=-15, on=-1)
    assert idle(enterprise).days == 15
    assert explained(enterprise) == f"15 days (as seen on {days(-1)})"


@pytest.mark.parametrize("state", [F.SUBMITTED, F.RETURNED])
def test_a_filing_that_is_not_approved_says_not_resumed(enterprise, state):
    filing = filed(enterprise, state, begun=-10)
    assert idle(enterprise).days == 10
    said = f"10 days (not resumed, filing {filing.number} is not approved)"
    assert explained(enterprise) == said


def test_a_draft_says_nothing(enterprise):
    filed(enterprise, F.DRAFT, begun=-10)
    assert idle(enterprise) is None


def test_from_the_stop_until_the_day_of_resumption(enterprise):
    seen(enterprise, since=-30, on=-12)
    filing = filed(enterprise, F.APPROVED, begun=-10, resumption_date=days(-6))
    assert idle(enterprise).days == 24
    said = f"24 days (resumed on {days(-6)} by filing {filing.number}, not seen since)"
    assert explained(enterprise) == said


def test_seen_at_work_after_it_resumed_nothing_counts(enterprise):
    seen(enterprise, since=-30, on=-12)
    filed(enterprise, F.APPROVED, begun=-10, resumption_date=days(-6))
    seen(enterprise, on=-5)
    assert idle(enterprise) is None


def test_seen_idle_after_it_should_have_resumed_the_eye_is_believed(enterprise):
    filed(enterprise, F.APPROVED, begun=-10, resumption_date=days(-6))
    seen(enterprise, since=-20, on=-1)
    assert idle(enterprise).days == 20
    assert "as seen on" in explained(enterprise)


def test_approved_for_a_day_to_come_it_is_idle_until_then(enterprise):
    filing = filed(enterprise, F.APPROVED, begun=-14, resumption_date=days(3))
    assert idle(enterprise).days == 14
    assert explained(enterprise) == f"14 days (resumes on {days(3)}, filing {filing.number})"
    with at(8):
        assert idle(enterprise).days == 17


def test_suspended_it_is_idle_from_then_on(enterprise):
    filing = filed(enterprise, F.APPROVED, begun=-30, resumption_date=days(-29))
    with at(-8):
        filings.suspend(filing=filing, reason="发现重大隐患", by=make_user(Role.COMMANDER))
    assert idle(enterprise).days == 8
    assert explained(enterprise) == f"8 days (work suspended, filing {filing.number})"


def test_filing_anew_beside_one_that_stands_is_no_idleness(enterprise):
    filed(enterprise, F.APPROVED, begun=-30, resumption_date=days(-29))
    seen(enterprise, on=-28)
    filed(enterprise, F.SUBMITTED, begun=-10)
    assert idle(enterprise) is None


def test_however_many_they_are_four_queries_are_asked(django_assert_num_queries, enterprise):
    others = [make_enterprise() for _one in range(3)]
    with django_assert_num_queries(4):
        facts_of([one.pk for one in (enterprise, *others)])
