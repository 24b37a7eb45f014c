"""The list of hazards as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.core.sheets import write_workbook
from qixin.core.sheets.writing import neutralised
from qixin.enterprises.enums import EscalationStep
from qixin.enterprises.models import Hazard
from qixin.enterprises.workflow.safety import JOURNAL
from qixin.people.models import User
from qixin.people.permissions import check_permission

MOST = 50_000


@transaction.atomic
def export_hazards(*, hazards: QuerySet[Hazard], path: Path, by: User) -> int:
    """Write `hazards` to the .xlsx at `path`; returns how many. Numbers of persons in texts are
    masked, names of contacts left out.

    Raises Refused without the right to read, Invalid for more than 50,000.
    """
    check_permission(by, "enterprises.read")
    found = hazards.count()
    if found > MOST:
        raise Invalid(
            _("A file holds at most %(most)s hazards. Please narrow the list.")
            % {"most": f"{MOST:,}"}
        )
    write_workbook(path, _rows(hazards))
    detail = {"hazards": found}
    journal.write(verb=JOURNAL["export_hazards"], subject=by, by=by, detail=detail)
    return found


def _rows(hazards: QuerySet[Hazard]) -> Iterator[list[str]]:
    yield [
        _("Number"), _("Enterprise"), _("Industry"), pgettext("hazard", "Hazard"),
        pgettext("hazard", "Severity"), _("State"), pgettext("hazard", "Found"),
        pgettext("hazard", "Deadline"), pgettext("hazard", "Days overdue"),
        pgettext("hazard", "Inspecting unit"), pgettext("hazard", "Found by"),
        pgettext("hazard", "Extensions"), pgettext("hazard", "Told upward to"),
        pgettext("hazard", "Ended"),
    ]  # fmt: skip
    for hazard in hazards:
        yield [neutralised(cell) for cell in _cells(hazard)]


def _cells(hazard: Hazard) -> list[str]:
    return [
        hazard.number,
        str(hazard.enterprise),
        str(hazard.enterprise.get_industry_display()),
        mask_text(hazard.title),
        str(hazard.get_severity_display()),
        str(hazard.get_state_display()),
        f"{clock.local(hazard.found_at):%Y-%m-%d %H:%M}",
        f"{hazard.due_on:%Y-%m-%d}",
        str(hazard.days_over or ""),
        hazard.unit.name,
        str(hazard.found_by),
        str(hazard.extensions),
        str(EscalationStep(hazard.reached).label) if hazard.reached else "",
        f"{clock.local(hazard.ended_at):%Y-%m-%d %H:%M}" if hazard.ended_at else "",
    ]
