"""Opening a case from a report, and undoing that."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.stepping import check_step, lead_of, locked, move_assignment, step
from qixin.cases.actions.stepping import tell_sender as tell
from qixin.cases.clocks import due_after
from qixin.cases.enums import STANDING_STATES, AssignmentRole
from qixin.cases.models import Assignment, Case
from qixin.cases.policies import check_can_open, check_can_undo_open
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, ids, journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.people.models import Unit, User
from qixin.reports.actions import unsettle
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
    held = Report.objects.select_for_update(of=("self",)).select_related("town").get(pk=report.pk)
    check_can_open(by, report=held)
    standing = Case.objects.filter(report=held, lead_unit=unit, state__in=STANDING_STATES).first()
    if standing is not None:
        return standing
    case = _new_case(held, unit, by, title, Urgency(held.urgency if urgency is None else urgency))
    case.save(force_insert=True)
    Assignment.objects.create(
        case=case,
        unit=unit,
        role=AssignmentRole.LEAD,
        due_at=case.due_at,
        assigned_at=case.opened_at,
    )
    journal.write(
        verb=JOURNAL["open"],
        subject=case,
        by=by,
        detail={"report": held.number, "unit": unit.pk, "clock": case.clock_basis},
    )
    tell(case, Outcome.CASE_OPENED, by=by)
    return case


@transaction.atomic
def undo_open(*, case: Case, by: User) -> Case:
    """Take back a case that nobody has accepted yet; its report returns to the queue.

    Raises WrongState once the department works on it: it hands back instead.
    """
    held = locked(case)
    check_can_undo_open(by, case=held)
    check_step(held, "undo_open")
    move_assignment(lead_of(held), "withdraw")
    step(held, "undo_open", by=by, detail={}, closed_at=clock.now())
    unsettle(report=held.report, thing=held.thing, by=by)
    return held


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
