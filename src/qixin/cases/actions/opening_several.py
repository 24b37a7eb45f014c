"""From several reports at once: one case of all, or a case for each, for the same department."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qixin.cases.actions.opening import (
    Terms,
    handed_back_case,
    locked_reports,
    open_for,
    reassign_to,
    standing_case,
    undo_open,
)
from qixin.cases.models import Case, FurtherReport
from qixin.cases.policies import check_can_open, check_is_free
from qixin.core.errors import Conflict, QixinError
from qixin.people.models import Unit, User
from qixin.people.policies import check_stands
from qixin.reports.enums import Urgency
from qixin.reports.models import Report


@dataclass
class Opened:
    """The cases that stand now, and the reports that were left alone, each with the sentence."""

    cases: list[Case] = field(default_factory=list)
    refused: list[tuple[Report, str]] = field(default_factory=list)


@transaction.atomic
def open_together(
    *,
    reports: Iterable[Report],
    unit: Unit,
    by: User,
    title: str | None = None,
    urgency: Urgency | None = None,
    shown_at: datetime | None = None,
) -> Opened:
    """One case of all reports, which are about the same thing; every sender hears of it.

    What somebody else has decided since the reports were shown, or works on, is left alone and
    told; the rest go through. The same again gives the same case. Raises Invalid for a title that
    is too long.
    """
    opened, fit = Opened(), []
    for held in locked_reports(reports):
        try:
            known = _checked(held, unit=unit, by=by, shown_at=shown_at)
        except QixinError as refusal:
            opened.refused.append((held, str(refusal)))
            continue
        if known is None:
            fit.append(held)
        elif known not in opened.cases:
            opened.cases.append(known)
    if fit:
        terms = Terms(title=title, urgency=urgency)
        opened.cases.append(_open_one(fit, unit=unit, by=by, terms=terms))
    return opened


def open_for_each(
    *,
    reports: Iterable[Report],
    unit: Unit,
    by: User,
    urgency: Urgency | None = None,
    shown_at: datetime | None = None,
) -> Opened:
    """A case for each report, in its own transaction; one refusal stops none."""
    opened = Opened()
    for report in reports:
        try:
            with transaction.atomic():
                [held] = locked_reports([report])
                case = _checked(held, unit=unit, by=by, shown_at=shown_at) or _open_one(
                    [held], unit=unit, by=by, terms=Terms(urgency=urgency)
                )
        except QixinError as refusal:
            opened.refused.append((report, str(refusal)))
        else:
            opened.cases.append(case)
    return opened


@dataclass
class Undone:
    """The cases taken back, and those that stay, each with the sentence."""

    cases: list[Case] = field(default_factory=list)
    refused: list[tuple[Case, str]] = field(default_factory=list)


def undo_open_of_each(*, cases: Iterable[Case], by: User) -> Undone:
    """Take back what was opened together; what a department already works on stays."""
    undone = Undone()
    for case in cases:
        try:
            undone.cases.append(undo_open(case=case, by=by))
        except QixinError as refusal:
            undone.refused.append((case, str(refusal)))
    return undone


def _open_one(reports: list[Report], *, unit: Unit, by: User, terms: Terms) -> Case:
    """A new case of all, or the one that another unit handed back, with the others in it."""
    returned = next(filter(None, map(handed_back_case, reports)), None)
    if returned is None:
        return open_for(reports, unit=unit, by=by, terms=terms)
    known = {report.pk for report in returned.reports}
    FurtherReport.objects.bulk_create(
        FurtherReport(case=returned, report=one) for one in reports if one.pk not in known
    )
    return reassign_to(returned, unit, by=by)


def _checked(report: Report, *, unit: Unit, by: User, shown_at: datetime | None) -> Case | None:
    """The case that this very click has already opened, or None where one may be opened."""
    check_can_open(by, report=report)
    check_stands(unit)
    known = standing_case(report, unit)
    if known is None:
        check_is_free(by, report=report, shown_at=shown_at)
        return None
    if known.opened_by_id == by.pk and shown_at is not None and known.opened_at >= shown_at:
        return known
    raise Conflict(
        _("%(unit)s already has case %(number)s of it.") % {"unit": unit, "number": known.number}
    )
