"""Counts laid along a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.situation.minutes import Minute, along

START = datetime(2020, 2, 2, 16, tzinfo=UTC)  # midnight of the 3rd in Linzi


def test_a_count_stands_at_its_minute_and_stays():
    curve = along([("2020-02-02 16:02", 3)], START, 5)
    assert curve == [0, 0, 3, 3, 3]


@given(st.lists(st.tuples(st.integers(-10, 2000), st.integers(0, 50)), max_size=60))
def test_a_curve_never_falls_and_ends_at_the_sum(counts):
    rows = [(f"{START + timedelta(minutes=at):%Y-%m-%d %H:%M}", n) for at, n in counts]
    curve = along(rows, START, 1440)
    assert curve == sorted(curve)
    assert curve[-1] == sum(n for _at, n in counts)


@pytest.mark.django_db
def test_the_database_cuts_to_the_minute_in_utc():
    from qixin.reports.models import Report
    from tests.reports.factories import make_report

    report = make_report()
    minute = Report.objects.annotate(minute=Minute("received_at")).get().minute
    assert minute == f"{report.received_at.astimezone(UTC):%Y-%m-%d %H:%M}"
