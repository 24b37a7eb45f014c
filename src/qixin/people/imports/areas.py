"""Importing areas: the district's towns, communities and villages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core import clock
from qixin.core.actors import Actor
from qixin.core.imports import Counts, refuse
from qixin.core.sheets import SheetColumn, SheetRow
from qixin.people.enums import AreaLevel
from qixin.people.imports import cells
from qixin.people.models import Area

CODE = SheetColumn(
    "code", ("区划代码", "Area code", "代码", "code", "统计用区划代码"), True, cells.area_code
)
NAME = SheetColumn(
    "name", ("名称", "Name", "社区", "村居", "社区名称", "name"), True, cells.text(64)
)
COLUMNS = (
    CODE,
    NAME,
    SheetColumn("name_en", ("英文名称", "English name"), parse=cells.text(96)),
    SheetColumn("lng", ("经度", "Longitude", "lng"), parse=cells.degrees(73, 136)),
    SheetColumn("lat", ("纬度", "Latitude", "lat"), parse=cells.degrees(3, 54)),
    SheetColumn("is_guarded", ("值守小区", "Guarded", "值守"), parse=cells.yes_or_no),
    SheetColumn(
        "is_newly_handed_over", ("新交付小区", "Newly handed over", "新交付"), parse=cells.yes_or_no
    ),
)
LEVELS = {6: AreaLevel.DISTRICT, 9: AreaLevel.TOWN, 12: AreaLevel.COMMUNITY}
_PARENT = {9: 6, 12: 9}


class AreaImporter:
    """Areas are told apart by code; a parent is in the database or stands earlier in the file."""

    def __init__(self) -> None:
        self.known: dict[str, Area] = {area.code: area for area in Area.objects.defer("boundary")}

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        counts = Counts()
        # parents first, whatever the order within the batch
        for row in sorted(rows, key=lambda row: len(row.values["code"])):
            self._take(row, counts)
        clock.forget_kept()
        return counts

    def _take(self, row: SheetRow, counts: Counts) -> None:
        given = {name: value for name, value in row.values.items() if value is not None}
        area = self.known.get(given["code"])
        if area is None:
            counts.created += self._create(row, given)
        elif changed := _changed(area, given):
            area.save(update_fields=changed)
            counts.updated += 1
        else:
            counts.unchanged += 1

    def _create(self, row: SheetRow, given: dict[str, Any]) -> int:
        code = given["code"]
        parent = self.known.get(code[: _PARENT.get(len(code), 0)])
        if parent is None and len(code) in _PARENT:
            above = code[: _PARENT[len(code)]]
            refuse(
                row,
                CODE,
                format_lazy(
                    _("The area {code} that this one belongs to is not there. Import it first."),
                    code=above,
                ),
            )
            return 0
        self.known[code] = Area.objects.create(
            **given, level=LEVELS[len(code)], parent=parent, district=code[:6]
        )
        return 1


def _changed(row: Any, given: dict[str, Any]) -> list[str]:
    changed = [name for name, value in given.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, given[name])
    return changed
