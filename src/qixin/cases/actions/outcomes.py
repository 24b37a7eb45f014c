"""What came of a case, and whether it counts in the rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qixin.cases.actions.stepping import cleaned, locked
from qixin.cases.actions.telling import tell, tell_commanders
from qixin.cases.enums import ENDED_STATES, LIVE_STATES, ExclusionState, OutcomeKind
from qixin.cases.models import Case, CaseOutcome, Exclusion
from qixin.cases.policies import (
    check_can_decide,
    check_can_handle,
    check_can_take_part,
    check_transition,
)
from qixin.cases.selectors import acting_unit
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.errors import Invalid, WrongState
from qixin.core.reasons import kept_reason
from qixin.core.saving import save_checked
from qixin.people.models import User

LONGEST_WHAT = 200
MOST_OUTCOMES = 50


@dataclass(frozen=True)
class Result:
    """One outcome as it is entered; amounts in yuan. What its kind does not know stays None."""

    kind: OutcomeKind
    what: str
    asked: Decimal | None = None
    granted: Decimal | None = None
    paid_on: date | None = None
    quantity: Decimal | None = None
    measure: str = ""


@transaction.atomic
def record_outcome(*, case: Case, result: Result, by: User) -> CaseOutcome:
    """Enter what a department of the case achieved; dashboards add these up.

    Raises Refused, Invalid with what is missing or contradicts itself, WrongState for a case that
    was withdrawn or merged.
    """
    held = locked(case)
    check_can_take_part(by, case=held)
    if held.state not in (*LIVE_STATES, *ENDED_STATES):
        raise WrongState(_("This case was withdrawn or merged: outcomes belong to the other one."))
    _check(result)
    if held.outcomes.filter(struck_at__isnull=True).count() >= MOST_OUTCOMES:
        raise Invalid(_("At most %(most)d outcomes of one case.") % {"most": MOST_OUTCOMES})
    row = CaseOutcome(
        case=held,
        kind=result.kind,
        unit=acting_unit(by, held) or held.lead_unit,
        what=cleaned(result.what, most=LONGEST_WHAT, missing=str(_WHAT_IS_MISSING[result.kind])),
        asked=result.asked,
        granted=result.granted,
        paid_on=result.paid_on,
        quantity=result.quantity,
        measure=result.measure.replace("\0", "").strip(),
        by=by,
        at=clock.now(),
    )
    save_checked(row)
    detail = {"outcome": row.pk, "kind": str(row.kind), "unit": row.unit_id}
    journal.write(verb=JOURNAL["record"], subject=held, by=by, detail=detail)
    return row


@transaction.atomic
def strike_outcome(*, outcome: CaseOutcome, by: User) -> CaseOutcome:
    """Take an outcome out of every sum; the row stays. Again changes nothing. Raises Refused."""
    held = locked(outcome.case)
    check_can_take_part(by, case=held)
    row = CaseOutcome.objects.select_for_update().get(pk=outcome.pk)
    if row.struck_at is None:
        row.struck_at, row.struck_by = clock.now(), by
        row.save(update_fields=["struck_at", "struck_by"])
        journal.write(verb=JOURNAL["strike"], subject=held, by=by, detail={"outcome": row.pk})
    return row


@transaction.atomic
def request_exclusion(*, case: Case, reason: str, by: User) -> Exclusion:
    """The lead unit asks that the case is not counted. Again gives the same wish.

    Raises Refused, Invalid without a reason.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    known = Exclusion.objects.filter(case=held).first()
    if known is not None:
        return known
    row = Exclusion.objects.create(
        case=held, unit=held.lead_unit, reason=_why(reason), by=by, at=clock.now()
    )
    _write(row, "request_exclusion", by=by)
    tell_commanders(held, "cases.exclusion_requested", by=by)
    return row


@transaction.atomic
def decide_exclusion(*, exclusion: Exclusion, is_granted: bool, reason: str, by: User) -> Exclusion:
    """The commander grants or refuses, also on appeal. Raises Refused, Invalid, WrongState."""
    row = _held(exclusion)
    check_can_decide(by, case=row.case)
    verb = "grant" if is_granted else "refuse"
    if not is_granted and row.state == ExclusionState.APPEALED:
        verb = "refuse_appeal"
    row.state = check_transition("exclusion", verb, row.state, kept=reason)
    row.verdict, row.decided_by, row.decided_at = _why(reason), by, clock.now()
    row.save(update_fields=["state", "verdict", "decided_by", "decided_at"])
    _write(row, verb, by=by)
    tell([row.by], "cases.exclusion_decided", row.case, by=by)
    return row


@transaction.atomic
def appeal(*, exclusion: Exclusion, reason: str, by: User) -> Exclusion:
    """The lead unit does not accept the refusal; once. Raises Refused, Invalid, WrongState."""
    row = _held(exclusion)
    check_can_handle(by, case=row.case)
    row.state = check_transition("exclusion", "appeal", row.state, kept=reason)
    row.appeal = _why(reason)
    row.save(update_fields=["state", "appeal"])
    _write(row, "appeal", by=by)
    tell_commanders(row.case, "cases.exclusion_requested", by=by)
    return row


def _held(exclusion: Exclusion) -> Exclusion:
    case = locked(exclusion.case)
    row = (
        Exclusion.objects.select_for_update(of=("self",)).select_related("by").get(pk=exclusion.pk)
    )
    row.case = case
    return row


def _write(row: Exclusion, verb: str, *, by: User) -> None:
    journal.write(verb=JOURNAL[verb], subject=row.case, by=by, detail={"state": str(row.state)})


def _why(reason: str) -> str:
    return kept_reason(reason, missing=_("Give the reason in a few words."))


_WHAT_IS_MISSING = {
    OutcomeKind.LOAN: gettext_lazy("Which bank?"),
    OutcomeKind.GOODS: gettext_lazy("Which goods?"),
    OutcomeKind.PEOPLE: gettext_lazy("What kind of people?"),
    OutcomeKind.POLICY: gettext_lazy("Which policy?"),
    OutcomeKind.IMPOSSIBLE: gettext_lazy("Why is it not possible?"),
}


def _check(result: Result) -> None:
    if result.kind == OutcomeKind.LOAN:
        _check_loan(result)
    counted = result.kind in (OutcomeKind.GOODS, OutcomeKind.PEOPLE)
    if counted and (result.quantity is None or result.quantity <= 0):
        raise Invalid(_("How much? Enter a number above 0."))
    strange = [
        value
        for value, kinds in (
            (result.asked or result.granted or result.paid_on, (OutcomeKind.LOAN,)),
            (result.quantity, (OutcomeKind.GOODS, OutcomeKind.PEOPLE)),
        )
        if value is not None and result.kind not in kinds
    ]
    if strange:
        raise Invalid(_("These figures do not belong to this kind of outcome."))


def _check_loan(result: Result) -> None:
    if result.asked is None or result.asked <= 0:
        raise Invalid(_("How much was asked for? Enter yuan above 0."))
    if result.granted is not None and not 0 <= result.granted <= result.asked:
        raise Invalid(_("The loan granted lies between 0 and what was asked for."))
    if result.paid_on is not None and not result.granted:
        raise Invalid(_("A loan is paid out once it is granted: enter how much."))
    if result.paid_on is not None and result.paid_on > clock.today():
        raise Invalid(_("The day of payment lies ahead. Enter it once the money is there."))
