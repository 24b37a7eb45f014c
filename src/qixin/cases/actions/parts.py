"""What a co-unit does: its part is offered, accepted, worked on, done, or handed back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.opening import give
from qixin.cases.actions.stepping import (
    SHORTEST_REASON,
    cleaned,
    locked,
    move_assignment,
    wind,
)
from qixin.cases.actions.telling import tell_commanders, tell_lead, tell_officers
from qixin.cases.enums import (
    LIVE_STATES,
    OVER_STATES,
    AssignmentRole,
    AssignmentState,
    CaseState,
)
from qixin.cases.models import Assignment, Case
from qixin.cases.policies import (
    check_can_decide,
    check_can_handle,
    check_can_work,
    check_transition,
)
from qixin.cases.selectors import allowance_for
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.errors import Invalid, Refused, WrongState
from qixin.core.personal_data import mask_text
from qixin.people.models import Unit, User
from qixin.people.policies import check_stands
from qixin.reports.enums import Urgency

LONGEST_REQUEST, LONGEST_RESULT = 500, 2_000
# Cases whose departments still work: parts move in these alone.
_AT_WORK = frozenset(LIVE_STATES) - {CaseState.ANSWERED}


@transaction.atomic
def offer_part(*, case: Case, unit: Unit, request: str, by: User) -> Assignment:
    """Ask a unit to help, on a clock of its own. Again for the same unit gives the same part.

    Raises Refused, Invalid for the lead unit itself, a dissolved unit or an overlong text.
    """
    held = locked(case)
    check_can_handle(by, case=held)
    _check_at_work(held)
    check_stands(unit)
    if unit.pk == held.lead_unit_id:
        raise Invalid(_("%(unit)s leads this case already.") % {"unit": unit})
    standing = held.assignments.filter(unit=unit).exclude(state__in=OVER_STATES).first()
    if standing is not None:
        return standing
    wanted = cleaned(request, most=LONGEST_REQUEST, least=0, missing="")
    part = give(held, unit, AssignmentRole.CO, request=wanted)
    _write(part, "offer_part", by=by)
    return part


@transaction.atomic
def accept_part(*, part: Assignment, by: User) -> Assignment:
    """The unit takes its part on; `by` is its officer from now on."""
    held = _held(part)
    check_can_work(by, part=held)
    move_assignment(held, "accept", officer=by, accepted_at=clock.now())
    _write(held, "accept_part", by=by)
    return held


@transaction.atomic
def start_part(*, part: Assignment, by: User) -> Assignment:
    """Work has begun; the lead unit's own part is begun in the same way."""
    held = _held(part)
    check_can_work(by, part=held)
    now = clock.now()
    move_assignment(held, "start", officer=by, accepted_at=held.accepted_at or now)
    _write(held, "start_part", by=by)
    return held


@transaction.atomic
def finish_part(*, part: Assignment, result: str, by: User) -> Assignment:
    """The unit has done its part and says what; the lead unit is told. Raises Invalid."""
    held = _held(part)
    check_can_work(by, part=held)
    check_transition("assignment", "finish", held.state, kept=result)
    _check_co(held)
    said = cleaned(result, most=LONGEST_RESULT, missing=_("Say what your unit did."))
    move_assignment(held, "finish", officer=by, done_at=clock.now(), result=said)
    _write(held, "finish_part", by=by)
    tell_lead(held.case, "cases.part_done", by=by)
    return held


@transaction.atomic
def return_part(*, part: Assignment, reason: str, by: User) -> Assignment:
    """The lead unit is not content with what a co-unit did: its clock starts anew."""
    held = _held(part)
    check_can_handle(by, case=held.case)
    check_transition("assignment", "send_back", held.state, kept=reason)
    _check_co(held)
    said = cleaned(
        reason, most=LONGEST_REQUEST, least=SHORTEST_REASON, missing=_("Say what is missing.")
    )
    _rewind(held)
    move_assignment(held, "send_back", done_at=None, request=said, **held.clock_values())
    _write(held, "return_part", by=by)
    tell_officers(held, "cases.part_returned", by=by)
    return held


