"""Importing reports: lists that other systems kept, from a spreadsheet or a scraper."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from qixin.core import ids, journal
from qixin.core.actors import Actor
from qixin.core.coordinates import (
    Coordinate,
    CoordinateError,
    Fault,
    parse_coordinate,
    wgs84_from_gcj02,
)
from qixin.core.dates import DateOrder, parse_moment
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.insertion import insert_many
from qixin.core.journal.writing import Line
from qixin.core.personal_data import normalise_digits
from qixin.core.sheets import Sheet, SheetRow
from qixin.people.enums import AreaLevel
from qixin.people.imports.finders import AreaFinder
from qixin.people.models import Area
from qixin.reports.actions.receiving import Submission, build, check_submission, follow_code
from qixin.reports.enums import LabelKind, Precision, Source, Urgency
from qixin.reports.imports.columns import (
    ADDRESS,
    COLUMNS,
    COMMUNITY,
    LAT,
    LNG,
    NAME,
    PHONE,
    REFERENCE,
    SERVICE,
    TEXT,
    TIME,
    TOWN,
    URGENCY,
)
from qixin.reports.imports.points import MapSystem, SharedPoints
from qixin.reports.imports.remarks import Noted
from qixin.reports.models import Label, Report
from qixin.reports.places import Place, locate
from qixin.reports.workflow import JOURNAL

__all__ = ["COLUMNS", "ReportImporter"]

# Names the rows of any file; a row's key is made from what it says, so it is the same each time.
_ROWS = uuid.UUID("5f0d7c52-7f0c-5b8e-9b1c-4d0f1a3a7d10")


class ReportImporter:
    """One run. The survey finds the order of days and months and the points that many share."""

    def __init__(self, *, gcj02: bool = False) -> None:
        self.gcj02 = gcj02
        self.areas = AreaFinder(AreaLevel.TOWN, AreaLevel.COMMUNITY)
        self.services = _services()
        self.order, self.shared, self.noted = DateOrder(), SharedPoints(), Noted()
        self.system: MapSystem | None = None

    def survey(self, sheet: Sheet) -> None:
        """The first pass: nothing is written."""
        system = MapSystem(sheet.header)
        for row in sheet:
            self.order.see(row.values.get(TIME.name))
            point, _fault = _point(row)
            self.shared.see(point)
            if point is not None and not self.gcj02:
                system.see(point)
        self.system = system

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        """Insert what is new, and its lines of the journal."""
        wanted: dict[uuid.UUID, Submission] = {}
        taken = 0
        for row in rows:
            submission = self._submission(row)
            if submission is not None:
                taken += 1
                wanted.setdefault(submission.client_key, submission)
        known = set(
            Report.objects.filter(client_key__in=wanted).values_list("client_key", flat=True)
        )
        new = [build(s, follow_code(key)) for key, s in wanted.items() if key not in known]
        _number_apart(new)
        insert_many(new)
        journal.write_many(
            Line(JOURNAL["receive"], report, by, {"source": Source.IMPORT}) for report in new
        )
        for report in new:
            self.noted.precision(Precision(report.precision))
        return Counts(created=len(new), unchanged=taken - len(new))

    def remarks(self) -> list[str]:
        """What was noted and not refused."""
        suspect = self.system is not None and self.system.is_suspect
        return self.noted.sentences(looks_like_gcj02=suspect, converted=self.gcj02)

    def _submission(self, row: SheetRow) -> Submission | None:
        moment, area = self._moment(row), self._area(row)
        if row.errors:
            return None
        submission = Submission(
            client_key=_key(row, moment),
            source=Source.IMPORT,
            text=row.values[TEXT.name],
            occurred_at=moment,
            place=self._place(row, area),
            address=row.values.get(ADDRESS.name) or "",
            service_code=self._service(row),
            urgency=row.values.get(URGENCY.name) or Urgency.NORMAL,
            contact_name=row.values.get(NAME.name) or "",
            contact_phone=normalise_digits(row.values.get(PHONE.name) or ""),
        )
        try:
            check_submission(submission)
        except Invalid as error:
            refuse(row, TEXT, error.sentence)
            return None
        return submission

    def _moment(self, row: SheetRow) -> datetime | None:
        cell = row.values.get(TIME.name)
        if cell is None:
            return None
        try:
            zone = timezone.get_default_timezone()
            return parse_moment(cell, zone=zone, day_first=self.order.day_first)
        except Invalid as error:
            refuse(row, TIME, error.sentence)
            return None

    def _area(self, row: SheetRow) -> Area | None:
        town, community = row.values.get(TOWN.name), row.values.get(COMMUNITY.name)
        column = COMMUNITY if community else TOWN
        cell = f"{town}/{community}" if town and community else community or town
        if not cell:
            return None
        try:
            return self.areas.find(cell)
        except Invalid as error:
            refuse(row, column, error.sentence)
            return None

    def _place(self, row: SheetRow, area: Area | None) -> Place:
        community = area if area and area.level == AreaLevel.COMMUNITY else None
        town = area if area and area.level == AreaLevel.TOWN else None
        point, fault = _point(row)
        if fault is not None:
            self.noted.fault(fault)
        if point is None:
            return locate(None, community=community, town=town)
        position = wgs84_from_gcj02(point.lng, point.lat) if self.gcj02 else point
        if point in self.shared:
            # A default point says nothing of where it was, so it is counted for no town by itself.
            chosen = locate(None, community=community, town=town)
            return replace(chosen, coordinate=position, precision=Precision.SHARED)
        return locate(position, community=community, town=town)

    def _service(self, row: SheetRow) -> str:
        cell = row.values.get(SERVICE.name)
        if not cell:
            return ""
        code = self.services.get(cell.casefold(), "")
        if not code:
            self.noted.unknown_service(cell)
        return code


def _point(row: SheetRow) -> tuple[Coordinate | None, Fault | None]:
    if LNG.name not in row.values and LAT.name not in row.values:
        return None, None
    try:
        return parse_coordinate(row.values.get(LNG.name), row.values.get(LAT.name)), None
    except CoordinateError as error:
        return None, error.fault


def _number_apart(reports: list[Report]) -> None:
    """Draw again where a number is taken: a large file draws 100,000 of a day's 2^30 numbers."""
    drawn = reports
    while drawn:
        numbers = [report.number for report in drawn]
        taken = set(Report.objects.filter(number__in=numbers).values_list("number", flat=True))
        seen: set[str] = set()
        drawn = []
        for report in reports:
            if report.number in taken or report.number in seen:
                report.number = ids.new_number("R", report.received_at)
                drawn.append(report)
            seen.add(report.number)


def _key(row: SheetRow, moment: datetime | None) -> uuid.UUID:
    said: list[Any] = [row.values.get(column.name) or "" for column in _TELLING]
    at = moment.timestamp() if moment else ""
    return uuid.uuid5(_ROWS, "\x1f".join(map(str, [settings.QIXIN_DISTRICT, at, *said])))


# What tells one row from another; a category or an urgency may be filled in later.
_TELLING = (REFERENCE, TEXT, ADDRESS, LNG, LAT, PHONE)


def _services() -> dict[str, str]:
    labels = Label.objects.filter(kind=LabelKind.SERVICE, is_active=True)
    return {
        name.casefold(): label.code
        for label in labels
        for name in (label.name, label.name_en, label.code)
        if name
    }
