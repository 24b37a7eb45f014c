"""The decisions that end in this room, and holding a report while one decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Invalid, QixinError
from qixin.people.models import User
from qixin.reports.actions.deciding import decide, locked, take_back
from qixin.reports.actions.settling import settle, unsettle
from qixin.reports.enums import Decision, FilingReason, Outcome, ReportState, Urgency
from qixin.reports.models import Report, Triage
from qixin.reports.policies import check_can_triage, check_not_claimed_by_another
from qixin.reports.workflow import JOURNAL

# How long a report stays with whoever opened it, unless they go on working on it.
CLAIM_FOR = timedelta(minutes=10)


@transaction.atomic
def claim(*, report: Report, by: User) -> Report:
    """Hold a report for ten minutes, so that two people do not work on the same one.

    Raises Conflict while somebody else holds it.
    """
    held = locked(report)
    check_can_triage(by, report=held)
    check_not_claimed_by_another(by, report=held)
    is_new = held.claimed_by_id != by.pk
    held.claimed_by, held.claimed_until = by, clock.now() + CLAIM_FOR
    held.save(update_fields=["claimed_by", "claimed_until"])
    if is_new:
        journal.write(verb=JOURNAL["claim"], subject=held, by=by)
    return held


@transaction.atomic
def release(*, report: Report, by: User) -> Report:
    """Let go of a report that one holds; anything else changes nothing."""
    held = locked(report)
    if held.claimed_by_id == by.pk:
        held.claimed_by = held.claimed_until = None
        held.save(update_fields=["claimed_by", "claimed_until"])
        journal.write(verb=JOURNAL["release"], subject=held, by=by)
    return held


@transaction.atomic
def merge(*, report: Report, into: Report, by: User) -> Triage:
    """Make `report` part of `into`; its sender hears whatever becomes of that one.

    What was merged into `report` goes along, each part by a decision of its own.

    Raises Invalid for a report merged into itself or into one that was itself merged.
    """
    first, second = sorted([report, into], key=lambda r: r.pk)
    rows = {row.pk: row for row in (locked(first), locked(second))}
    held, target = rows[report.pk], rows[into.pk]
    check_can_triage(by, report=held)
    check_not_claimed_by_another(by, report=held)
    if held.pk == target.pk:
        raise Invalid(_("A report cannot be merged into itself."))
    if target.state == ReportState.MERGED:
        raise Invalid(
            _("%(number)s was itself merged. Merge into the report that it is part of.")
            % {"number": target.number}
        )
    for part in list(held.merged_reports.all()):
        undo(report=part, by=by)
        _make_part(locked(part), target, by)
    return _make_part(held, target, by)


def _make_part(report: Report, target: Report, by: User) -> Triage:
    triage = decide(report, verb="merge", decision=Decision.MERGE, by=by, into=target)
    settle(
        report=report,
        thing=f"reports.report:{target.pk}",
        outcome=Outcome.MERGED,
        by=by,
        title=target.number,
    )
    return triage


@transaction.atomic
def file(*, report: Report, reason: FilingReason, by: User, note: str = "") -> Triage:
    """Close a report without a story or a case; the sender reads the reason and the note."""
    held = locked(report)
    check_can_triage(by, report=held)
    check_not_claimed_by_another(by, report=held)
    reason = FilingReason(reason)
    triage = decide(
        held, verb="file", decision=Decision.FILE, by=by, reason=reason, note=note.strip()[:400]
    )
    settle(
        report=held,
        thing=f"reports.report:{held.pk}",
        outcome=Outcome.FILED,
        by=by,
        title=reason,
        answer=triage.note,
    )
    return triage


@transaction.atomic
def undo(*, report: Report, by: User) -> Report:
    """Put a merged or filed report back into the queue.

    What became a story or a case is undone by the room that made it, which then calls `unsettle`.
    """
    held = locked(report)
    check_can_triage(by, report=held)
    for settlement in held.settlements.filter(thing__startswith="reports.report:"):
        unsettle(report=held, thing=settlement.thing, by=by)
    take_back(held, by=by, decisions=(Decision.MERGE, Decision.FILE))
    return held


@transaction.atomic
def correct(*, report: Report, urgency: Urgency, by: User) -> Report:
    """Set how urgent a report is; suggestions learn from it."""
    held = locked(report)
    check_can_triage(by, report=held)
    if held.urgency != urgency:
        before, held.urgency = held.urgency, Urgency(urgency)
        held.save(update_fields=["urgency"])
        journal.write(
            verb=JOURNAL["correct"],
            subject=held,
            by=by,
            detail={"urgency": [before, int(urgency)]},
        )
    return held


@dataclass(frozen=True)
class BulkResult:
    """What came of each of several reports: those decided, and those refused with the sentence."""

    done: list[Report]
    refused: list[tuple[Report, str]]


def in_bulk(*, reports: Iterable[Report], act: Callable[[Report], object]) -> BulkResult:
    """Do the same with several reports, each in its own transaction; one refusal stops none."""
    done: list[Report] = []
    refused: list[tuple[Report, str]] = []
    for report in reports:
        try:
            act(report)
            done.append(report)
        except QixinError as error:
            refused.append((report, str(error)))
    return BulkResult(done, refused)
