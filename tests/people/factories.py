"""Persons, units and areas for tests. Telephones lie in the block 1990000xxxx, which nobody has."""

import itertools

from qixin.people.enums import AreaLevel, Role, UnitKind
from qixin.people.models import Area, Grant, Person, Unit, User

_serial = itertools.count(1)


def _new_phone() -> str:
    """One of 1990000[36]xxx: no test that names a number itself takes one of those."""
    thousand, rest = divmod(next(_serial), 1000)
    return f"1990000{'36'[thousand % 2]}{rest:03d}"


def make_district(code="370305", name="临淄区") -> Area:
    return Area.objects.get_or_create(
        code=code, defaults={"name": name, "level": AreaLevel.DISTRICT}
    )[0]


def make_town(code="370305001", name="闻韶街道", **fields) -> Area:
    return Area.objects.create(
        code=code, name=name, level=AreaLevel.TOWN, parent=make_district(), **fields
    )


def make_community(town, code=None, name="晏婴社区", **fields) -> Area:
    # from 500: no test that names a code itself takes one of those
    code = code or f"{town.code}{500 + next(_serial) % 500}"
    return Area.objects.create(
        code=code, name=name, level=AreaLevel.COMMUNITY, parent=town, **fields
    )


def make_unit(name=None, kind=UnitKind.DEPARTMENT, **fields) -> Unit:
    return Unit.objects.create(name=name or f"第{next(_serial)}单位", kind=kind, **fields)


def make_person(name="演练甲", phone=None, **fields) -> Person:
    person = Person(name=name, **fields)
    person.set_phone(phone or _new_phone())
    person.save()
    return person


def make_user(*roles: Role, area=None, unit=None, name="演练甲", **fields) -> User:
    person = make_person(name=name)
    user = User.objects.create(username=f"user{next(_serial)}", person=person, **fields)
    for role in roles:
        Grant.objects.create(person=person, role=role, area=area, unit=unit)
    return user
