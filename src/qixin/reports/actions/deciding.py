"""What every decision about a report does: one row of Triage, one new state, one line."""

from __future__ import annotations

from typing import Any

from qixin.core import clock, journal
from qixin.core.insertion import insert
from qixin.people.models import Unit, User
from qixin.reports.enums import Decision
from qixin.reports.learning import learn, unlearn
from qixin.reports.models import Report, Triage
from qixin.reports.policies import check_transition
from qixin.reports.workflow import JOURNAL


def locked(report: Report) -> Report:
    """The row as it is now, locked until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).get(pk=report.pk)


def decide(report: Report, *, verb: str, decision: Decision, by: User, **said: Any) -> Triage:
    """Record a decision on a locked report. `said`: column, unit, into, reason, note."""
    report.state = check_transition("report", verb, report.state)
    report.triaged_at = clock.now()
    report.merged_into = said.get("into")
    report.claimed_by = report.claimed_until = None
    report.save(update_fields=["state", "triaged_at", "merged_into", "claimed_by", "claimed_until"])
    triage = Triage(
        report=report,
        decision=decision,
        by=by,
        at=report.triaged_at,
        urgency=report.urgency,
        **said,
    )
    insert(triage)
    journal.write(verb=JOURNAL[verb], subject=report, by=by, detail={"decision": decision})
    learn(triage)
    return triage


def take_back(
    report: Report, *, by: User, decisions: tuple[Decision, ...], unit: Unit | None = None
) -> None:
    """Mark the report's decisions of these kinds (for `unit`) undone.

    It returns to the queue where no other decision stands.
    """
    found = report.triages.filter(decision__in=decisions, undone_at__isnull=True)
    for triage in list(found if unit is None else found.filter(unit=unit)):
        triage.undone_at = clock.now()
        triage.save(update_fields=["undone_at"])
        unlearn(triage)
    if report.triages.filter(undone_at__isnull=True).exists():
        return
    report.state = check_transition("report", "undo", report.state)
    report.triaged_at = report.merged_into = None
    report.save(update_fields=["state", "triaged_at", "merged_into"])
    journal.write(verb=JOURNAL["undo"], subject=report, by=by)
