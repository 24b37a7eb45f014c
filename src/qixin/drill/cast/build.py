"""Puts the cast together: who stands where, sends what, and answers for which subject."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from random import Random

from qixin.drill.district import Community, communities, towns

from .departments import DEPARTMENTS, Department
from .enterprises import Enterprise, enterprises
from .people import Casting, Person, Role, correspondents
from .topic import GROUPS, TOPIC, Group, Topic
from .units import Unit, units

GUARDED = 39
NEWLY_HANDED_OVER = 27
MEMBERS = 1_100


@dataclass(frozen=True, slots=True)
class GuardedCommunity:
    """A community guarded round the clock; the newly handed-over ones need more people."""

    index: int
    community_code: str
    name: str
    newly_handed_over: bool
    households: int
    gates: int
    members_per_shift: int
    unit_indexes: tuple[int, ...]
    lng: float
    lat: float


@dataclass(frozen=True, slots=True)
class Cast:
    """The whole cast of one seed. Equal seeds give equal casts."""

    seed: int
    topic: Topic
    departments: tuple[Department, ...]
    units: tuple[Unit, ...]
    guarded: tuple[GuardedCommunity, ...]
    groups: tuple[Group, ...]
    enterprises: tuple[Enterprise, ...]
    correspondents: tuple[Person, ...]
    members: tuple[Person, ...]
    officers: tuple[Person, ...]
    editors: tuple[Person, ...]
    commanders: tuple[Person, ...]
    unit_coordinators: tuple[Person, ...]
    community_coordinators: tuple[Person, ...]
    enterprise_contacts: tuple[Person, ...]
    auditors: tuple[Person, ...]
    administrators: tuple[Person, ...]

    def everyone(self) -> tuple[Person, ...]:
        """All persons, in the order of their indexes."""
        groups = (
            self.correspondents,
            self.members,
            self.officers,
            self.editors,
            self.commanders,
            self.unit_coordinators,
            self.community_coordinators,
            self.enterprise_contacts,
            self.auditors,
            self.administrators,
        )
        return tuple(person for group in groups for person in group)


@lru_cache(maxsize=4)
def cast(seed: int) -> Cast:
    """The cast of the demo district for a seed: about 3,600 persons in 122 units."""
    rng = Random(f"cast/{seed}")
    everywhere = communities()
    all_units = units()
    guarded = _guarded(rng, all_units)
    companies = enterprises(rng, [town.code for town in towns()])
    casting = Casting(rng, everywhere, count())
    return Cast(
        seed=seed,
        topic=TOPIC,
        departments=DEPARTMENTS,
        units=all_units,
        guarded=guarded,
        groups=GROUPS,
        enterprises=companies,
        correspondents=correspondents(casting, all_units),
        members=_members(casting, rng, all_units, guarded),
        officers=tuple(
            casting.draw(Role.OFFICER, unit_index=unit.index, leader=first)
            for unit in all_units
            if unit.department_key
            for first in (True, False, False)
        ),
        editors=_editors(casting, all_units),
        commanders=tuple(casting.draw(Role.COMMANDER, leader=n == 0) for n in range(8)),
        unit_coordinators=tuple(
            casting.draw(Role.UNIT_COORDINATOR, unit_index=unit.index) for unit in all_units
        ),
        community_coordinators=tuple(
            casting.draw(
                Role.COMMUNITY_COORDINATOR,
                guarded_index=place.index,
                home_code=place.community_code,
            )
            for place in guarded
        ),
        enterprise_contacts=tuple(
            casting.draw(Role.ENTERPRISE_CONTACT, enterprise_index=company.index)
            for company in companies
        ),
        auditors=tuple(casting.draw(Role.AUDITOR) for _ in range(2)),
        administrators=tuple(casting.draw(Role.ADMINISTRATOR) for _ in range(2)),
    )


_ESTATES = [
    "锦绣苑",
    "芳菲苑",
    "桂花园",
    "翠竹苑",
    "书香里",
    "稷下名邸",
    "淄水湾",
    "牛山雅居",
    "南苑新区",
    "北苑新区",
    "东苑小区",
    "西苑小区",
    "和谐家园",
    "安居苑",
    "康乐园",
    "学府花园",
    "丽景苑",
    "晏园",
    "凤栖苑",
    "临淄春晓",
    "桐林小区",
    "文昌苑",
    "福满园",
    "祥和苑",
    "清荷园",
    "金秋苑",
    "梧桐里",
]


def _guarded(rng: Random, all_units: tuple[Unit, ...]) -> tuple[GuardedCommunity, ...]:
    urban = [place for place in communities() if place.short_name.endswith("社区")]
    chosen = sorted(rng.sample(urban, GUARDED), key=lambda place: place.code)
    new = frozenset(rng.sample(range(GUARDED), NEWLY_HANDED_OVER))
    estates = iter(rng.sample(_ESTATES, NEWLY_HANDED_OVER))
    keepers = list(range(len(all_units)))
    rng.shuffle(keepers)
    return tuple(
        _guarded_community(
            rng,
            index,
            place,
            estate=next(estates) if index in new else None,
            unit_indexes=tuple(sorted(keepers[index::GUARDED])),
        )
        for index, place in enumerate(chosen)
    )


def _guarded_community(
    rng: Random,
    index: int,
    place: Community,
    *,
    estate: str | None,
    unit_indexes: tuple[int, ...],
) -> GuardedCommunity:
    gates = rng.choice((2, 2, 3, 3, 4)) if estate else rng.choice((1, 1, 2, 2, 3))
    return GuardedCommunity(
        index=index,
        community_code=place.code,
        name=f"{place.short_name}{estate}" if estate else place.short_name,
        newly_handed_over=estate is not None,
        households=rng.randrange(260, 2400, 2),
        gates=gates,
        members_per_shift=gates * (3 if estate else 2),
        unit_indexes=unit_indexes,
        lng=place.lng,
        lat=place.lat,
    )


def _members(
    casting: Casting,
    rng: Random,
    all_units: tuple[Unit, ...],
    guarded: tuple[GuardedCommunity, ...],
) -> tuple[Person, ...]:
    """1,100 members over all units; each also registers at a home community (双报到)."""
    guard_of = {unit: place.index for place in guarded for unit in place.unit_indexes}
    homes = [place.community_code for place in guarded]
    made = []
    for number in range(MEMBERS):
        unit = all_units[number % len(all_units)]
        home = rng.choice(homes) if rng.random() < 0.6 else None
        made.append(
            casting.draw(
                Role.MEMBER,
                unit_index=unit.index,
                guarded_index=guard_of[unit.index],
                home_code=home,
            )
        )
    return tuple(made)


def _editors(casting: Casting, all_units: tuple[Unit, ...]) -> tuple[Person, ...]:
    centre = next(unit.index for unit in all_units if unit.name == "区融媒体中心")
    roles = [Role.EDITOR] * 12 + [Role.REVIEWER] * 5 + [Role.CHIEF_EDITOR] * 2
    return tuple(casting.draw(role, unit_index=centre) for role in roles)
