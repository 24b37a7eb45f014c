"""Telephone numbers, identity numbers and vehicle plates in free text: found, and masked.

The patterns are linear: each looks a bounded number of characters ahead of a place where it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from stdnum.cn import ric

_DIGITS = {ord("０") + n: str(n) for n in range(10)}
# One character for one, so that a position in the folded text is the position in the text.
_FOLDED = (
    _DIGITS
    | {0xFF21 + n: chr(0x41 + n) for n in range(26)}
    | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
    | {ord(c): "-" for c in "－—–‐‑‒―−﹣"}
    | {ord(c): " " for c in "\u3000\u00a0\u2002\u2003\u2009\u202f\t\r"}
    # ① ❶ ➀ and the digits of mathematical alphabets
    | {ord("⓪"): "0"}
    | {first + n: str(n + 1) for first in (0x2460, 0x2776, 0x2780, 0x278A) for n in range(9)}
    | {0x1D7CE + n: str(n % 10) for n in range(50)}
    | {ord("＋"): "+", ord("（"): "(", ord("）"): ")", ord("．"): ".", ord("："): ":"}
)
# Nobody sees them, so nothing may hide behind them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]")
_HAS_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")


class Kind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    ID_NUMBER = "id_number"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]` of the searched text is personal; `masked` may stand in its place."""

    kind: Kind
    start: int
    end: int
    text: str
    masked: str


# First two digits of a GB/T 2260 area code; 81-83 begin residence permits of Hong Kong and others.
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_ID = re.compile(
    rf"(?<![0-9A-Za-z]){_PROVINCE}"
    r"(?:(?:[ -]{0,2}\d){4}[ \n-]{0,3}(?:1[ \n-]{0,3}9|2[ \n-]{0,3}0)(?:[ \n-]{0,3}\d){9}"
    r"[ \n-]{0,3}[0-9Xx]|\d{13})(?![0-9A-Za-z])"
)
_COUNTRY = r"(?:(?:\+ ?|00)?86[ -]{0,2}|\(\+?86\) ?)"
_AMOUNT = r"(?! ?(?:\.\d{1,2})? ?(?:元|万|亿|吨|圆|美元))"
# Between the groups of a number; which groups there may be says _MOBILE_GROUPS.
_BETWEEN = r" ./_·•・\-"
_MOBILE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?<![¥￥$]){_COUNTRY}?"
    rf"(1[ \n-]{{0,3}}[3-9](?:[{_BETWEEN}\n]{{0,3}}\d){{9}})(?!\d){_AMOUNT}"
)
_MOBILE_GROUPS = {
    (11,), (3, 4, 4), (4, 3, 4), (3, 3, 5), (4, 4, 3), (5, 3, 3), (5, 6), (6, 5), (7, 4), (3, 8),
    (1,) * 11,
}  # fmt: skip
# A number that is announced may be broken anywhere.
_ANNOUNCED = re.compile(
    r"(?:电话|手机|联系方式|联系人|微信|热线|号码|拨打|致电|Tel|Phone|Mobile)[^\d\n]{0,10}\n?[^\d\n]{0,4}$",
    re.IGNORECASE,
)
_ANNOUNCED_ID = re.compile(r"(?:身份证|证件号?|ID)[^\d\n]{0,10}\n?[^\d\n]{0,4}$", re.IGNORECASE)
_ANNOUNCED_WITHIN = 30
# What stands in a column or row of other numbers is one of them.
_NUMBER_BEFORE, _NUMBER_AFTER = (
    re.compile(r"\d[ ,、;/]{1,3}$|\d\n$"),
    re.compile(r"[ ,、;/]{1,3}\d|\n\d"),
)
# 一九九〇〇〇〇一二三四: eleven such digits without a word for their size are no amount.
_SPOKEN = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")
_SPOKEN_DIGIT = "[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_SPOKEN_MOBILE = re.compile(
    rf"(?<!{_SPOKEN_DIGIT})[一幺壹][ -]?[三四五六七八九叁肆伍陆柒捌玖](?:[ -]?{_SPOKEN_DIGIT}){{9}}"
    rf"(?!{_SPOKEN_DIGIT})"
)
_AREA = r"(?:10|2[0-57-9]|[3-9][1-9]\d|701)"
_LOCAL = r"[2-8]\d{2,3}(?:[ -]{0,3}|-\n)\d{4}(?!\d)"
_EXTENSION = r"(?:(?:-| ?转 ?)\d{1,5}(?!\d))?"
_LANDLINE = re.compile(
    r"(?:(?<!\d)(?<!\d[-./,])(?<![¥￥$])"
    rf"(?:{_COUNTRY}\(?0?{_AREA}\)?|\(0{_AREA}\)|0{_AREA})(?:[ -]{{0,3}}|-\n ?)"
    rf"|(?:(?<=电话)|(?<=座机))[:是为 \n]{{0,3}}){_LOCAL}{_AMOUNT}{_EXTENSION}"
)
# GA 36-2018: after the place an ordinary plate has five characters, a new-energy one six; no I, O.
PLATE_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PROVINCES = f"[{PLATE_PROVINCES}]"
_PLATE = re.compile(
    rf"{_PROVINCES}\ ?([A-HJ-NP-Z])[ ·•.・-]?"
    r"([DABCEFGHJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[DABCEFGHJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])"
    r"(?![0-9A-Z])",
    re.IGNORECASE,
)
# The armed police: WJ, the province by its character or number, five characters.
_ARMED_POLICE_PLATE = re.compile(
    rf"(?<![0-9A-Za-z])WJ(?:[ ·•.・-]?{_PROVINCES}"
    r"[ ·•.・-]?|[ ·•.・-]?(?:0[1-9]|[12]\d|3[0-4])[ ·•.・-]|[·•・-])"
    r"\d{4}[0-9A-Z](?![0-9A-Za-z])",
    re.IGNORECASE,
)


