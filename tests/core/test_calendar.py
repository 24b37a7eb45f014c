from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.calendar import (
    CalendarGap,
    WorkingCalendar,
    add_hours,
    deadline,
    working_hours_between,
)

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkingCalendar(ZONE)


def at(*parts):
    return datetime(*parts, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 1, 19), True),  # a Sunday worked in lieu
        (date(2020, 1, 31), False),  # the holiday prolonged by the notice of 27 January 2020
        (date(2020, 2, 3), True),
        (date(2020, 2, 8), False),
        (date(2026, 1, 4), True),  # a Sunday worked in lieu
        (date(2026, 10, 10), True),  # a Saturday worked in lieu
    ],
)
def test_the_states_notices_decide(day, works):
    assert CALENDAR.is_working_day(day) is works


def test_overrides_outweigh_the_state_and_reach_beyond_it():
    calendar = WorkingCalendar(ZONE, {date(2020, 2, 8): True, date(2027, 1, 4): True})
    assert calendar.is_working_day(date(2020, 2, 8))
    assert calendar.is_working_day(date(2027, 1, 4))
    with pytest.raises(CalendarGap, match="2027-01-05"):
        calendar.is_working_day(date(2027, 1, 5))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(2020, 2, 3, 9), 3, at(2020, 2, 3, 12)),
        (at(2020, 2, 3, 9), 4, at(2020, 2, 3, 14, 30)),
        (at(2020, 2, 3, 9), 7, at(2020, 2, 3, 17, 30)),
        (at(2020, 2, 3, 9), 7.5, at(2020, 2, 4, 9, 30)),
        (at(2020, 2, 3, 12, 30), 1, at(2020, 2, 3, 14, 30)),
        (at(2020, 2, 7, 17), 1, at(2020, 2, 10, 9, 30)),
        (at(2020, 1, 30, 3), 1, at(2020, 2, 3, 10)),
        (at(2020, 2, 8, 3), 0, at(2020, 2, 8, 3)),
        (datetime(2020, 2, 3, 1, tzinfo=UTC), 1, at(2020, 2, 3, 10)),
    ],
)
def test_only_working_time_counts_towards_a_deadline(start, hours, end):
    assert deadline(start, hours, CALENDAR) == end
    assert deadline(start, hours, CALENDAR).tzinfo is ZONE


def test_a_deadline_past_the_known_years_says_so_and_one_before_does_not():
    assert deadline(at(2026, 12, 31, 16), 1.5, CALENDAR) == at(2026, 12, 31, 17, 30)
    assert working_hours_between(at(2026, 12, 31, 16), at(2026, 12, 31, 20), CALENDAR) == 1.5
    with pytest.raises(CalendarGap):
        deadline(at(2026, 12, 31, 16), 2, CALENDAR)


@pytest.mark.parametrize("hours", [-1, float("inf"), float("nan")])
def test_impossible_hours_are_refused(hours):
    with pytest.raises(ValueError):
        deadline(at(2020, 2, 3, 9), hours, CALENDAR)


def test_a_naive_start_and_overlapping_hours_are_refused():
    with pytest.raises(ValueError):
        deadline(datetime(2020, 2, 3), 1, CALENDAR)
    with pytest.raises(ValueError):
        WorkingCalendar(ZONE, hours=((time(9), time(12)), (time(11), time(17))))


moments = st.datetimes(datetime(2020, 1, 1), datetime(2025, 1, 1), timezones=st.just(ZONE))


@given(moments, st.integers(1, 60 * 100))
def test_working_time_up_to_a_deadline_is_what_was_given(start, minutes):
    end = deadline(start, minutes / 60, CALENDAR)
    assert working_hours_between(start, end, CALENDAR) == pytest.approx(minutes / 60)
    earlier = end - timedelta(seconds=1)
    assert working_hours_between(start, earlier, CALENDAR) < minutes / 60


def test_round_the_clock_hours_are_real_hours_when_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2020, 3, 28, 12, tzinfo=berlin)
    assert add_hours(start, 24) == datetime(2020, 3, 29, 13, tzinfo=berlin)
    assert add_hours(at(2020, 2, 3, 23), 24) == at(2020, 2, 4, 23)
