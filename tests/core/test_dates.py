from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qixin.core.dates import AmbiguousDate, DateOrder, MomentError, Verdict, parse_moment

ZONE = ZoneInfo("Asia/Shanghai")


def at(*parts):
    return datetime(*parts, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-02-03", at(2020, 2, 3)),
        ("2020-02-03T14:05:06+08:00", at(2020, 2, 3, 14, 5, 6)),
        ("2020-02-03T06:05:06Z", at(2020, 2, 3, 14, 5, 6)),
        ("2020-02-03 14:05:06.25", at(2020, 2, 3, 14, 5, 6, 250_000)),
        ("2020年2月3日 14:05", at(2020, 2, 3, 14, 5)),
        ("2020年2月3日14时05分", at(2020, 2, 3, 14, 5)),
        ("2020年2月3日 星期一 下午2点", at(2020, 2, 3, 14)),
        ("２０２０年２月３日 １４：０５", at(2020, 2, 3, 14, 5)),
        ("2020/2/3", at(2020, 2, 3)),
        ("2020.2.3 8:00", at(2020, 2, 3, 8)),
        ("20200203", at(2020, 2, 3)),
        ("20200203140506", at(2020, 2, 3, 14, 5, 6)),
        ("Thu Jul 22 08:51:39 +0800 2021", at(2021, 7, 22, 8, 51, 39)),
        ("Thu, 22 Jul 2021 08:51:39 +0800", at(2021, 7, 22, 8, 51, 39)),
        ("July 22, 2021 3:04 PM", at(2021, 7, 22, 15, 4)),
        ("2020-02-03 24:00", at(2020, 2, 4)),
        ("2020-02-03 12:30 AM", at(2020, 2, 3, 0, 30)),
        ("13/02/2020", at(2020, 2, 13)),
        ("02/13/2020 14:05", at(2020, 2, 13, 14, 5)),
        ("03/03/2020", at(2020, 3, 3)),
        ("43864", at(2020, 2, 3)),
        ("43864.586805556", at(2020, 2, 3, 14, 5)),
        (43864.5, at(2020, 2, 3, 12)),
        (datetime(2020, 2, 3, 14, 5), at(2020, 2, 3, 14, 5)),
        (datetime(2020, 2, 3, 6, 5, tzinfo=UTC), at(2020, 2, 3, 14, 5)),
        (date(2020, 2, 3), at(2020, 2, 3)),
    ],
)
def test_moments_are_read_as_people_and_systems_write_them(text, moment):
    read = parse_moment(text, zone=ZONE)
    assert read == moment
    assert read.tzinfo is not None


@pytest.mark.parametrize("text", ["03/02/2020", "3-2-2020 14:05", "3/2/20"])
def test_a_date_with_two_meanings_is_refused_unless_its_order_is_known(text):
    with pytest.raises(AmbiguousDate) as refusal:
        parse_moment(text, zone=ZONE)
    assert "2020-02-03" in str(refusal.value)


def test_a_known_order_settles_the_date():
    assert parse_moment("03/02/2020", zone=ZONE, day_first=True) == at(2020, 2, 3)
    assert parse_moment("03/02/2020", zone=ZONE, day_first=False) == at(2020, 3, 2)
    assert parse_moment("13/02/2020", zone=ZONE, day_first=False) == at(2020, 2, 13)


@pytest.mark.parametrize(
    "text",
    ["", " ", "明天", "2月3日", "2020-02-30", "2020-13-01", "2020-02-03 25:00", "2020-02-03 24:30",
     "1234-01-01", "123", "99999999", "32/13/2020", "2020-02-03 14:05 +99:00", "9" * 500],
)  # fmt: skip
def test_what_is_no_date_gets_a_sentence(text):
    with pytest.raises(MomentError) as refusal:
        parse_moment(text, zone=ZONE)
    assert str(refusal.value)


@given(st.text() | st.text(alphabet="0123456789-/.:年月日 时分上下午tTzZ+"))
def test_no_text_breaks_the_reading(text):
    with suppress(MomentError):
        assert parse_moment(text, zone=ZONE).tzinfo is not None


@given(st.floats() | st.integers())
def test_no_number_breaks_the_reading(number):
    with suppress(MomentError):
        parse_moment(number, zone=ZONE)


@given(
    st.datetimes(datetime(1992, 1, 1), datetime(2199, 1, 1)).map(lambda m: m.replace(microsecond=0))
)
def test_written_forms_come_back(moment):
    expected = moment.replace(tzinfo=ZONE)
    for text in (
        moment.isoformat(),
        f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}",
        f"{moment:%Y/%m/%d %H:%M:%S}",
        expected.isoformat(),
    ):
        assert parse_moment(text, zone=ZONE) == expected


@pytest.mark.parametrize(
    ("column", "verdict", "day_first"),
    [
        (["03/02/2020", "13/02/2020"], Verdict.DAY_FIRST, True),
        (["03/02/2020", "02/13/2020"], Verdict.MONTH_FIRST, False),
        (["03/02/2020", "04/02/2020"], Verdict.UNDECIDED, None),
        (["13/02/2020", "02/13/2020"], Verdict.CONFLICTING, None),
        (["2020-02-03", "", None, date(2020, 2, 3), "03/03/2020"], Verdict.NOT_NEEDED, None),
    ],
)
def test_a_column_decides_its_own_order(column, verdict, day_first):
    order = DateOrder.of(column)
    assert (order.verdict, order.day_first) == (verdict, day_first)
