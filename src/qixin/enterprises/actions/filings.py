"""A resumption filing from its first draft to its decision, and what comes after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qixin.core import clock, ids, journal
from qixin.core.errors import Conflict, Invalid
from qixin.core.personal_data import mask_text
from qixin.core.reasons import kept_reason
from qixin.enterprises.actions.stepping import check_version, locked_enterprise
from qixin.enterprises.enums import FilingState
from qixin.enterprises.models import (
    Enterprise,
    FilingRemark,
    FilingWorker,
    Hazard,
    ResumptionFiling,
)
from qixin.enterprises.models.filings import FILLED_IN, LONGEST_REMARK, LONGEST_TEXT
from qixin.enterprises.policies.filings import (
    check_can_approve,
    check_can_decide,
    check_can_edit,
    check_can_file,
    check_can_suspend,
    check_can_withdraw,
    check_not_barred,
    check_transition,
)
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.workflow import JOURNAL
from qixin.people.models import User

WHOLE = ""


class NotReady(Invalid):
    """What is submitted lacks something; `faults` says at which field."""

    def __init__(self, faults: Mapping[str, list[str]]) -> None:
        super().__init__(_("Something is still missing; see the fields marked."))
        self.faults = faults


@transaction.atomic
def begin(*, enterprise: Enterprise, by: User) -> ResumptionFiling:
    """A new draft, filled in from the last filing or the register; the one in hand if there is one.

    Raises Refused, WrongState for a merged enterprise, Conflict while the resumption is suspended.
    """
    held = locked_enterprise(enterprise)
    check_can_file(by, enterprise=held)
    if known := selectors.open_filing(held):
        return known
    standing = selectors.standing_filing(held)
    if standing is not None and standing.state == FilingState.SUSPENDED:
        raise Conflict(_("The resumption is suspended. It has to be lifted before you file anew."))
    last = standing or _last_submitted(held)
    now = clock.now()
    made = ResumptionFiling(
        number=ids.new_number("F", now), enterprise=held, renews=last, begun_by=by, begun_at=now,
        saved_at=now, **_from(last, held),
    )  # fmt: skip
    made.save()
    if last is not None:
        _copy_workers(last, made)
    detail = {"enterprise": held.pk} | ({"renews": last.number} if last else {})
    journal.write(verb=JOURNAL["begin"], subject=made, by=by, detail=detail)
    return made


@transaction.atomic
def save_draft(
    *, filing: ResumptionFiling, given: Mapping[str, Any], version: int, by: User
) -> ResumptionFiling:
    """Keep what was typed, blank or not; `given` holds fields of FILLED_IN, of the right types.

    Typing is not journaled: the steps are. Raises Refused, WrongState, Conflict where somebody
    else saved since `version`.
    """
    held = locked(filing)
    check_can_edit(by, filing=held)
    check_version(held.version, version)
    changed = [name for name in FILLED_IN if name in given and given[name] != getattr(held, name)]
    for name in changed:
        setattr(held, name, given[name])
    if changed:
        held.version += 1
        held.saved_at = clock.now()
        held.save(update_fields=[*changed, "version", "saved_at"])
    return held


@transaction.atomic
def submit(*, filing: ResumptionFiling, by: User) -> ResumptionFiling:
    """Hand it in. Raises Refused, WrongState, NotReady with everything that is missing."""
    held = locked(filing)
    check_can_edit(by, filing=held)
    if faults := selectors.what_is_missing(held):
        raise NotReady(faults)
    step(
        held, "submit", by=by, submitted_by=by, submitted_at=clock.now(),
        submissions=held.submissions + 1, why="",
    )  # fmt: skip
    return held


@transaction.atomic
def send_back(
    *, filing: ResumptionFiling, remarks: Mapping[str, str], by: User
) -> ResumptionFiling:
    """Return it with remarks: field → what is to be mended, WHOLE for the filing as such.

    Raises Refused, WrongState, Invalid without a remark or for one at no field.
    """
    held = locked(filing)
    check_can_decide(by, filing=held)
    check_transition("filing", "return", held.state)
    cleaned = {field: _one_line(text) for field, text in remarks.items()}
    cleaned = {field: text for field, text in cleaned.items() if text}
    if not cleaned:
        raise Invalid(_("Say at least at one field what is to be mended."))
    if set(cleaned) - {WHOLE, *FILLED_IN, "files", "workers"}:
        raise Invalid(_("There is no such field."))
    if max(map(len, cleaned.values())) > LONGEST_REMARK:
        raise Invalid(_("A remark has at most %(n)d characters.") % {"n": LONGEST_REMARK})
    step(held, "return", by=by, decided_by=by, decided_at=clock.now(),
         told={"fields": sorted(cleaned)})  # fmt: skip
    FilingRemark.objects.bulk_create(
        FilingRemark(filing=held, field=field, text=text, round=held.submissions, by=by,
                     at=clock.now())
        for field, text in cleaned.items()
    )  # fmt: skip
    return held


@transaction.atomic
def approve(*, filing: ResumptionFiling, by: User, conditions: str = "") -> ResumptionFiling:
    """Let the enterprise resume for the period of the terms; the one that stood is replaced.

    Raises Refused, WrongState, Conflict where something bars it, Invalid for too long a text.
    """
    held = locked(filing)
    check_can_approve(by, filing=held)
    check_transition("filing", "approve", held.state)
    check_not_barred(held.enterprise)
    conditions = mask_text(conditions.replace("\0", "").strip())
    if len(conditions) > LONGEST_TEXT:
        raise Invalid(_("The conditions have at most %(n)d characters.") % {"n": LONGEST_TEXT})
    _replace_standing(held, by)
    last_day = clock.today() + timedelta(days=selectors.filing_terms().period_days - 1)
    failing = [str(one.rule) for one in selectors.verdicts(held) if one.holds is False]
    step(
        held, "approve", by=by, decided_by=by, decided_at=clock.now(), conditions=conditions,
        valid_until=last_day,
        told={"until": last_day.isoformat(), "conditions": conditions[:LONGEST_REMARK],
              "failing": failing},
    )  # fmt: skip
    return held


@transaction.atomic
def suspend(*, filing: ResumptionFiling, reason: str, by: User) -> ResumptionFiling:
    """Stop the resumption until it is lifted. Suspending a suspended one is a WrongState.

    Also raises Refused, Invalid without a reason.
    """
    return _stop_or_lift(filing, "suspend", reason, by)


@transaction.atomic
def lift(*, filing: ResumptionFiling, reason: str, by: User) -> ResumptionFiling:
    """Let a suspended resumption go on. Raises Refused, WrongState, Invalid, Conflict where
    something still bars it."""
    return _stop_or_lift(filing, "lift", reason, by)


@transaction.atomic
def suspend_for_hazard(*, filing: ResumptionFiling, hazard: Hazard, by: User) -> ResumptionFiling:
    """Stop the resumption because of a major hazard: it is the authority, whoever found it.

    Raises WrongState for one that is not approved. The caller has checked who finds hazards.
    """
    # kept, and read by the enterprise: in the district's language, not the finder's
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("Major hazard %(number)s is open.") % {"number": hazard.number}
    return _turn(locked(filing), "suspend", reason, by, hazard)


@transaction.atomic
def lift_after_hazard(*, filing: ResumptionFiling, hazard: Hazard, by: User) -> ResumptionFiling:
    """Let what a hazard suspended go on, now that `hazard`, the last one, has ended.

    Raises WrongState, Conflict where something still bars it. The caller has checked who clears.
    """
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("Major hazard %(number)s is over.") % {"number": hazard.number}
    return _turn(locked(filing), "lift", reason, by, hazard)


@transaction.atomic
def withdraw(*, filing: ResumptionFiling, by: User, reason: str = "") -> ResumptionFiling:
    """Take it back. Raises Refused, WrongState: a suspended one stands until it is lifted."""
    held = locked(filing)
    check_can_withdraw(by, filing=held)
    step(held, "withdraw", by=by, why=_one_line(reason)[:200])
    return held


def move_filings(*, double: Enterprise, into: Enterprise, by: User) -> int:
    """The double's filings go over; of two in hand or two that stand, the survivor's stays and
    the double's is withdrawn or replaced. A suspension is never lost: then the double's counts.
    """
    moved = 0
    for one in ResumptionFiling.objects.select_for_update(of=("self",)).filter(enterprise=double):
        _make_room(one, into, by)
        one.enterprise = into
        one.save(update_fields=["enterprise"])
        detail = {"double": double.pk, "into": into.pk}
        journal.write(verb=JOURNAL["move_filing"], subject=one, by=by, detail=detail)
        moved += 1
    return moved


def locked(filing: ResumptionFiling) -> ResumptionFiling:
    """The row as it is now, locked until the transaction ends."""
    return (
        ResumptionFiling.objects.select_for_update(of=("self",))
        .select_related(
            "enterprise__unit__area", "enterprise__managing_unit__area",
            "enterprise__supervising_unit__area",
        )
        .get(pk=filing.pk)
    )  # fmt: skip


def step(
    held: ResumptionFiling, verb: str, *, by: User, told: Mapping[str, Any] | None = None,
    **changes: Any,
) -> None:  # fmt: skip
    """Take a locked filing along the road `verb`, with its line in the journal."""
    before = held.state
    held.state = check_transition("filing", verb, before)
    held.version += 1
    for name, value in changes.items():
        setattr(held, name, value)
    try:
        with transaction.atomic():
            held.save(update_fields=["state", "version", *changes])
    except IntegrityError:
        raise Conflict(
            _("Another filing of this enterprise stands in the way. Load the page again.")
        ) from None
    detail = {"from": before, "to": held.state, **(told or {})}
    if reason := changes.get("why"):
        detail["reason"] = reason
    journal.write(verb=JOURNAL[verb], subject=held, by=by, detail=detail)


def _stop_or_lift(filing: ResumptionFiling, verb: str, reason: str, by: User) -> ResumptionFiling:
    held = locked(filing)
    check_can_suspend(by, filing=held)
    return _turn(held, verb, reason, by)


def _turn(
    held: ResumptionFiling, verb: str, reason: str, by: User, hazard: Hazard | None = None
) -> ResumptionFiling:
    check_transition("filing", verb, held.state)
    if verb == "lift":
        check_not_barred(held.enterprise)
    why = kept_reason(reason, missing=_("Say in a few words why; the enterprise reads it."))
    step(
        held, verb, by=by, why=why, decided_by=by, decided_at=clock.now(),
        suspended_for=hazard if verb == "suspend" else None,
        told={"hazard": hazard.number} if hazard else None,
    )  # fmt: skip
    return held


def _replace_standing(held: ResumptionFiling, by: User) -> None:
    standing = selectors.standing_filing(held.enterprise)
    if standing is None:
        return
    if standing.state == FilingState.SUSPENDED:
        raise Conflict(_("The resumption is suspended. Lift it before you approve a new filing."))
    step(locked(standing), "replace", by=by, told={"by": held.number})


def _make_room(one: ResumptionFiling, into: Enterprise, by: User) -> None:
    """Before `one` goes over: at most one in hand, at most one that stands."""
    in_hand, standing = selectors.open_filing(into), selectors.standing_filing(into)
    suspended = FilingState.SUSPENDED
    if in_hand is not None and selectors.open_filing(one.enterprise) == one:
        step(one, "withdraw", by=by, told={"by": in_hand.number})
    if standing is None or selectors.standing_filing(one.enterprise) != one:
        return
    standing = locked(standing)
    if one.state == suspended and standing.state == suspended:
        # two suspensions become one: the survivor's stays, the other is lifted into history
        if one.suspended_for_id is None and standing.suspended_for_id is not None:
            standing.suspended_for = None
            standing.save(update_fields=["suspended_for"])
        step(one, "lift", by=by, told={"by": standing.number})
    loser = standing if one.state == suspended else one
    winner = one if loser is standing else standing
    step(loser, "replace", by=by, told={"by": winner.number})


def _last_submitted(enterprise: Enterprise) -> ResumptionFiling | None:
    rows = ResumptionFiling.objects.filter(enterprise=enterprise).exclude(submitted_at=None)
    return rows.order_by("-begun_at").first()


def _from(last: ResumptionFiling | None, enterprise: Enterprise) -> dict[str, Any]:
    if last is not None:
        return {name: getattr(last, name) for name in FILLED_IN}
    return {
        "industry": enterprise.industry,
        "office_address": enterprise.address,
        "headcount_total": enterprise.headcount,
    }


def _copy_workers(last: ResumptionFiling, made: ResumptionFiling) -> None:
    FilingWorker.objects.bulk_create(
        (
            FilingWorker(
                filing=made, name=one.name, id_number=one.id_number,
                id_number_hash=one.id_number_hash, came_from=one.came_from,
            )
            for one in last.workers.all()
        ),
        batch_size=500,
    )  # fmt: skip


def _one_line(text: str) -> str:
    return mask_text(" ".join(text.replace("\0", "").split()))
