"""A list of reports as a file for a spreadsheet: without personal data, and with a line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.core.sheets.writing import neutralised
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.reports.models import Report
from qixin.reports.workflow import JOURNAL

MOST = 100_000
# An .xlsx holds no more characters in a cell.
LONGEST_CELL = 32_000


@transaction.atomic
def export(*, reports: QuerySet[Report], path: Path, by: User) -> int:
    """Write `reports` to `path` (.xlsx, else CSV in UTF-8 with a BOM); returns how many.

    Senders are left out; telephone, ID and plate numbers in texts are masked. Raises Refused
    without the right to read, Invalid for more than 100,000 reports.
    """
    check_permission(by, "reports.read")
    found = reports.count()
    if found > MOST:
        raise Invalid(
            _(
                "A file holds at most %(most)s reports. "
                "Please narrow the filter, for example by day."
            )
            % {"most": f"{MOST:,}"}
        )
    shown = reports.select_related("town", "community", "group").defer("signature")
    (_write_xlsx if path.suffix == ".xlsx" else _write_csv)(path, _rows(shown.order_by("-id")))
    journal.write(
        verb=JOURNAL["export"], subject=by, by=by, detail={"reports": found, "file": path.suffix}
    )
    return found


def _rows(reports: QuerySet[Report]) -> Iterator[list[str]]:
    yield [
        _("Number"), _("Received"), _("Happened"), _("State"), _("Urgency"), _("Source"),
        _("Town"), _("Community"), _("Group"), _("Place"), _("Longitude"), _("Latitude"),
        _("Address"), _("Text"),
    ]  # fmt: skip
    for report in reports.iterator(chunk_size=1000):
        yield [neutralised(cell) for cell in _cells(report)]


def _cells(report: Report) -> list[str]:
    return [
        report.number,
        f"{clock.local(report.received_at):%Y-%m-%d %H:%M}",
        f"{clock.local(report.occurred_at):%Y-%m-%d %H:%M}",
        report.get_state_display(),
        report.get_urgency_display(),
        report.get_source_display(),
        str(report.town.name if report.town else ""),
        str(report.community.name if report.community else ""),
        str(report.group.name if report.group else ""),
        report.get_precision_display(),
        "" if report.lng is None else f"{report.lng:.6f}",
        "" if report.lat is None else f"{report.lat:.6f}",
        mask_text(report.address),
        mask_text(report.text),
    ]


def _write_csv(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _write_xlsx(path: Path, rows: Iterable[list[str]]) -> None:
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell)[:LONGEST_CELL] for cell in row])
    workbook.save(path)
