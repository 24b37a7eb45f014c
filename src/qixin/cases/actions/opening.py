"""Opening a case from a report or from several of the same matter, and undoing that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases import clocks
from qixin.cases.actions.stepping import (
    check_step,
    locked,
    move_assignment,
    news_of,
    return_reports,
    step,
    tell_senders,
    wind,
)
from qixin.cases.actions.telling import tell_offered
from qixin.cases.enums import OVER_STATES, STANDING_STATES, AssignmentRole, CaseState
from qixin.cases.models import Assignment, Case, CaseType, FurtherReport
from qixin.cases.policies import check_can_open, check_can_undo_open
from qixin.cases.search import INDEX
from qixin.cases.selectors import allowance_for, of_report
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, ids, journal
from qixin.core.calendar_days import working_calendar
from qixin.core.errors import Invalid
from qixin.core.insertion import insert, insert_many
from qixin.core.personal_data import mask_text
from qixin.people.models import Unit, User
from qixin.people.policies import check_stands
from qixin.reports.actions import settle_held
from qixin.reports.enums import Outcome, Urgency
from qixin.reports.models import Report

LONGEST_TITLE = 120


@dataclass(frozen=True)
class Terms:
    """What is decided about a case besides its lead unit; what is left out follows the report.

    `until` is a promised moment that stands in place of the type's clock.
    """

    title: str | None = None
    urgency: Urgency | None = None
    case_type: CaseType | None = None
    asker: Unit | None = None
    parent: Case | None = None
    co_units: tuple[Unit, ...] = field(default=())
    until: datetime | None = None


@transaction.atomic
def open_from_report(
    *,
    report: Report,
    unit: Unit,
    by: User,
    title: str | None = None,
    urgency: Urgency | None = None,
    case_type: CaseType | None = None,
) -> Case:
    """Open a case for `unit` and start its clock; the report leaves the queue, its sender is told.

    The same report and unit again give the same case; a report whose case was handed back goes on
    with that case, for the new unit. Without a title the report's first words, without an urgency
    the report's. Raises Refused, Invalid for a title that is too long, WrongState for a report that
    was merged or filed, CalendarGap where the working calendar ends.
    """
    [held] = locked_reports([report])
    check_can_open(by, report=held)
    check_stands(unit)
    standing = standing_case(held, unit)
    if standing is not None:
        return standing
    returned = handed_back_case(held)
    if returned is not None:
        return reassign_to(returned, unit, by=by)
    terms = Terms(title=title, urgency=urgency, case_type=case_type)
    return open_for([held], unit=unit, by=by, terms=terms)


@transaction.atomic
def undo_open(*, case: Case, by: User) -> Case:
    """Take back a case that nobody has accepted yet; its reports return to the queue.

    Raises WrongState once the department works on it: it hands back instead.
    """
    held = locked(case)
    check_can_undo_open(by, case=held)
    check_step(held, "undo_open")
    for assignment in held.assignments.exclude(state__in=OVER_STATES):
        move_assignment(assignment, "withdraw")
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
    found = Case.objects.filter(of_report(report), lead_unit=unit, state__in=STANDING_STATES)
    return found.filter(parent__isnull=True).first()


def handed_back_case(report: Report) -> Case | None:
    """The case of the report that a unit handed back, and that waits for another one."""
    found = Case.objects.filter(of_report(report), state=CaseState.HANDED_BACK)
    return found.order_by("-pk").first()


def open_for(reports: list[Report], *, unit: Unit, by: User, terms: Terms | None = None) -> Case:
    """One case of locked reports that `unit` has no case of yet; without an urgency the highest."""
    terms = terms or Terms()
    first, *others = reports
    allowance = allowance_for(terms.case_type, _urgency_of(reports, terms))
    case = _new_case(reports, unit, by, terms, allowance)
    insert(case)
    INDEX.add([(case.pk, f"{case.title}\n{case.text}")])
    FurtherReport.objects.bulk_create(FurtherReport(case=case, report=other) for other in others)
    parts = [_part(case, unit, AssignmentRole.LEAD, allowance)]
    parts += [_part(case, one, AssignmentRole.CO, allowance) for one in _helpers(terms, unit)]
    insert_many(parts)
    tell_offered(parts)
    detail = {"report": first.number, "unit": unit.pk, "clock": case.clock_basis}
    if others:
        detail["further"] = [other.number for other in others]
    journal.write(verb=JOURNAL["open"], subject=case, by=by, detail=detail)
    for report in reports:
        settle_held(held=report, by=by, **news_of(case, Outcome.CASE_OPENED))
    return case


def give(case: Case, unit: Unit, role: AssignmentRole, *, request: str = "") -> Assignment:
    """A unit's part, on the case's allowance from now; its officers are told."""
    allowance = allowance_for(case.case_type, Urgency(case.urgency))
    part = _part(case, unit, role, allowance, request=request)
    insert(part)
    tell_offered([part])
    return part


def reassign_to(case: Case, unit: Unit, *, by: User) -> Case:
    """What a unit handed back goes on with another; reports leave the queue again."""
    held = locked(case)
    check_step(held, "reassign")
    held.lead_unit = unit
    restart(held)
    give(held, unit, AssignmentRole.LEAD)
    step(held, "reassign", by=by, detail={"unit": unit.pk}, closed_at=None, **lead_changes(held))
    tell_senders(held, Outcome.CASE_OPENED, by=by)
    return held


def restart(case: Case, allowance: clocks.Allowance | None = None) -> None:
    """The lead unit's clock from now on, by type and urgency; the caller saves."""
    wind(case, allowance or allowance_for(case.case_type, Urgency(case.urgency)))
    case.respond_by = clocks.after(
        clock.now(), clocks.RESPONSES[Urgency(case.urgency)], working_calendar()
    )


