"""Reading single cells: telephones, ID numbers, codes, yes and no."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc

from qixin.core import clock
from qixin.core.personal_data import normalise_digits
from qixin.core.sheets import CellProblem

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}[2-8]\d{6,7}")
_SEPARATORS = str.maketrans("", "", " \t\u3000\u00a0-－—–()（）.·")
_YES = {"1", "是", "有", "对", "√", "✓", "y", "yes", "true", "党员", "中共党员", "☑"}
_NO = {"0", "否", "无", "不是", "×", "n", "no", "false", "非党员", "群众", "☐"}


def text_of(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date | datetime | time) else str(cell)


def text(longest: int) -> Callable[[Any], str]:
    """A reader of text on one line, at most `longest` characters."""

    def read(cell: Any) -> str:
        words = " ".join(text_of(cell).split())
        if len(words) > longest:
            raise CellProblem(_("This text is too long."))
        return words

    return read


def phone(cell: Any) -> str:
    """A Chinese mobile or landline number as digits: full-width digits, spaces, +86 are taken.

    Raises CellProblem.
    """
    digits = normalise_digits(text_of(cell)).translate(_SEPARATORS).lstrip("+＋'")
    if re.fullmatch(r"(00)?86(1\d{10}|0\d{9,11})", digits):
        digits = digits.removeprefix("00").removeprefix("86")
    if not _MOBILE.fullmatch(digits) and not _LANDLINE.fullmatch(digits):
        raise CellProblem(
            _(
                "This is not a telephone number: a mobile number has 11 digits and begins with "
                "13 to 19, a landline needs its area code."
            )
        )
    return digits


def id_number(cell: Any) -> str:
    """A resident ID number of 18 characters whose date and check digit hold (GB 11643).

    Raises CellProblem.
    """
    number = normalise_digits(text_of(cell)).translate(_SEPARATORS).upper().replace("Ｘ", "X")
    if re.fullmatch(r"\d+0{3,}", number) and len(number) == 18 and not _is_right(number):
        raise CellProblem(
            _(
                "The ID number was rounded by the spreadsheet program. Format the column as text "
                "and type it again."
            )
        )
    if not _is_right(number):
        raise CellProblem(
            _("This ID number is not valid: 18 characters whose date and last one must fit.")
        )
    return number


def _is_right(number: str) -> bool:
    if not re.fullmatch(r"[1-8]\d{16}[\dX]", number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born <= clock.today() and ric.calc_check_digit(number) == number[-1]


def credit_code(cell: Any) -> str:
    """A unified social credit code (GB 32100). Raises CellProblem."""
    code = "".join(text_of(cell).split()).upper()
    if not uscc.is_valid(code):
        raise CellProblem(_("This is not a valid unified social credit code."))
    return uscc.compact(code)


def area_code(cell: Any) -> str:
    """A statistical area code: 6 digits for a district, 9 for a town, 12 for a community."""
    digits = normalise_digits(text_of(cell)).strip()
    if len(digits) == 12 and digits.endswith("000000"):
        digits = digits[:6]
    elif len(digits) == 12 and digits.endswith("000"):
        digits = digits[:9]
    if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", digits):
        raise CellProblem(
            _("An area code has 6 digits (district), 9 (town) or 12 (community or village).")
        )
    return digits


def yes_or_no(cell: Any) -> bool:
    word = text_of(cell).strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise CellProblem(_("Write “yes” or “no”."))


def degrees(lowest: float, highest: float) -> Callable[[Any], float]:
    """A reader of degrees within China's span of this axis."""

    def read(cell: Any) -> float:
        value = float(normalise_digits(text_of(cell)))
        if not lowest <= value <= highest:
            raise CellProblem(_("This coordinate does not lie in China."))
        return value

    return read


def choice(choices: type[TextChoices], names: Mapping[str, str]) -> Callable[[Any], str]:
    """A reader of one of `choices`, by its value or one of `names` (Chinese or English)."""
    known = {value: value for value in choices.values} | {
        name.casefold(): value for name, value in names.items()
    }

    def read(cell: Any) -> str:
        word = text_of(cell).strip().casefold()
        if word not in known:
            raise CellProblem(_("This is none of: {choices}.").format(choices="、".join(names)))
        return known[word]

    return read
