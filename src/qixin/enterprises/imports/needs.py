"""Importing needs: of hospitals, schools, enterprises, one row a product."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qixin.core.actors import Actor
from qixin.core.dates import parse_moment
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.personal_data import normalise_digits
from qixin.core.sheets import CellProblem, SheetColumn, SheetRow
from qixin.enterprises.actions.exchange import MOST_QUANTITY, Goods, put_need
from qixin.enterprises.enums import SupplyState
from qixin.enterprises.models import Need
from qixin.enterprises.models.exchange import (
    LONGEST_NOTE,
    LONGEST_PRODUCT,
    LONGEST_SPECIFICATION,
)
from qixin.people.imports import UnitFinder, cells
from qixin.people.models import Unit, User

# How sheets say that something is needed and nobody knows how much.
_UNKNOWN = frozenset(
    {"不详", "未知", "若干", "急需", "大量", "数量不详", "待定", "unknown", "?", "？"}
)
_NUMBER = re.compile(r"(\d+(?:\.\d)?)\s*(万)?\s*(\D{0,12})")


def quantity(cell: Any) -> tuple[Decimal | None, str]:
    """(quantity, unit of quantity): "1,200", "1.5万只"; (None, "") for an amount unknown."""
    text = normalise_digits(cells.text_of(cell)).replace(",", "").replace("，", "").strip()
    if text.casefold() in _UNKNOWN:
        return None, ""
    match = _NUMBER.fullmatch(text.removesuffix(".0"))
    if match is None:
        raise CellProblem(_("Write a number, or “unknown” where nobody knows how much."))
    try:
        number = Decimal(match.group(1)) * (10_000 if match.group(2) else 1)
    except InvalidOperation:
        raise CellProblem(_("This quantity cannot be right.")) from None
    if not 0 < number <= MOST_QUANTITY:
        raise CellProblem(_("This quantity cannot be right."))
    return number, match.group(3).strip()


def _day(cell: Any) -> Any:
    return parse_moment(cell, zone=timezone.get_default_timezone()).date()


UNIT = SheetColumn("unit", ("单位", "Unit", "单位名称", "需求单位", "医院"), True, cells.text(128))
PRODUCT = SheetColumn(
    "product", ("物资", "Product", "物资名称", "名称"), True, cells.text(LONGEST_PRODUCT)
)
QUANTITY = SheetColumn("quantity", ("数量", "Quantity", "需求数量"), True, quantity)
COLUMNS = (
    UNIT, PRODUCT, QUANTITY,
    SheetColumn("measure", ("计量单位", "Measure"), parse=cells.text(12)),
    SheetColumn("specification", ("规格", "Specification", "规格型号"),
                parse=cells.text(LONGEST_SPECIFICATION)),
    SheetColumn("from_day", ("需用日期", "From", "起始日期"), parse=_day),
    SheetColumn("until_day", ("截止日期", "Until"), parse=_day),
    SheetColumn("address", ("地址", "Address", "收货地址"), parse=cells.text(200)),
    SheetColumn("note", ("备注", "Note"), parse=cells.text(LONGEST_NOTE)),
)  # fmt: skip
_Key = tuple[int, str, str]


class NeedImporter:
    """An open need is told apart by its unit, product and specification: the same row again is
    unchanged, another quantity is refused, for matches may hold of it."""

    def __init__(self) -> None:
        self.units = UnitFinder()
        self.known: dict[_Key, Need] = {
            (need.unit_id, need.product, need.specification): need
            for need in Need.objects.filter(state=SupplyState.OPEN)
        }

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        if not isinstance(by, User):
            raise Invalid(_("Offers and needs are entered by somebody with an account."))
        counts = Counts()
        for row in rows:
            if (resolved := self._resolved(row)) is not None:
                self._save(row, *resolved, by, counts)
        return counts

    def _resolved(self, row: SheetRow) -> tuple[Unit, Goods] | None:
        given = {name: value for name, value in row.values.items() if value is not None}
        number, measure = given.pop("quantity")
        try:
            unit = self.units.find(given.pop("unit"))
        except Invalid as problem:
            refuse(row, UNIT, problem.sentence)
            return None
        return unit, Goods(**{"measure": measure, **given}, quantity=number)

    def _save(self, row: SheetRow, unit: Unit, goods: Goods, by: User, counts: Counts) -> None:
        key = (unit.pk, goods.product, goods.specification)
        held = self.known.get(key)
        if held is None:
            try:
                self.known[key] = put_need(unit=unit, goods=goods, by=by)
                counts.created += 1
            except Invalid as problem:
                refuse(row, None, problem.sentence)
        elif held.quantity == goods.quantity:
            counts.unchanged += 1
        else:
            refuse(row, QUANTITY, _("This need is there with another quantity; change it there."))