def lead_changes(case: Case) -> dict[str, object]:
    """What `restart` and a new lead unit changed, for `step` to save."""
    return {
        "lead_unit": case.lead_unit,
        "respond_by": case.respond_by,
        **case.clock_values(),
    }


def _part(
    case: Case,
    unit: Unit,
    role: AssignmentRole,
    allowance: clocks.Allowance,
    *,
    request: str = "",
) -> Assignment:
    """Not yet saved. The lead unit's runs on the case's clock, the others from now."""
    part = Assignment(case=case, unit=unit, role=role, request=request, assigned_at=clock.now())
    if role == AssignmentRole.LEAD:
        part.follow(case)
    else:
        wind(part, allowance)
    return part


def _urgency_of(reports: list[Report], terms: Terms) -> Urgency:
    if terms.urgency is not None:
        return terms.urgency
    return max(Urgency(report.urgency) for report in reports)


def _new_case(
    reports: list[Report], unit: Unit, by: User, terms: Terms, allowance: clocks.Allowance
) -> Case:
    first, opened_at = reports[0], clock.now()
    case = Case(
        district=first.district,
        number=ids.new_number("C", opened_at),
        report=first,
        title=_title(terms.title, first),
        text=first.text,
        urgency=_urgency_of(reports, terms),
        case_type=terms.case_type,
        asker=terms.asker,
        parent=terms.parent,
        town=first.town,
        lead_unit=unit,
        opened_by=by,
        opened_at=opened_at,
    )
    restart(case, allowance)
    if terms.until is not None:
        wind(case, clocks.promised(terms.until, opened_at, working_calendar()))
    return case


def _helpers(terms: Terms, lead: Unit) -> list[Unit]:
    """The co-units of the type and of these terms, each once; not the lead, not the dissolved."""
    by_type = list(terms.case_type.co_units.order_by("pk")) if terms.case_type else []
    units = {unit.pk: unit for unit in (*by_type, *terms.co_units) if unit.dissolved_at is None}
    units.pop(lead.pk, None)
    return list(units.values())


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
