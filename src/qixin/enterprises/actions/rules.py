"""Setting the rules that filings are judged by."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import Invalid
from qixin.core.models import default_district
from qixin.core.saving import save_checked
from qixin.enterprises.actions.stepping import check_version
from qixin.enterprises.enums import Comparison, RuleWeight
from qixin.enterprises.judging import WORKERS
from qixin.enterprises.models import FilingRule, FilingTerms
from qixin.enterprises.models.filings import NUMBERS
from qixin.enterprises.policies.filings import check_can_set_rules
from qixin.enterprises.workflow import JOURNAL
from qixin.people.models import User

_PLACES = frozenset({"missing", "left", "need", "right", "factor", "days"})
_BRACED = re.compile(r"\{([^{}]*)\}")
_SETTABLE = (
    "left", "comparison", "right", "factor", "days", "divisor", "message", "message_en",
    "weight", "is_active",
)  # fmt: skip
# What the forms of February 2020 asked for: masks for a fortnight; one litre of 84 disinfectant,
# thinned 1:10, covers 1,000 m², twice a day for a fortnight; no part larger than its whole.
USUAL_RULES: tuple[dict[str, Any], ...] = (
    {"left": "masks", "right": "resumed", "days": 14,
     "message": "口罩还差{missing}只：复工{right}人×{days}天={need}只，现有{left}只",
     "message_en": "{missing} masks short: {right} who resume × {days} days = {need}, "
                   "in stock {left}"},
    {"left": "disinfectant", "right": "floor_area", "factor": Decimal(2), "days": 14,
     "divisor": Decimal(1000),
     "message": "84消毒液还差{missing}升：{right}㎡每1000㎡每次1升，每天{factor}次×{days}天"
                "={need}升，现有{left}升",
     "message_en": "{missing} l of 84 disinfectant short: {right} m², 1 l for 1,000 m², "
                   "{factor} times a day × {days} days = {need} l, in stock {left} l"},
    {"left": "resumed", "comparison": Comparison.AT_MOST, "right": "headcount_total",
     "message": "复工人数{left}人超过员工总人数{right}人",
     "message_en": "{left} resume, more than the {right} employees in all"},
    {"left": "headcount_key", "comparison": Comparison.AT_MOST, "right": "headcount_total",
     "message": "来自或去过重点地区{left}人，超过员工总人数{right}人",
     "message_en": "{left} from key areas, more than the {right} employees in all"},
    {"left": "resumed_key", "comparison": Comparison.AT_MOST, "right": "resumed",
     "message": "复工人员中来自或去过重点地区{left}人，超过复工人数{right}人",
     "message_en": "{left} from key areas among the {right} who resume"},
    {"left": "resumed_key", "comparison": Comparison.AT_MOST, "right": "headcount_key",
     "message": "复工人员中来自或去过重点地区{left}人，超过全部的{right}人",
     "message_en": "{left} from key areas resume, but only {right} are from there in all"},
    {"left": "isolation_places", "right": "resumed", "divisor": Decimal(100),
     "weight": RuleWeight.SHOULD,
     "message": "临时隔离场所还差{missing}个：每100人1个，需{need}个，现有{left}个",
     "message_en": "{missing} places for isolation short: 1 for 100 persons = {need}, "
                   "there are {left}"},
    {"left": "thermometers", "right": "resumed", "divisor": Decimal(100),
     "weight": RuleWeight.SHOULD,
     "message": "额温枪还差{missing}把：每100人1把，需{need}把，现有{left}把",
     "message_en": "{missing} thermometers short: 1 for 100 persons = {need}, there are {left}"},
    {"left": WORKERS, "right": "resumed", "weight": RuleWeight.SHOULD,
     "message": "复工人员名单还差{missing}人：复工{right}人，已登记{left}人",
     "message_en": "{missing} persons not listed: {right} resume, {left} listed"},
)  # fmt: skip


@transaction.atomic
def set_rule(
    *, by: User, given: dict[str, Any], rule: FilingRule | None = None, version: int = 0
) -> FilingRule:
    """Add a rule, or change one; `given` holds its columns. A change makes a new version.

    Raises Refused, Invalid for a number that no filing has or a place that no sentence knows,
    Conflict where somebody changed it since `version`.
    """
    check_can_set_rules(by)
    held = FilingRule.objects.select_for_update().get(pk=rule.pk) if rule else FilingRule()
    if rule is not None:
        check_version(held.version, version)
    before = {name: str(getattr(held, name)) for name in _SETTABLE} if rule else {}
    for name in _SETTABLE:
        if name in given:
            setattr(held, name, given[name])
    _check(held)
    after = {name: str(getattr(held, name)) for name in _SETTABLE}
    if after == before:
        return held
    held.version += 1 if rule else 0
    save_checked(held)
    detail = {"version": held.version, "was": _told(before), "is": _told(after)}
    journal.write(verb=JOURNAL["set_rule"], subject=held, by=by, detail=detail)
    return held


@transaction.atomic
def lay_down_usual_rules(*, by: User) -> int:
    """The usual rules, where there are none yet; returns how many. Raises Refused."""
    check_can_set_rules(by)
    # one row that two presses at once wait for
    _locked_terms()
    if FilingRule.objects.filter(district=default_district()).exists():
        return 0
    for given in USUAL_RULES:
        set_rule(given=given, by=by)
    return len(USUAL_RULES)


@transaction.atomic
def set_filing_terms(*, period_days: int, version: int, by: User) -> FilingTerms:
    """How long an approval lasts; those that stand keep their day. Raises Refused, Invalid,
    Conflict where somebody changed it since `version`."""
    check_can_set_rules(by)
    held = _locked_terms()
    check_version(held.version, version)
    if held.period_days == period_days:
        return held
    held.period_days = period_days
    held.version += 1
    save_checked(held)
    detail = {"days": period_days, "version": held.version}
    journal.write(verb=JOURNAL["set_filing_terms"], subject=held, by=by, detail=detail)
    return held


def _locked_terms() -> FilingTerms:
    FilingTerms.objects.get_or_create(district=default_district())
    return FilingTerms.objects.select_for_update().get(district=default_district())


def _check(rule: FilingRule) -> None:
    for name in (rule.left, rule.right):
        if name and name not in (*NUMBERS, WORKERS):
            raise Invalid(_("A filing has no such number."))
    if not rule.left:
        raise Invalid(_("Say which number the rule is about."))
    if rule.divisor <= 0 or rule.factor < 0:
        raise Invalid(_("A rule divides by a number above 0 and multiplies by none below."))
    for text in (rule.message, rule.message_en):
        if unknown := set(_BRACED.findall(text)) - _PLACES:
            raise Invalid(
                _("A sentence has no place {%(name)s}.") % {"name": sorted(unknown)[0][:40]}
            )


def _told(values: dict[str, str]) -> str:
    """The rule on one line of the journal, without its sentences."""
    parts = [values.get(name, "") for name in _SETTABLE if name not in ("message", "message_en")]
    return " ".join(part for part in parts if part)
