"""Finding the area or unit that a cell means; where it may mean two, the row asks which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core.personal_data import normalise_digits
from qixin.core.sheets import CellProblem
from qixin.people.enums import AreaLevel
from qixin.people.models import Area, Unit

_SPLIT = re.compile(r"\s*[/／>＞|｜\\]\s*|\s+")
_SHORT = re.compile(r"(社区|村|居委会|村委会|社区居委会|社区居民委员会|村民委员会|居民委员会)$")


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


class AreaFinder:
    """The areas of the district by code, by name, and by town/name. Read once, at its making."""

    def __init__(self, *levels: AreaLevel) -> None:
        self.by_code: dict[str, Area] = {}
        self._by_name: defaultdict[str, list[Area]] = defaultdict(list)
        self._levels = levels or tuple(AreaLevel)
        for area in Area.objects.defer("boundary").order_by("code"):
            self.add(area)

    def add(self, area: Area) -> None:
        self.by_code[area.code] = area
        if area.level in self._levels:
            self._by_name[_key(area.name)].append(area)

    def town_of(self, area: Area) -> str:
        town = self.by_code.get(area.code[:9]) if len(area.code) > 9 else None
        return town.name if town else ""

    def find(self, cell: str) -> Area:
        """The area that `cell` means: a code, `town/name`, `town name` or a name that stands once.

        Raises CellProblem that lists the candidates where a name stands more than once.
        """
        digits = normalise_digits(cell).strip()
        if digits.isdigit():
            return self._by_code_or_problem(digits)
        found = self._named(cell)
        if len(found) == 1:
            return found[0]
        if not found:
            raise CellProblem(
                format_lazy(_("There is no place “{name}” in the district."), name=cell)
            )
        raise CellProblem(
            format_lazy(
                _("“{name}” stands more than once. Write which: {choices}."),
                name=cell,
                choices="、".join(self.path(area) for area in found),
            )
        )

    def candidates(self, cell: str) -> list[Area]:
        """Every area that `cell` may mean; none for a name that stands nowhere."""
        return self._named(cell)

    def path(self, area: Area) -> str:
        """`town/name`, with the code where even that stands twice."""
        town = self.town_of(area)
        path = f"{town}/{area.name}" if town else area.name
        twins = [twin for twin in self._by_name[_key(area.name)] if self.town_of(twin) == town]
        return path if len(twins) < 2 else f"{path} ({area.code})"

    def _by_code_or_problem(self, digits: str) -> Area:
        area = self.by_code.get(digits)
        if area is None or area.level not in self._levels:
            raise CellProblem(_("There is no place with this code."))
        return area

    def _named(self, cell: str) -> list[Area]:
        if whole := self._candidates(cell):
            return whole
        parts = [part for part in _SPLIT.split(cell.strip()) if part]
        if len(parts) > 1:
            return self._within(parts[-2], self._candidates(parts[-1]))
        # 闻韶街道晏婴社区: the town's name stands before the community's, without a mark
        towns = [a.name for a in self.by_code.values() if a.level == AreaLevel.TOWN]
        for town in sorted(towns, key=len, reverse=True):
            if cell.startswith(town) and (rest := self._candidates(cell.removeprefix(town))):
                return self._within(town, rest)
        return []

    def _candidates(self, name: str) -> list[Area]:
        if exact := self._by_name.get(_key(name)):
            return exact
        stem = _SHORT.sub("", _key(name))
        if len(stem) < 2:
            return []
        return [
            area for suffix in ("社区", "村", "") for area in self._by_name.get(stem + suffix, [])
        ]

    def _within(self, town: str, areas: Iterable[Area]) -> list[Area]:
        return [area for area in areas if _key(self.town_of(area)).startswith(_key(town))]


class UnitFinder:
    """The units by name, short name and credit code. Read once, at its making."""

    def __init__(self) -> None:
        self._named: defaultdict[str, list[Unit]] = defaultdict(list)
        self._coded: dict[str, Unit] = {}
        for unit in Unit.objects.all():
            self.add(unit)

    def add(self, unit: Unit) -> None:
        for name in {_key(unit.name), _key(unit.short_name)} - {""}:
            if unit not in self._named[name]:
                self._named[name].append(unit)
        if unit.credit_code:
            self._coded[unit.credit_code] = unit

    def exact(self, *, name: str, credit_code: str = "") -> Unit | None:
        """The unit with this credit code, else with exactly this name."""
        if credit_code in self._coded:
            return self._coded[credit_code]
        return next((u for u in self._named.get(_key(name), []) if u.name == name), None)

    def find(self, cell: str) -> Unit:
        """The unit that `cell` means. Raises CellProblem where there is none, or more than one."""
        if unit := self._coded.get(cell.strip().upper()):
            return unit
        found = self._named.get(_key(cell), [])
        exact = [unit for unit in found if unit.name == cell]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise CellProblem(
                format_lazy(_("There is no unit “{name}”. Import the units first."), name=cell)
            )
        raise CellProblem(
            format_lazy(
                _("“{name}” may mean several units. Write which: {choices}."),
                name=cell,
                choices="、".join(unit.name for unit in found),
            )
        )
