"""Importing the register of enterprises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.actors import Actor
from qixin.core.errors import Conflict, Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.personal_data import normalise_digits
from qixin.core.sheets import CellProblem, SheetColumn, SheetRow
from qixin.enterprises.actions.register import MOST_HEADCOUNT, Facts, change, enter, facts_of
from qixin.enterprises.actions.stepping import locked_enterprise
from qixin.enterprises.enums import Industry
from qixin.enterprises.models import Enterprise, Tag
from qixin.people.enums import UnitKind
from qixin.people.imports import AreaFinder, UnitFinder, cells

_SECTION = re.compile(r"([A-Ta-t])(\d{2})?")
# How sheets write the sections that enterprises mostly belong to; the standard's names as well.
_SHORT = {
    "制造": "C", "工业": "C", "化工": "C", "建筑": "E", "批发": "F", "零售": "F", "商贸": "F",
    "交通": "G", "物流": "G", "运输": "G", "餐饮": "H", "住宿": "H", "酒店": "H", "软件": "I",
    "信息": "I", "房地产": "K", "农业": "A", "农林": "A", "采矿": "B", "电力": "D", "金融": "J",
    "服务业": "O", "教育": "P", "医疗": "Q", "卫生": "Q", "文化": "R",
}  # fmt: skip


def industry(cell: Any) -> str:
    """A section of GB/T 4754 by its letter (with or without the division) or its name."""
    word = "".join(cells.text_of(cell).split())
    if match := _SECTION.fullmatch(normalise_digits(word)):
        return match.group(1).upper()
    for value, label in Industry.choices:
        if word and word in (str(label), f"{value}{label}"):
            return str(value)
    found = {letter for short, letter in _SHORT.items() if short in word}
    if len(found) == 1:
        return found.pop()
    raise CellProblem(
        _("Write the industry's letter of GB/T 4754, A to T: C for manufacturing, E for "
          "construction.")
    )  # fmt: skip


def whole_number(most: int) -> Any:
    """A reader of a whole number from 0 to `most`: "1,200" and full-width digits are taken."""

    def read(cell: Any) -> int:
        text = normalise_digits(cells.text_of(cell)).replace(",", "").replace("，", "").strip()
        text = text.removesuffix(".0")
        if not text.isascii() or not text.isdecimal() or int(text[:12]) > most:
            raise CellProblem(format_lazy(_("Write a whole number from 0 to {most}."), most=most))
        return int(text)

    return read


def _tags(cell: Any) -> list[str]:
    return [word for word in re.split(r"[、,，;；/\s]+", cells.text_of(cell)) if word]


NAME = SheetColumn("name", ("企业名称", "Enterprise", "单位名称", "名称"), True, cells.text(128))
CODE = SheetColumn(
    "credit_code", ("统一社会信用代码", "Unified social credit code", "信用代码"),
    parse=cells.credit_code,
)  # fmt: skip
INDUSTRY = SheetColumn("industry", ("行业", "Industry", "所属行业", "行业门类"), True, industry)
MANAGING = SheetColumn(
    "managing_unit",
    ("管理单位", "Managing unit", "辖区管理单位", "镇街园区"),
    True,
    cells.text(128),
)
SUPERVISING = SheetColumn(
    "supervising_unit",
    ("主管部门", "Supervising department", "行业主管部门"),
    parse=cells.text(128),
)
AREA = SheetColumn("area", ("所在镇街", "Town", "镇街", "所在地"), parse=cells.text(128))
TAGS = SheetColumn("tags", ("标签", "Tags"), parse=_tags)
COLUMNS = (
    NAME, CODE, INDUSTRY, MANAGING, SUPERVISING, AREA,
    SheetColumn("address", ("地址", "Address", "办公地址", "详细地址"), parse=cells.text(200)),
    SheetColumn("headcount", ("员工人数", "Headcount", "员工总人数", "职工人数"),
                parse=whole_number(MOST_HEADCOUNT)),
    SheetColumn("short_name", ("简称", "Short name"), parse=cells.text(32)),
    SheetColumn("name_en", ("英文名称", "English name"), parse=cells.text(160)),
    TAGS,
)  # fmt: skip


class EnterpriseImporter:
    """Enterprises are told apart by their credit code, else by their name."""

    def __init__(self) -> None:
        self.units, self.areas = UnitFinder(), AreaFinder()
        self.tags = {tag.name: tag for tag in Tag.objects.all()}

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        counts = Counts()
        for row in rows:
            given = self._resolved(row)
            if row.errors:
                continue
            try:
                self._save(given, counts, by)
            except Invalid as problem:
                refuse(row, None, problem.sentence)
            except Conflict as clash:
                refuse(row, NAME, clash.sentence)
        return counts

    def _resolved(self, row: SheetRow) -> dict[str, Any]:
        given = {name: value for name, value in row.values.items() if value is not None}
        for column, finder in (
            (MANAGING, self.units), (SUPERVISING, self.units), (AREA, self.areas),
        ):  # fmt: skip
            if column.name in given:
                try:
                    given[column.name] = finder.find(given[column.name])  # type: ignore[attr-defined]
                except Invalid as problem:
                    refuse(row, column, problem.sentence)
        if unknown := [name for name in given.get("tags", ()) if name not in self.tags]:
            refuse(
                row, TAGS,
                format_lazy(_("There is no tag “{name}”. An administrator adds it first."),
                            name=unknown[0]),
            )  # fmt: skip
        return given

    def _save(self, given: dict[str, Any], counts: Counts, by: Actor) -> None:
        tags = [self.tags[name] for name in given.pop("tags", ())]
        held = self._known(given)
        if held is None:
            made = enter(facts=Facts(**given), by=by, tags=tags)
            self.units.add(made.unit)
            counts.created += 1
            return
        held = locked_enterprise(held)
        # what the sheet does not say stays
        kept = tags if tags else None
        if change(held=held, facts=replace(facts_of(held), **given), by=by, tags=kept):
            self.units.add(held.unit)
            counts.updated += 1
        else:
            counts.unchanged += 1

    def _known(self, given: dict[str, Any]) -> Enterprise | None:
        unit = self.units.exact(name=given["name"], credit_code=given.get("credit_code", ""))
        if unit is None or unit.kind != UnitKind.ENTERPRISE:
            return None
        held = Enterprise.objects.filter(unit=unit).first()
        if held is not None and held.merged_into_id is not None:
            raise Conflict(_("This enterprise was merged into another one."))
        return held
