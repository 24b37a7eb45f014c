"""Importing units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.sheets import SheetColumn, SheetRow
from qixin.people.enums import UnitKind
from qixin.people.imports import cells
from qixin.people.imports.finders import AreaFinder, UnitFinder
from qixin.people.models import Unit

KINDS = {
    "政府部门": UnitKind.DEPARTMENT, "机关": UnitKind.DEPARTMENT, "部门": UnitKind.DEPARTMENT,
    "镇街": UnitKind.TOWN, "镇": UnitKind.TOWN, "街道": UnitKind.TOWN,
    "事业单位": UnitKind.INSTITUTION, "企业": UnitKind.ENTERPRISE, "国企": UnitKind.ENTERPRISE,
    "媒体": UnitKind.MEDIA, "其他": UnitKind.OTHER,
}  # fmt: skip
NAME = SheetColumn("name", ("单位名称", "Unit", "单位", "名称", "Name"), True, cells.text(128))
PARENT = SheetColumn("parent", ("上级单位", "Parent unit", "主管部门"), parse=cells.text(128))
AREA = SheetColumn("area", ("所在地", "Place", "镇街", "社区"), parse=cells.text(128))
CODE = SheetColumn(
    "credit_code",
    ("统一社会信用代码", "Unified social credit code", "信用代码"),
    parse=cells.credit_code,
)
COLUMNS = (
    NAME,
    SheetColumn("short_name", ("简称", "Short name"), parse=cells.text(32)),
    SheetColumn("name_en", ("英文名称", "English name"), parse=cells.text(160)),
    SheetColumn("kind", ("单位类型", "Kind", "类型", "性质"), parse=cells.choice(UnitKind, KINDS)),
    CODE,
    PARENT,
    AREA,
    SheetColumn("duties", ("职责", "Duties", "职能")),
)


class UnitImporter:
    """Units are told apart by their credit code, else by their name."""

    def __init__(self) -> None:
        self.units, self.areas = UnitFinder(), AreaFinder()

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        counts = Counts()
        for row in rows:
            given = self._resolved(row)
            if not row.errors:
                self._save(row, given, counts)
        return counts

    def _resolved(self, row: SheetRow) -> dict[str, Any]:
        given = {name: value for name, value in row.values.items() if value is not None}
        for column, finder in ((PARENT, self.units), (AREA, self.areas)):
            if column.name in given:
                try:
                    given[column.name] = finder.find(given[column.name])
                except Invalid as problem:
                    refuse(row, column, problem.sentence)
        return given

    def _save(self, row: SheetRow, given: dict[str, Any], counts: Counts) -> None:
        unit = self.units.exact(name=given["name"], credit_code=given.get("credit_code", ""))
        if unit is None:
            self.units.add(Unit.objects.create(**{"kind": UnitKind.OTHER, **given}))
            counts.created += 1
        elif problem := self._clash(unit, given):
            refuse(row, *problem)
        elif changed := [name for name, value in given.items() if getattr(unit, name) != value]:
            for name in changed:
                setattr(unit, name, given[name])
            unit.save(update_fields=changed)
            self.units.add(unit)
            counts.updated += 1
        else:
            counts.unchanged += 1

    def _clash(self, unit: Unit, given: dict[str, Any]) -> tuple[SheetColumn, Any] | None:
        namesake = self.units.exact(name=given["name"])
        if namesake is not None and namesake.pk != unit.pk:
            return NAME, _("Another unit already has this name.")
        code = given.get("credit_code")
        if code and unit.credit_code and code != unit.credit_code:
            return CODE, _("A unit of this name is registered with another credit code.")
        if given.get("parent") is not None and given["parent"].pk == unit.pk:
            return PARENT, _("A unit cannot be its own parent.")
        return None
