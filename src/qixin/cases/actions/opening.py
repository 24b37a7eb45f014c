"""Opening a case from a report or from several of the same matter, and undoing that."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import (
    check_step,
    lead_of,
    locked,
    move_assignment,
    return_reports,
    step,
    tell_senders,
)
from qixin.cases.clocks import due_after
from qixin.cases.enums import STANDING_STATES, AssignmentRole
from qixin.cases.models import Assignment, Case, FurtherReport
from qixin.cases.policies import check_can_open, check_can_undo_open
from qixin.cases.selectors import of_report
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, ids, journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.people.models import Unit, User
from qixin.reports.enums import Outcome, Urgency
from qixin.reports.models import Report

LONGEST_TITLE = 120


@transaction.atomic
def open_from_report(
    *,
    report: Report,
    unit: Unit,
    by: User,
    title: str | None = None,
    urgency: Urgency | None = None,
) -> Case:
    """Open a case for `unit` and start its clock; the report leaves the queue, its sender is told.

    The same report and unit again give the same case. Without a title the report's first words,
    without an urgency the report's. Raises Refused, Invalid for a title that is too long,
    WrongState for a report that was merged or filed.
    """
    [held] = locked_reports([report])
    check_can_open(by, report=held)
    return standing_case(held, unit) or open_for(
        [held], unit=unit, by=by, title=title, urgency=urgency
    )


@transaction.atomic
def undo_open(*, case: Case, by: User) -> Case:
    """Take back a case that nobody has accepted yet; its reports return to the queue.

    Raises WrongState once the department works on it: it hands back instead.
    """
    held = locked(case)
    check_can_undo_open(by, case=held)
    check_step(held, "undo_open")
    move_assignment(lead_of(held), "withdraw")
    step(held, "undo_open", by=by, detail={}, closed_at=clock.now())
    return_reports(held, by=by)
    return held


def locked_reports(reports: Iterable[Report]) -> list[Report]:
    """The rows as they are now, oldest first; locked, and in the order of their keys."""
    keys = {report.pk for report in reports}
    rows = Report.objects.select_for_update(of=("self",)).select_related("town", "claimed_by")
    held = list(rows.filter(pk__in=keys).order_by("pk"))
    return sorted(held, key=lambda report: (report.received_at, report.pk))


def standing_case(report: Report, unit: Unit) -> Case | None:
    """The case that `unit` already has of a locked report."""
    return Case.objects.filter(of_report(report), lead_unit=unit, state__in=STANDING_STATES).first()


def open_for(
    reports: list[Report],
    *,
    unit: Unit,
    by: User,
    title: str | None = None,
    urgency: Urgency | None = None,
) -> Case:
    """One case of locked reports that `unit` has no case of yet; without an urgency the highest."""
    first, *others = reports
    highest = max(Urgency(report.urgency) for report in reports)
    case = _new_case(first, unit, by, title, highest if urgency is None else Urgency(urgency))
    case.save(force_insert=True)
    FurtherReport.objects.bulk_create(FurtherReport(case=case, report=other) for other in others)
    Assignment.objects.create(
        case=case,
        unit=unit,
        role=AssignmentRole.LEAD,
        due_at=case.due_at,
        assigned_at=case.opened_at,
    )
    detail = {"report": first.number, "unit": unit.pk, "clock": case.clock_basis}
    if others:
        detail["further"] = [other.number for other in others]
    journal.write(verb=JOURNAL["open"], subject=case, by=by, detail=detail)
    tell_senders(case, Outcome.CASE_OPENED, by=by)
    return case


def _new_case(report: Report, unit: Unit, by: User, title: str | None, urgency: Urgency) -> Case:
    opened_at = clock.now()
    due_at, basis = due_after(opened_at, urgency)
    return Case(
        district=report.district,
        number=ids.new_number("C", opened_at),
        report=report,
        title=_title(title, report),
        text=report.text,
        urgency=urgency,
        town=report.town,
        lead_unit=unit,
        opened_by=by,
        opened_at=opened_at,
        due_at=due_at,
        clock_basis=basis,
    )


def _title(given: str | None, report: Report) -> str:
    # A title stands in lists that more people read than the text.
    usual = report.headline or report.number
    title = mask_text(" ".join((given or "").replace("\0", "").split())) or usual
    if len(title) > LONGEST_TITLE:
        raise Invalid(
            _("A title has at most %(most)d characters. Please shorten it.")
            % {"most": LONGEST_TITLE}
        )
    return title
