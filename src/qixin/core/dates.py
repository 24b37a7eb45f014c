"""Moments as people and other systems write them, independent of the machine's locale."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Self

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.errors import Invalid

# Day 0 of Excel's 1900 system, right for serials after February 1900 (Excel counts 29 Feb 1900).
_EXCEL_EPOCH = datetime(1899, 12, 30)
_YEARS = range(1900, 2200)
_LONGEST = 80  # characters; no date is longer

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +|(?:星期|周)[一二三四五六日天] *)?"
_OFFSET = r"(?P<offset>z|utc|gmt|[+-]\d\d(?::?\d\d)?)"
_HALF = r"(?P<half>上午|下午|晚上|凌晨|早上|早晨|中午|傍晚)?"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:时点] ?(?P<minute>\d{1,2})? ?(?:[:分] ?(?:(?P<second>\d{1,2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?秒?)?)"
)
_TIME = (
    rf"(?:[t, ]? ?(?:星期[一二三四五六日天])? ?{_HALF} ?{_CLOCK} ?(?P<ampm>[ap]\.?m\.?)?"
    rf" ?{_OFFSET}?)?"
)
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2}) ?[日号]?" + _TIME,
        rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d){_TIME}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)[t ]?"
        r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?" + f"{_OFFSET}?",
        # Weibo's API and the asctime family: Thu Jul 22 08:51:39 +0800 2021
        rf"{_WEEKDAY}{_MONTH_NAME} +(?P<day>\d{{1,2}}) {_CLOCK} ?{_OFFSET}? (?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_NTH}[ -]{_MONTH_NAME}[ ,-]+(?P<year>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH_NAME} {_NTH},? (?P<year>\d{{4}}){_TIME}",
    )
]
_NUMERIC = re.compile(rf"(?P<first>\d{{1,2}})[-/.](?P<last>\d{{1,2}})[-/.](?P<year>\d{{4}}){_TIME}")
_SHORT_YEAR = re.compile(rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2}}{_TIME}")
_NO_YEAR = re.compile(r"\d{1,2} ?(?:月|[-/.]) ?\d{1,2} ?[日号]?(?: .*)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_AFTERNOON = {"下午", "晚上", "傍晚", "pm"}


class MomentError(Invalid, ValueError):
    """A date or time that cannot be read, with a sentence that says what to write."""


class AmbiguousDate(MomentError):
    """A date that is another day when day and month change places."""


def parse_moment(
    value: str | datetime | date | int | float, *, zone: tzinfo, day_first: bool | None = None
) -> datetime:
    """The moment that `value` names, aware, in `zone`; a date alone means its midnight.

    Reads ISO 8601, 2020年2月3日 14:05, 2020/2/3, 20200203, Weibo's and e-mail's English forms,
    datetimes and serial numbers of a spreadsheet, full-width digits. 03/02/2020 needs `day_first`,
    13/02/2020 does not. Raises AmbiguousDate, or MomentError for what is no date.
    """
    if isinstance(value, datetime):
        return _placed(value, zone)
    if isinstance(value, date):
        return _placed(datetime(value.year, value.month, value.day), zone)
    text = _tidy(str(value))
    if not text:
        raise MomentError(_("The time is blank. Write it as 2020-02-03 14:05."))
    try:
        if _SERIAL.fullmatch(text):
            return _from_serial(float(text), zone)
        return _placed(_read(text, day_first), zone)
    except (ValueError, OverflowError) as error:
        if isinstance(error, MomentError):
            raise
        raise MomentError(_unreadable(text)) from None


class Verdict(StrEnum):
    NOT_NEEDED = "not_needed"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNDECIDED = "undecided"
    CONFLICTING = "conflicting"


@dataclass(slots=True)
class DateOrder:
    """Reads a column of dates and decides whether 03/02/2020 is in February or in March there."""

    day_first_seen: int = 0
    month_first_seen: int = 0
    open_seen: int = 0

    @classmethod
    def of(cls, values: Iterable[object]) -> Self:
        order = cls()
        for value in values:
            order.see(value)
        return order

    def see(self, value: object) -> None:
        match = _NUMERIC.fullmatch(_tidy(value)) if isinstance(value, str) else None
        if match is None:
            return
        first, last = int(match["first"]), int(match["last"])
        if first > 12 >= last:
            self.day_first_seen += 1
        elif last > 12 >= first:
            self.month_first_seen += 1
        elif first != last:
            self.open_seen += 1

    @property
    def verdict(self) -> Verdict:
        if self.day_first_seen and self.month_first_seen:
            return Verdict.CONFLICTING
        if self.day_first_seen:
            return Verdict.DAY_FIRST
        if self.month_first_seen:
            return Verdict.MONTH_FIRST
        return Verdict.UNDECIDED if self.open_seen else Verdict.NOT_NEEDED

    @property
    def day_first(self) -> bool | None:
        """What to hand to `parse_moment`: None while the column does not decide."""
        return {Verdict.DAY_FIRST: True, Verdict.MONTH_FIRST: False}.get(self.verdict)


def _tidy(text: str) -> str:
    if len(text) > _LONGEST:
        return text[:_LONGEST]
    folded = unicodedata.normalize("NFKC", text).replace("−", "-")
    return " ".join(folded.split()).lower()


def _read(text: str, day_first: bool | None) -> datetime:
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            month = _MONTHS.index(found["name"]) + 1 if found.get("name") else int(found["month"])
            return _combined(found, month=month, day=int(found["day"]))
    if match := _NUMERIC.fullmatch(text):
        day, month = _day_and_month(int(match["first"]), int(match["last"]), text, day_first)
        return _combined(match.groupdict(), month=month, day=day)
    if _SHORT_YEAR.fullmatch(text):
        raise AmbiguousDate(
            format_lazy(
                _("“{text}” has a year of two digits. Write the date as 2020-02-03."), text=text
            )
        )
    if _NO_YEAR.fullmatch(text):
        raise MomentError(
            format_lazy(_("“{text}” has no year. Write the date as 2020-02-03."), text=text)
        )
    raise MomentError(_unreadable(text))


def _day_and_month(first: int, last: int, text: str, day_first: bool | None) -> tuple[int, int]:
    if first > 12 or (first <= 12 and last <= 12 and day_first) or first == last:
        return first, last
    if last > 12 or day_first is False:
        return last, first
    raise AmbiguousDate(
        format_lazy(
            _(
                "“{text}” can mean two days: day or month may come first. "
                "Write the date as 2020-02-03."
            ),
            text=text,
        )
    )


def _combined(found: dict[str, str | None], *, month: int, day: int) -> datetime:
    half = found.get("half") or (found.get("ampm") or "").replace(".", "")
    hour = _hour(int(found.get("hour") or 0), half)
    fraction = (found.get("fraction") or "").ljust(6, "0")[:6]
    moment = datetime(
        int(found["year"] or 0),
        month,
        day,
        hour % 24,
        int(found.get("minute") or 0),
        int(found.get("second") or 0),
        int(fraction),
        tzinfo=_offset(found.get("offset")),
    )
    # 24:00 is the end of its day (ISO 8601), and only exactly.
    if hour == 24 and (moment.minute or moment.second or moment.microsecond):
        raise ValueError(hour)
    return moment + timedelta(days=1) if hour == 24 else moment


def _hour(hour: int, half: str) -> int:
    if hour > 24:
        raise ValueError(hour)
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    if half == "中午" and hour < 3:
        return hour + 12
    if half in ("am", "凌晨") and hour == 12:
        return 0
    return hour


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text in ("z", "utc", "gmt"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if text[0] == "-" else shift)


def _from_serial(serial: float, zone: tzinfo) -> datetime:
    # A serial holds about a tenth of a millisecond; whole seconds are what was typed.
    return _placed(_EXCEL_EPOCH + timedelta(seconds=round(serial * 86400)), zone)


def _placed(moment: datetime, zone: tzinfo) -> datetime:
    if moment.year not in _YEARS:
        raise MomentError(
            format_lazy(_("The year {year} cannot be right. Check the date."), year=moment.year)
        )
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _unreadable(text: str) -> str | Promise:
    return format_lazy(
        _("“{text}” cannot be read as a date. Write it as 2020-02-03 14:05."), text=text
    )
