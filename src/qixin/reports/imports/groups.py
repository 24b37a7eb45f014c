"""Importing groups of correspondents."""

from __future__ import annotations

from collections.abc import Sequence

from qixin.core import journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.journal.writing import Line
from qixin.core.sheets import SheetColumn, SheetRow
from qixin.people.imports.cells import text, yes_or_no
from qixin.people.imports.finders import UnitFinder
from qixin.people.models import Unit
from qixin.reports.models import Group
from qixin.reports.workflow import JOURNAL

NAME = SheetColumn("name", ("群组", "Group", "群名", "组名", "名称"), True, text(64))
UNIT = SheetColumn("unit", ("单位", "Unit", "所属单位", "主管单位"), parse=text(128))
OPEN = SheetColumn(
    "is_open", ("接收新成员", "Takes new members", "是否开放"), parse=yes_or_no
)  # fmt: skip
COLUMNS = (NAME, UNIT, OPEN)


class GroupImporter:
    """Groups are told apart by their name."""

    def __init__(self) -> None:
        self.units = UnitFinder()
        self.groups = {group.name: group for group in Group.objects.all()}

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        counts = Counts()
        lines = []
        for row in rows:
            unit = self._unit(row)
            if row.errors:
                continue
            fate, group = self._put(row, unit)
            setattr(counts, fate, getattr(counts, fate) + 1)
            if fate != "unchanged":
                lines.append(Line(JOURNAL["import_group"], group, by, {"fate": fate}))
        journal.write_many(lines)
        return counts

    def _unit(self, row: SheetRow) -> Unit | None:
        cell = row.values.get(UNIT.name)
        try:
            return self.units.find(cell) if cell else None
        except Invalid as error:
            refuse(row, UNIT, error.sentence)
            return None

    def _put(self, row: SheetRow, unit: Unit | None) -> tuple[str, Group]:
        said = {"unit": unit, "is_open": row.values.get(OPEN.name)}
        given = {name: value for name, value in said.items() if value is not None}
        group = self.groups.get(row.values[NAME.name])
        if group is None:
            group = Group.objects.create(name=row.values[NAME.name], **given)
            self.groups[group.name] = group
            return "created", group
        differing = [name for name, value in given.items() if getattr(group, name) != value]
        for name in differing:
            setattr(group, name, given[name])
        if differing:
            group.save(update_fields=differing)
        return ("updated" if differing else "unchanged"), group