def normalise_digits(text: str) -> str:
    """`text` with full-width digits made half-width; nothing else changes."""
    return text.translate(_DIGITS)


def find_personal_data(text: str) -> list[Finding]:
    """What must not be published, in order, without overlaps: ID numbers, telephones, plates.

    An 18-digit ID number counts when its date and check digit hold (GB 11643), an old 15-digit one
    when its place and date do. Amounts, dates and the house's own numbers are left alone.
    """
    if _INVISIBLE.search(text):
        return list(_behind_the_invisible(text))
    folded = text.translate(_FOLDED) if _HAS_FOLDED.search(text) else text
    taken: list[Finding] = []
    for search in (_id_numbers, _mobiles, _spoken_mobiles, _landlines, _plates):
        spans = [(f.start, f.end) for f in taken]
        taken += [
            finding
            for finding in search(folded, text)
            if not _overlaps(spans, finding.start, finding.end)
        ]
        taken.sort(key=lambda finding: finding.start)
    return taken


def _behind_the_invisible(text: str) -> Iterator[Finding]:
    """Findings of what a reader sees, at their places in the text as it stands."""
    seen = [at for at, character in enumerate(text) if not _INVISIBLE.match(character)]
    for found in find_personal_data("".join(text[at] for at in seen)):
        start, end = seen[found.start], seen[found.end - 1] + 1
        yield replace(found, start=start, end=end, text=text[start:end])


def mask_text(text: str) -> str:
    """`text` with everything that `find_personal_data` finds replaced by its mask."""
    parts, position = [], 0
    for finding in find_personal_data(text):
        parts += [text[position : finding.start], finding.masked]
        position = finding.end
    return "".join([*parts, text[position:]])


def mask_phone(number: str) -> str:
    """138****8000 for a mobile; a landline keeps its area code and its last two digits."""
    digits = re.sub(r"\D", "", number.translate(_FOLDED))
    national = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{8,10}$)", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}", national):
        return f"{national[:3]}****{national[-4:]}"
    area = re.match(rf"0{_AREA}(?=\d{{7}})", national)
    prefix = f"{area.group()}-" if area else ""
    local = national[area.end() :] if area else national
    kept = local[-2:] if len(local) > 4 else ""
    return prefix + "*" * (len(local) - len(kept)) + kept


def mask_id_number(number: str) -> str:
    """First three and last four characters of an identity number; all of a short one is hidden."""
    compact = re.sub(r"[ \n-]", "", number.translate(_FOLDED)).upper()
    if len(compact) < 12:
        return "*" * len(compact)
    return f"{compact[:3]}{'*' * (len(compact) - 7)}{compact[-4:]}"


# The commonest surnames of two characters.
_LONG_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
    "司徒", "夏侯", "端木", "闻人", "长孙", "宇文", "轩辕", "南宫", "西门", "独孤",
)  # fmt: skip