@transaction.atomic
def hand_back_part(*, part: Assignment, reason: str, by: User) -> Assignment:
    """Not this unit's matter. Once is free; the second time the duty commander decides.

    Raises Refused where the commander gave the part for good, Invalid without a reason.
    """
    held = _held(part)
    check_can_work(by, part=held)
    _check_co(held)
    if held.decided_by_id is not None:
        raise Refused(
            _("The duty commander gave this part to your unit; it cannot be handed back.")
        )
    earlier = Assignment.objects.filter(
        case=held.case_id, unit=held.unit_id, state=AssignmentState.HANDED_BACK
    )
    verb = "hand_back_again" if earlier.exists() else "hand_back"
    check_transition("assignment", verb, held.state, kept=reason)
    said = cleaned(
        reason,
        most=LONGEST_RESULT,
        least=SHORTEST_REASON,
        missing=_("Give the reason in a few words."),
    )
    move_assignment(held, verb, result=said)
    if verb == "hand_back_again":
        _write(held, "hand_back_part_again", by=by)
        tell_commanders(held.case, "cases.part_to_decide", by=by)
    else:
        _write(held, "hand_back_part", by=by)
        tell_lead(held.case, "cases.part_handed_back", by=by)
    return held


@transaction.atomic
def uphold_part(*, part: Assignment, reason: str, by: User) -> Assignment:
    """The commander decides that the part is this unit's, for good. Raises Refused, Invalid."""
    held = _held(part)
    check_can_decide(by, case=held.case)
    check_transition("assignment", "uphold", held.state, kept=reason)
    said = cleaned(
        reason, most=LONGEST_REQUEST, least=SHORTEST_REASON, missing=_("Give the reason.")
    )
    _rewind(held)
    move_assignment(held, "uphold", decided_by=by, request=said, **held.clock_values())
    _write(held, "uphold_part", by=by)
    tell_officers(held, "cases.part_upheld", by=by)
    return held


@transaction.atomic
def withdraw_part(*, part: Assignment, reason: str, by: User) -> Assignment:
    """The part is not needed any more, or the commander finds that it is not this unit's.

    A part that waits for the commander is withdrawn by the commander. Raises Refused, Invalid.
    """
    held = _held(part)
    if held.state == AssignmentState.DISPUTED:
        check_can_decide(by, case=held.case)
    check_can_handle(by, case=held.case)
    _check_co(held)
    check_transition("assignment", "withdraw", held.state, kept=reason)
    said = cleaned(
        reason, most=LONGEST_RESULT, least=SHORTEST_REASON, missing=_("Give the reason.")
    )
    move_assignment(held, "withdraw", result=said)
    _write(held, "withdraw_part", by=by)
    tell_officers(held, "cases.part_withdrawn", by=by)
    return held


def _held(part: Assignment) -> Assignment:
    """The part as it is now; its case's row is locked first, as everywhere."""
    case = locked(part.case)
    _check_at_work(case)
    rows = Assignment.objects.select_for_update(of=("self",))
    found = rows.select_related("unit", "officer").get(pk=part.pk, case=case)
    found.case = case
    return found


def _check_at_work(case: Case) -> None:
    if case.state not in _AT_WORK:
        raise WrongState(
            _("The departments are done with this case: nothing changes in its parts.")
        )


def _check_co(part: Assignment) -> None:
    if part.role != AssignmentRole.CO:
        raise Invalid(_("This is the lead unit's part: it answers, or hands the case back."))


def _rewind(part: Assignment) -> None:
    wind(part, allowance_for(part.case.case_type, Urgency(part.case.urgency)))


def _write(part: Assignment, verb: str, *, by: User) -> None:
    """Into the case's course; every change of a part is one of the case, for whoever edits it."""
    case = part.case
    case.version += 1
    case.save(update_fields=["version"])
    detail: dict[str, Any] = {"unit": part.unit_id, "part": part.pk}
    if verb in _WITH_WORDS:
        detail["reason"] = mask_text(getattr(part, _WITH_WORDS[verb]))[:500]
    journal.write(verb=JOURNAL[verb], subject=case, by=by, detail=detail)


# Which of the part's texts says why.
_WITH_WORDS = {
    "offer_part": "request", "return_part": "request", "uphold_part": "request",
    "finish_part": "result", "hand_back_part": "result", "hand_back_part_again": "result",
    "withdraw_part": "result",
}  # fmt: skip
