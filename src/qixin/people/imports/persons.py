"""Importing persons with their unit, community and role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.sheets import SheetColumn, SheetRow
from qixin.people.enums import AreaLevel
from qixin.people.imports import cells
from qixin.people.imports.finders import AreaFinder, UnitFinder
from qixin.people.imports.identities import IdentityClash, KnownPersons, is_numbered
from qixin.people.imports.roles import IN_COMMUNITY, IN_UNIT, role
from qixin.people.imports.ties import Ties

NAME = SheetColumn("name", ("姓名", "Name", "名字"), True, cells.text(64))
PHONE = SheetColumn(
    "phone",
    ("手机号", "Telephone", "电话", "联系电话", "手机", "联系方式", "Phone"),
    parse=cells.phone,
)
ID_NUMBER = SheetColumn(
    "id_number", ("身份证号", "ID number", "身份证", "身份证号码", "公民身份号码"),
    parse=cells.id_number,
)  # fmt: skip
UNIT = SheetColumn("unit", ("单位", "Unit", "工作单位", "所在单位"), parse=cells.text(128))
COMMUNITY = SheetColumn(
    "community", ("居住社区", "Community", "社区", "村居", "小区", "居住地"), parse=cells.text(128)
)
ROLE = SheetColumn("role", ("角色", "Role", "身份"), parse=role)
COLUMNS = (
    NAME,
    PHONE,
    ID_NUMBER,
    UNIT,
    SheetColumn("title", ("职务", "Title", "岗位"), parse=cells.text(64)),
    SheetColumn("is_party_member", ("是否党员", "Party member", "政治面貌"), parse=cells.yes_or_no),
    COMMUNITY,
    ROLE,
)
_ENOUGH = _(
    "Give a telephone, an ID number or a unit as well: by the name alone nobody can be told from "
    "others of the same name."
)


class PersonImporter:
    """Persons are told apart by ID number, else telephone, else name within a unit."""

    def __init__(self) -> None:
        self.units, self.areas = UnitFinder(), AreaFinder(AreaLevel.COMMUNITY)

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        resolved = [(row, given) for row in rows if (given := self._resolved(row)) is not None]
        known = KnownPersons([given for _row, given in resolved])
        fates = []
        # Rows with numbers first: by name alone one is told from all members, also from new ones.
        for row, given in sorted(resolved, key=lambda one: not is_numbered(one[1])):
            try:
                fates.append((*known.place(given), given))
            except IdentityClash as clash:
                refuse(row, _BY_FIELD.get(clash.field), clash.sentence)
        known.save()
        ties = Ties([(person, given) for person, _fate, given in fates], by=by)
        return _count(fates, ties.tie())

    def _resolved(self, row: SheetRow) -> dict[str, Any] | None:
        given = {name: value for name, value in row.values.items() if value is not None}
        for column, find in ((UNIT, self.units.find), (COMMUNITY, self.areas.find)):
            if column.name in given:
                try:
                    given[column.name] = find(given[column.name])
                except Invalid as problem:
                    refuse(row, column, problem.sentence)
        if not given.keys() & {"phone", "id_number", "unit"}:
            refuse(row, None, _ENOUGH)
        _check_scope(row, given)
        return None if row.errors else given


_BY_FIELD = {column.name: column for column in COLUMNS}


def _check_scope(row: SheetRow, given: dict[str, Any]) -> None:
    if given.get("role") in IN_UNIT and "unit" not in given:
        refuse(row, UNIT, _("This role needs a unit."))
    if given.get("role") in IN_COMMUNITY and "community" not in given:
        refuse(row, COMMUNITY, _("This role needs a community."))


def _count(fates: Sequence[tuple[Any, str, Any]], tied: list[bool]) -> Counts:
    counts = Counts()
    for (_person, fate, _given), changed in zip(fates, tied, strict=True):
        if fate == "unchanged" and changed:
            fate = "updated"
        setattr(counts, fate, getattr(counts, fate) + 1)
    return counts
