"""Importing requests for passes from a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core import ids, imports
from qixin.core.actors import Actor
from qixin.core.dates import parse_moment
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, ImportKind, refuse
from qixin.core.sheets import SheetColumn, SheetRow
from qixin.passes.actions import Wanted, faults, request_many
from qixin.passes.actions.importing import KIND
from qixin.passes.actions.requesting import LONGEST_NAME
from qixin.passes.enums import STANDING_STATES, PassClass
from qixin.passes.models import Pass, Terms
from qixin.passes.models.passes import LONGEST_CARGO, LONGEST_ROUTE
from qixin.passes.plates import clean_plate
from qixin.passes.selectors import holders, terms
from qixin.people.imports import cells
from qixin.people.models import Unit, User

_CLASSES = {
    "货物": PassClass.GOODS, "货物和物资": PassClass.GOODS, "goods": PassClass.GOODS,
    "物资": PassClass.SUPPLIES, "应急保供": PassClass.SUPPLIES, "supplies": PassClass.SUPPLIES,
    "通勤": PassClass.COMMUTING, "员工通勤车": PassClass.COMMUTING, "staff": PassClass.COMMUTING,
    "公共服务": PassClass.SERVICE, "service": PassClass.SERVICE,
}  # fmt: skip
_HAS_HOUR = re.compile(r"\d\s*[:：时点]")


def _class(cell: Any) -> int:
    word = "".join(cells.text_of(cell).split()).casefold()
    if word in _CLASSES:
        return _CLASSES[word]
    raise Invalid(
        format_lazy(_("This is none of: {choices}."), choices="、".join(list(_CLASSES)[::3]))
    )


def _since(cell: Any) -> datetime:
    return parse_moment(cell, zone=timezone.get_default_timezone())


def _until(cell: Any) -> datetime:
    """A day alone is meant to its end."""
    moment = parse_moment(cell, zone=timezone.get_default_timezone())
    return moment + timedelta(days=1) if _is_day(cell, moment) else moment


def _is_day(cell: Any, moment: datetime) -> bool:
    midnight = moment.hour == moment.minute == moment.second == 0
    if isinstance(cell, date):  # a datetime as well
        return midnight
    return midnight and not _HAS_HOUR.search(str(cell))


PLATE = SheetColumn(
    "plate", ("车牌号", "Plate", "车牌", "车牌号码", "号牌"), True, lambda c: clean_plate(str(c))
)
CLASS = SheetColumn("pass_class", ("类别", "Class", "通行证类别"), True, _class)
CARGO = SheetColumn("cargo", ("货物", "Cargo", "运输物品", "货物名称"), True,
                    cells.text(LONGEST_CARGO))  # fmt: skip
ROUTE = SheetColumn("route", ("路线", "Route", "行驶路线", "起讫点"), True,
                    cells.text(LONGEST_ROUTE))  # fmt: skip
SINCE = SheetColumn("valid_from", ("起始日期", "From", "开始日期", "自"), True, _since)
UNTIL = SheetColumn("valid_until", ("截止日期", "Until", "结束日期", "至"), True, _until)
DRIVER = SheetColumn("driver_name", ("驾驶员", "Driver", "司机", "驾驶员姓名"), True,
                     cells.text(LONGEST_NAME))  # fmt: skip
PHONE = SheetColumn(
    "driver_phone", ("驾驶员电话", "Telephone", "电话", "手机号", "联系电话"), True, cells.phone
)
ID_NUMBER = SheetColumn(
    "driver_id_number", ("身份证号", "ID number", "驾驶员身份证号", "身份证"),
    parse=cells.id_number,
)  # fmt: skip
CASE = SheetColumn("case_number", ("诉求编号", "Case", "诉求"), parse=cells.text(20))
HOLDER = SheetColumn("holder", ("企业", "Holder", "持证单位", "单位"), parse=cells.text(128))
COLUMNS = (
    PLATE, CLASS, CARGO, ROUTE, SINCE, UNTIL, DRIVER, PHONE, ID_NUMBER, CASE, HOLDER,
)  # fmt: skip
_BY_FIELD = {column.name: column for column in COLUMNS}
# A vehicle on the same days for the same holder is the same request.
_Key = tuple[int, str, datetime, datetime]


class PassImporter:
    """Requests in the name of the units for which `by` may ask; with one such unit no column is
    needed that names it."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] | None = None
        self.terms: Terms = terms()

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        if not isinstance(by, User):
            raise Invalid(_("Requests for passes are imported by whoever asks for them."))
        if self.units is None:
            self.units = {unit.name: unit for unit in holders(by)}
        resolved = [(row, given) for row in rows if (given := self._resolved(row)) is not None]
        known, counts = _known(given for _row, given in resolved), Counts()
        new: dict[_Key, tuple[Unit, Wanted]] = {}
        for row, (holder, wanted) in resolved:
            key = _key(holder, wanted)
            if key in known:
                counts.unchanged += 1
            elif key in new:
                refuse(row, PLATE, _("The same vehicle and days stand in the file twice."))
            else:
                new[key] = holder, wanted
        counts.created = len(request_many(wanted=list(new.values()), by=by))
        return counts

    def _resolved(self, row: SheetRow) -> tuple[Unit, Wanted] | None:
        values = {name: value for name, value in row.values.items() if value is not None}
        holder = self._holder(row, values.pop("holder", ""))
        if "case_number" in values:
            values["case_number"] = ids.normalise_number(values["case_number"])
        wanted = Wanted(**values)
        for field, sentence in faults(wanted, on=self.terms):
            refuse(row, _BY_FIELD[field], sentence)
        return None if holder is None or row.errors else (holder, wanted)

    def _holder(self, row: SheetRow, name: str) -> Unit | None:
        units = self.units or {}
        if not name and len(units) == 1:
            return next(iter(units.values()))
        found = units.get(name)
        if found is None:
            refuse(
                row,
                HOLDER,
                format_lazy(_("You may not ask for passes for “{name}”."), name=name)
                if name
                else _("Say for which enterprise."),
            )
        return found


def _key(holder: Unit, wanted: Wanted) -> _Key:
    return holder.pk, wanted.plate, wanted.valid_from, wanted.valid_until


def _known(given: Any) -> set[_Key]:
    """Those of the rows that stand already."""
    plates = {wanted.plate for _holder, wanted in given}
    rows = Pass.objects.filter(plate__in=plates, state__in=STANDING_STATES)
    return set(rows.values_list("holder", "plate", "valid_from", "valid_until"))


def register_kinds() -> None:
    imports.register(
        ImportKind(
            name=KIND,
            title=_("Passes"),
            # No role has it: the common page of imports is for sheets of the whole district. This
            # one is sent by applicants on the room's own page, which asks for `passes.request`.
            permission="passes.import",
            columns=COLUMNS,
            begin=PassImporter,
            hint=_("One row for each vehicle. A day alone counts to its end."),
        )
    )
