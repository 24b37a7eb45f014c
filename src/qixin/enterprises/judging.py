"""What a filing lacks, and how its numbers stand against the rules: one way for page and submit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from qixin.core import clock
from qixin.enterprises.enums import Comparison, FilingFileKind, Industry, RuleWeight
from qixin.enterprises.models import FilingRule, ResumptionFiling
from qixin.enterprises.models.filings import FILLED_IN, NUMBERS

WORKERS = "workers"
# Stock of which less than one is counted.
_TENTHS = frozenset({"disinfectant", "alcohol"})
_OPTIONAL = frozenset({"owner_unit"})
_PLACE = re.compile(r"\{(missing|left|need|right|factor|days)\}")
FILES = "files"
_NEEDED_FILES = (FilingFileKind.COMMITMENT,)
_NEEDED_OF_SITES = (FilingFileKind.SITE_CHECK, FilingFileKind.SYSTEMS_CHECK)
_EARLIEST = date(2000, 1, 1)
_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Verdict:
    """How one rule came out; `holds` None where a number is still missing."""

    rule: FilingRule
    holds: bool | None
    sentence: str

    @property
    def tone(self) -> str:
        if self.holds:
            return "success"
        return "danger" if self.rule.weight == RuleWeight.MUST else "warning"


def numbers_of(filing: ResumptionFiling) -> dict[str, Decimal | None]:
    """The filing's numbers, as numbers; a blank one is None, and 0 is 0."""
    values = {name: getattr(filing, name) for name in NUMBERS}
    found = {name: None if value is None else Decimal(str(value)) for name, value in values.items()}
    return found | {WORKERS: Decimal(filing.workers.count())}


def judge(numbers: Mapping[str, Decimal | None], rules: Iterable[FilingRule]) -> list[Verdict]:
    """Each rule over the numbers, in the rules' order."""
    return [_judged(rule, numbers) for rule in rules]


def faults(filing: ResumptionFiling, rules: Iterable[FilingRule]) -> dict[str, list[str]]:
    """Field → sentences about everything that keeps the filing from being submitted, at once.

    FILES and WORKERS stand for what is no single field.
    """
    found: dict[str, list[str]] = {}
    for name in FILLED_IN:
        if sentence := _of_field(filing, name):
            found.setdefault(name, []).append(sentence)
    for sentence in _missing_files(filing):
        found.setdefault(FILES, []).append(sentence)
    for verdict in judge(numbers_of(filing), rules):
        if verdict.holds is False and verdict.rule.weight == RuleWeight.MUST:
            found.setdefault(verdict.rule.left, []).append(verdict.sentence)
    return found


def _of_field(filing: ResumptionFiling, name: str) -> str:
    value = getattr(filing, name)
    if value in (None, "") and name not in _OPTIONAL:
        if name in NUMBERS:
            return _("Give the number; 0 if there is none.")
        return _("Fill this in.")
    if name == "resumption_date" and not _EARLIEST <= value <= clock.today() + _AHEAD:
        return _("This day cannot be right.")
    if name == "trained_on" and not _EARLIEST <= value <= clock.today():
        return _("The training lies in the past; give its day.")
    return ""


def _missing_files(filing: ResumptionFiling) -> list[str]:
    needed = [*_NEEDED_FILES, *(_NEEDED_OF_SITES if filing.industry == Industry.E else ())]
    there = set(filing.files.values_list("kind", flat=True))
    return [
        _("Still missing: %(name)s.") % {"name": kind.label} for kind in needed if kind not in there
    ]


def _judged(rule: FilingRule, numbers: Mapping[str, Decimal | None]) -> Verdict:
    left = numbers.get(rule.left)
    right = numbers.get(rule.right) if rule.right else Decimal(1)
    if left is None or right is None:
        return Verdict(rule, None, "")
    need = right * rule.factor * rule.days / rule.divisor
    if rule.comparison == Comparison.AT_LEAST:
        step = Decimal("0.1") if rule.left in _TENTHS else Decimal(1)
        need = need.quantize(step, rounding=ROUND_CEILING)
        holds = left >= need
    else:
        holds = left <= need
    return Verdict(rule, holds, _said(rule, left, right, need, holds=holds))


def _said(rule: FilingRule, left: Decimal, right: Decimal, need: Decimal, *, holds: bool) -> str:
    names = {
        "missing": plain(abs(need - left)),
        "left": plain(left),
        "need": plain(need),
        "right": plain(right),
        "factor": plain(rule.factor),
        "days": str(rule.days),
    }
    if rule.sentence and not holds:
        # never str.format: a sentence that somebody typed reaches names, and nothing behind them
        return _PLACE.sub(lambda match: names[match.group(1)], rule.sentence)
    words = {
        "name": label_of(rule.left),
        "how": Comparison(rule.comparison).label,
        "need": names["need"],
        "left": names["left"],
    }
    return _("%(name)s: %(how)s %(need)s, here %(left)s") % words


def label_of(name: str) -> str:
    """How the form calls a number that a rule speaks of."""
    if name == WORKERS:
        return _("Persons listed")
    return str(ResumptionFiling._meta.get_field(name).verbose_name)


def plain(number: Decimal) -> str:
    """Without an exponent or zeros behind the point: 840, 0.5."""
    text = f"{number.normalize():f}"
    return text if text != "-0" else "0"
