"""Deciding on requests: one, or all that a rule lets through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import journal
from qixin.core.errors import QixinError
from qixin.core.reasons import kept_reason
from qixin.passes.actions.stepping import (
    decide,
    held_key,
    lock_holders,
    locked,
    sign,
    step,
)
from qixin.passes.models import BulkRule, Pass, Terms
from qixin.passes.policies import (
    check_can_decide,
    check_limit,
    check_not_over,
    check_transition,
    why_not_by_rule,
)
from qixin.passes.selectors import in_force, rules_in_force, terms
from qixin.passes.workflow import JOURNAL
from qixin.people.models import User
from qixin.people.policies import check_stands

# What one transaction takes: longer ones would keep others waiting.
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Bulk:
    """What became of requests decided together: issued, or left with the reason why."""

    issued: list[Pass] = field(default_factory=list)
    left: list[tuple[Pass, str]] = field(default_factory=list)


@transaction.atomic
def approve(*, asked: Pass, by: User) -> Pass:
    """Issue the pass, signed. Raises Refused, WrongState, Conflict at the holder's limit."""
    lock_holders([asked.holder_id])
    held = locked(asked)
    check_can_decide(by, asked=held)
    check_transition("pass", "approve", held.state)
    check_stands(held.holder)
    check_not_over(held)
    check_limit(held, in_force=in_force(held.holder_id), terms=terms())
    key, signer = held_key()
    sign(held, key, signer)
    step(held, "approve", by=by, key=held.key, token=held.token)
    return held


@transaction.atomic
def refuse(*, asked: Pass, reason: str, by: User) -> Pass:
    """Refuse, with a reason that the applicant reads. Raises Refused, WrongState, Invalid."""
    held = locked(asked)
    check_can_decide(by, asked=held)
    check_transition("pass", "refuse", held.state)
    why = kept_reason(reason, missing=_("Say in a few words why; the applicant reads it."))
    step(held, "refuse", by=by, reason=why)
    return held


@transaction.atomic
def approve_by_rule(*, asked: Iterable[Pass], by: User) -> Bulk:
    """Issue those of the requests that a rule lets through, within their holders' limits.

    At most MOST_AT_ONCE of them, oldest first. What is left is told why, and stays as it is.
    """
    pks = sorted(one.pk for one in asked)[:MOST_AT_ONCE]
    rows = Pass.objects.filter(pk__in=pks)
    lock_holders(rows.values_list("holder", flat=True))
    held = list(
        rows.select_for_update(of=("self",))
        .select_related("holder__area", "office")
        .order_by("requested_at", "pk")
    )
    bulk = Bulk()
    _sort_out(held, bulk, by)
    if bulk.issued:
        _issue(bulk.issued, by)
    return bulk


def _sort_out(held: list[Pass], bulk: Bulk, by: User) -> None:
    rules, on = rules_in_force(), terms()
    counted = Counter({pk: in_force(pk) for pk in {one.holder_id for one in held}})
    for one in held:
        why = _why_left(one, rules, on, counted[one.holder_id], by)
        if why:
            bulk.left.append((one, why))
        else:
            counted[one.holder_id] += 1
            bulk.issued.append(one)


def _why_left(one: Pass, rules: dict[int, BulkRule], on: Terms, in_force: int, by: User) -> str:
    try:
        check_transition("pass", "approve", one.state)
        check_can_decide(by, asked=one)
        check_stands(one.holder)
        if why := why_not_by_rule(one, rules):
            return why
        check_limit(one, in_force=in_force, terms=on)
    except QixinError as refusal:
        return str(refusal)
    return ""


def _issue(passes: list[Pass], by: User) -> None:
    key, signer = held_key()
    lines = []
    for one in passes:
        sign(one, key, signer)
        detail = decide(one, "approve", by=by) | {"by_rule": True}
        lines.append(journal.Line(JOURNAL["approve"], one, by, detail))
    Pass.objects.bulk_update(
        passes, ["state", "decided_by", "decided_at", "key", "token"], batch_size=100
    )
    journal.write_many(lines)
