"""The list of cases as a workbook, without what tells who the person is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qixin.cases.enums import OVER_STATES, AssignmentRole
from qixin.cases.models import Assignment, Case, CaseOutcome
from qixin.cases.workflow import JOURNAL
from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.core.sheets import write_workbook
from qixin.core.sheets.writing import neutralised
from qixin.people.models import User
from qixin.people.permissions import check_permission

MOST = 50_000
_CHUNK = 1_000


@transaction.atomic
def export_cases(*, cases: QuerySet[Case], path: Path, by: User) -> int:
    """Write `cases`, in their order, to the .xlsx at `path`; returns how many.

    Askers who are persons are left out, numbers of persons in titles masked. Raises Refused without
    the right to read, Invalid for more than 50,000.
    """
    check_permission(by, "cases.read")
    found = cases.count()
    if found > MOST:
        raise Invalid(
            _("A file holds at most %(most)s cases. Please narrow the list, for example by day.")
            % {"most": f"{MOST:,}"}
        )
    write_workbook(path, _rows(cases))
    journal.write(verb=JOURNAL["export"], subject=by, by=by, detail={"cases": found})
    return found


def _rows(cases: QuerySet[Case]) -> Iterator[list[str]]:
    yield [
        _("Number"), _("Report"), _("Title"), _("Type of case"), _("State"), _("Urgency"),
        _("Enterprise"), _("Town"), _("Lead unit"), _("Co-units"),
        pgettext("time", "Opened"), _("Response due"), pgettext("time", "Responded"), _("due"),
        _("Answered"), pgettext("time", "Closed"), _("Satisfaction"), _("Times handed back"),
        _("Answers refused"), _("Times reopened"), _("Outcomes"),
    ]  # fmt: skip
    helping = Assignment.objects.filter(role=AssignmentRole.CO).exclude(state__in=OVER_STATES)
    counted = CaseOutcome.objects.filter(struck_at__isnull=True)
    wanted = cases.select_related("report", "case_type", "asker", "town", "lead_unit")
    wanted = wanted.prefetch_related(
        Prefetch("assignments", helping.select_related("unit"), to_attr="helping"),
        Prefetch("outcomes", counted, to_attr="counted"),
    )
    for case in wanted.iterator(chunk_size=_CHUNK):
        yield [neutralised(cell) for cell in _cells(case)]


def _cells(case: Case) -> list[str]:
    return [
        case.number,
        case.report.number,
        mask_text(case.title),
        str(case.case_type or ""),
        str(case.get_state_display()),
        str(case.get_urgency_display()),
        case.asker.name if case.asker else "",
        case.town.name if case.town else "",
        case.lead_unit.name,
        "、".join(part.unit.name for part in case.helping),  # type: ignore[attr-defined]
        *(
            f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""
            for at in (
                case.opened_at, case.respond_by, case.responded_at, case.due_at, case.answered_at,
                case.closed_at,
            )
        ),
        str(case.get_satisfaction_display() or ""),
        str(case.handed_back_times),
        str(case.refused_times),
        str(case.reopened_times),
        "；".join(_said(one) for one in case.counted),  # type: ignore[attr-defined]
    ]  # fmt: skip


def _said(outcome: CaseOutcome) -> str:
    """Kind, what, and the figure that sums count."""
    figure = outcome.granted if outcome.granted is not None else outcome.quantity
    parts = [str(outcome.get_kind_display()), mask_text(outcome.what)]
    if figure is not None:
        parts.append(f"{figure.normalize():f} {outcome.measure or _('yuan')}")
    return " ".join(parts)
