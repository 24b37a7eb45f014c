"""The demo's people: correspondents, members, officers, editors, commanders and the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from random import Random

from qixin.drill.district import Community

from .names import full_name
from .numbers import id_number, phone
from .topic import GROUPS, Group
from .units import Unit, UnitKind


class Role(StrEnum):
    """The hat for which a person was cast; the words are those of the roles in the house."""

    CORRESPONDENT = "correspondent"
    MEMBER = "member"
    ENTERPRISE_CONTACT = "enterprise_contact"
    OFFICER = "officer"
    UNIT_COORDINATOR = "unit_coordinator"
    COMMUNITY_COORDINATOR = "community_coordinator"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    CHIEF_EDITOR = "chief_editor"
    COMMANDER = "commander"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person. `home_code` is the community at which a member registers the second time.

    Indexes point into the cast's tuples of the same name; None where the hat has none.
    """

    index: int
    name: str
    female: bool
    born: date
    phone: str
    id_number: str
    role: Role
    home_code: str
    unit_index: int | None = None
    group_index: int | None = None
    guarded_index: int | None = None
    enterprise_index: int | None = None
    leader: bool = False


# which kinds of units a group's correspondents come from; an empty set means villages and streets
_GROUP_UNITS: dict[str, frozenset[UnitKind]] = {
    "towns": frozenset({UnitKind.TOWN}),
    "villages": frozenset({UnitKind.TOWN}),
    "departments": frozenset({UnitKind.DEPARTMENT, UnitKind.OFFICE}),
    "education": frozenset({UnitKind.SCHOOL}),
    "health": frozenset({UnitKind.HOSPITAL}),
    "enterprises": frozenset({UnitKind.COMPANY}),
}
_GROUP_UNIT_NAMES: dict[str, tuple[str, ...]] = {
    "police": ("公安分局", "区委政法委", "区司法局", "区人民法院", "区人民检察院"),
    "agriculture": ("区农业农村局", "区水利局", "区气象局"),
    "supply": ("区商务局", "区粮油购销公司", "区供销合作社联合社", "区市场监督管理局"),
    "finance": ("区农村商业银行", "区村镇银行", "区税务局", "区地方金融监管局"),
    "volunteers": ("团区委", "区总工会", "区红十字会", "区妇女联合会"),
    "press": ("区融媒体中心", "区委宣传部"),
}


class Casting:
    """Draws people one after another, each with a telephone and ID number of their own."""

    def __init__(self, rng: Random, homes: tuple[Community, ...], numbers: Iterator[int]) -> None:
        self._rng = rng
        self._homes = homes
        self._numbers = numbers
        self._orders: dict[date, Iterator[int]] = {}

    def draw(
        self,
        role: Role,
        *,
        unit_index: int | None = None,
        group_index: int | None = None,
        guarded_index: int | None = None,
        enterprise_index: int | None = None,
        leader: bool = False,
        home_code: str | None = None,
    ) -> Person:
        """One more person in this role."""
        rng = self._rng
        female = rng.random() < 0.46
        born = date(1962, 1, 1) + timedelta(days=int(rng.betavariate(2, 1.6) * 38 * 365))
        # the pairs of orders (2k, 2k+1) of a birthday are used up one by one
        pair = next(self._orders.setdefault(born, count()))
        index = next(self._numbers)
        return Person(
            index=index,
            name=full_name(rng, female=female),
            female=female,
            born=born,
            phone=phone(index),
            id_number=id_number(born, 2 * pair + (0 if female else 1)),
            role=role,
            home_code=home_code or rng.choice(self._homes).code,
            unit_index=unit_index,
            group_index=group_index,
            guarded_index=guarded_index,
            enterprise_index=enterprise_index,
            leader=leader,
        )


def correspondents(casting: Casting, units: tuple[Unit, ...]) -> tuple[Person, ...]:
    """The 2,000 correspondents, group by group; the first of a group leads it."""
    return tuple(
        casting.draw(
            Role.CORRESPONDENT,
            group_index=group.index,
            unit_index=senders[number % len(senders)],
            leader=number == 0,
        )
        for group in GROUPS
        for senders in [_senders(group, units)]
        for number in range(group.size)
    )


def _senders(group: Group, units: tuple[Unit, ...]) -> list[int]:
    kinds = _GROUP_UNITS.get(group.key, frozenset())
    names = _GROUP_UNIT_NAMES.get(group.key, ())
    return [unit.index for unit in units if unit.kind in kinds or unit.name in names]