def mask_name(name: str) -> str:
    """Keeps the surname: 张**, 欧阳*; of a name in letters each word's first letter, J*** S***."""
    name = name.strip()
    if name.isascii():
        return " ".join(f"{word[0]}***" for word in name.split())
    kept = 2 if len(name) > 2 and name.startswith(_LONG_SURNAMES) else 1
    return name[:kept] + "*" * max(len(name) - kept, 1)


def mask_plate(plate: str) -> str:
    """Province, letter and the last two characters: 鲁C***45."""
    compact = re.sub(r"[ ·•.・-]", "", plate.translate(_FOLDED)).upper()
    return f"{compact[:2]}{'*' * (len(compact) - 4)}{compact[-2:]}"


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < taken_end and taken_start < end for taken_start, taken_end in spans)


def _id_numbers(folded: str, text: str) -> Iterator[Finding]:
    for match in _ID.finditer(folded):
        compact = re.sub(r"[ \n-]", "", match.group()).upper()
        if _is_id_number(compact) and _is_one_id_number(folded, match):
            yield _finding(
                Kind.ID_NUMBER, match.start(), match.end(), text, mask_id_number(compact)
            )


def _is_id_number(compact: str) -> bool:
    if len(compact) == 15:
        return _is_date("19" + compact[6:12])
    return _is_date(compact[6:14]) and ric.calc_check_digit(compact) == compact[-1]


def _is_one_id_number(folded: str, match: re.Match[str]) -> bool:
    """Whether the groups that a number was written in are those of one, and not of several."""
    groups = [len(group) for group in re.split(r"[ \n-]+", match.group())]
    is_one = (
        max(groups) == 1
        or min(groups[:-1], default=18) >= 3
        or _is_announced(_ANNOUNCED_ID, folded, match.start())
    )
    return is_one and ("\n" not in match.group() or len(groups) < 4)


def _is_announced(words: re.Pattern[str], folded: str, at: int) -> bool:
    return bool(words.search(folded[max(0, at - _ANNOUNCED_WITHIN) : at]))


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _mobiles(folded: str, text: str) -> Iterator[Finding]:
    position = 0
    while match := _MOBILE.search(folded, position):
        if _is_one_mobile(folded, match):
            position = match.end()
            yield _finding(
                Kind.MOBILE, match.start(), match.end(), text, mask_phone(match.group(1))
            )
        else:
            position = match.start() + 1


def _is_one_mobile(folded: str, match: re.Match[str]) -> bool:
    """Whether the groups of the digits are those of one number, or it is announced as one."""
    number = match.group(1)
    if _is_announced(_ANNOUNCED, folded, match.start()):
        return number.count("\n") < 2
    groups = tuple(len(group) for group in re.split(f"[{_BETWEEN}\n]+", number))
    if groups not in _MOBILE_GROUPS:
        return False
    if "\n" not in number:
        return True
    # in a column of numbers, lines follow one another by chance
    alone = not (
        _NUMBER_BEFORE.search(folded[max(0, match.start() - 4) : match.start()])
        or _NUMBER_AFTER.match(folded, match.end())
    )
    return len(groups) > 2 and number.count("\n") == 1 and alone


def _spoken_mobiles(folded: str, text: str) -> Iterator[Finding]:
    for match in _SPOKEN_MOBILE.finditer(folded):
        masked = mask_phone(match.group().translate(_SPOKEN))
        yield _finding(Kind.MOBILE, match.start(), match.end(), text, masked)


def _landlines(folded: str, text: str) -> Iterator[Finding]:
    for match in _LANDLINE.finditer(folded):
        found = match.group()
        start = match.start() + len(found) - len(found.lstrip(":是为 "))
        number = re.split(r"转|(?<=\d{4})-(?=\d{1,5}$)(?<=\d{7}-)", found)[0]
        yield _finding(Kind.LANDLINE, start, match.end(), text, mask_phone(number))


def _plates(folded: str, text: str) -> Iterator[Finding]:
    for match in _PLATE.finditer(folded):
        if sum(c.isdigit() for c in match.group(2)) >= 3:
            yield _finding(Kind.PLATE, match.start(), match.end(), text, mask_plate(match.group()))
    for match in _ARMED_POLICE_PLATE.finditer(folded):
        yield _finding(Kind.PLATE, match.start(), match.end(), text, mask_plate(match.group()))


def _finding(kind: Kind, start: int, end: int, text: str, masked: str) -> Finding:
    return Finding(kind=kind, start=start, end=end, text=text[start:end], masked=masked)
