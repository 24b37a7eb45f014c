"""Registering an enterprise, changing what is known of it, naming its officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Conflict, Invalid
from qixin.core.saving import save_checked
from qixin.enterprises.actions.stepping import check_version, locked_enterprise
from qixin.enterprises.models import Enterprise, Tag
from qixin.enterprises.policies.register import (
    check_can_assign,
    check_can_be_named,
    check_can_register,
    check_can_revise,
)
from qixin.enterprises.workflow import JOURNAL
from qixin.people.enums import UnitKind
from qixin.people.models import Area, Unit, User
from qixin.people.policies import check_stands

MOST_HEADCOUNT = 1_000_000
_OF_UNIT = ("name", "name_en", "short_name", "credit_code", "area")


@dataclass(frozen=True)
class Facts:
    """What the register says of an enterprise. Coordinates are WGS-84, both or none."""

    name: str
    industry: str
    managing_unit: Unit
    credit_code: str = ""
    name_en: str = ""
    short_name: str = ""
    area: Area | None = None
    division: str = ""
    headcount: int | None = None
    address: str = ""
    lng: float | None = None
    lat: float | None = None
    supervising_unit: Unit | None = None


@transaction.atomic
def register(*, facts: Facts, by: User, tags: Sequence[Tag] = ()) -> Enterprise:
    """Put an enterprise into the register, for a unit that is there already or a new one.

    Raises Refused, Invalid with what is wrong, Conflict where it is registered.
    """
    check_can_register(by, managing_unit=facts.managing_unit)
    return enter(facts=facts, by=by, tags=tags)


@transaction.atomic
def enter(*, facts: Facts, by: Actor, tags: Sequence[Tag] = ()) -> Enterprise:
    """`register` for the importer, whose kind says who may import. Raises Invalid, Conflict."""
    facts = _cleaned(facts)
    unit = _unit_for(facts)
    _save_unit(unit, facts)
    made = Enterprise(unit=unit, registered_at=clock.now(), **_columns(facts))
    try:
        with transaction.atomic():
            save_checked(made)
    except IntegrityError:
        raise Conflict(_("This enterprise is registered already.")) from None
    made.tags.set(tags)
    detail = {"unit": unit.pk, "managing": facts.managing_unit.pk}
    journal.write(verb=JOURNAL["register"], subject=made, by=by, detail=detail)
    return made


@transaction.atomic
def revise(
    *, enterprise: Enterprise, facts: Facts, version: int, by: User,
    tags: Sequence[Tag] | None = None,
) -> Enterprise:  # fmt: skip
    """Change what is known; `tags` None leaves them. The same again changes nothing.

    Raises Refused, Invalid, Conflict where somebody changed it since `version`.
    """
    held = locked_enterprise(enterprise)
    check_can_revise(by, enterprise=held)
    if facts.managing_unit.pk != held.managing_unit_id:
        check_can_register(by, managing_unit=facts.managing_unit)
    check_version(held.version, version)
    change(held=held, facts=facts, tags=tags, by=by)
    return held


def change(*, held: Enterprise, facts: Facts, by: Actor, tags: Sequence[Tag] | None) -> bool:
    """`revise` for the importer, on a locked row; whether anything changed."""
    facts = _cleaned(facts)
    changed = _changed(held, facts)
    if tags is not None and set(tags) != set(held.tags.all()):
        held.tags.set(tags)
        changed.append("tags")
    if changed:
        for name, value in _columns(facts).items():
            setattr(held, name, value)
        held.version += 1
        _save_unit(held.unit, facts)
        save_checked(held)
        detail = {"fields": changed, "version": held.version}
        journal.write(verb=JOURNAL["revise"], subject=held, by=by, detail=detail)
    return bool(changed)


@transaction.atomic
def assign(*, enterprise: Enterprise, officer: User | None, by: User) -> Enterprise:
    """Name the officer who looks after the enterprise; None for nobody. Raises Refused."""
    held = locked_enterprise(enterprise)
    check_can_assign(by, enterprise=held)
    if officer is not None:
        check_can_be_named(officer)
    if held.officer_id == (officer.pk if officer else None):
        return held
    held.officer = officer
    held.version += 1
    held.save(update_fields=["officer", "version"])
    detail = {"person": officer.person_id if officer else None}
    journal.write(verb=JOURNAL["assign"], subject=held, by=by, detail=detail)
    return held


def facts_of(enterprise: Enterprise) -> Facts:
    """What the register says now."""
    unit = enterprise.unit
    own = {one.name for one in fields(Facts)} - set(_OF_UNIT)
    return Facts(
        **{name: getattr(unit, name) for name in _OF_UNIT},
        **{name: getattr(enterprise, name) for name in own},
    )


def _cleaned(facts: Facts) -> Facts:
    texts: dict[str, Any] = {
        one.name: " ".join(value.replace("\0", "").split())
        for one in fields(facts)
        if isinstance(value := getattr(facts, one.name), str)
    }
    facts = replace(facts, **texts | {"credit_code": facts.credit_code.strip().upper()})
    for unit in (facts.managing_unit, facts.supervising_unit):
        if unit is not None:
            check_stands(unit)
    if not facts.name:
        raise Invalid(_("Give the enterprise's name."))
    if facts.headcount is not None and not 0 <= facts.headcount <= MOST_HEADCOUNT:
        raise Invalid(_("This headcount cannot be right."))
    if (facts.lng is None) != (facts.lat is None):
        raise Invalid(_("Give both coordinates or none."))
    if facts.division and not (len(facts.division) == 2 and facts.division.isdecimal()):
        raise Invalid(_("A division of the industry has two digits."))
    return facts


def _unit_for(facts: Facts) -> Unit:
    known = Unit.objects.select_for_update().filter(name=facts.name).first()
    coded = facts.credit_code and Unit.objects.filter(credit_code=facts.credit_code).first()
    if coded and (known is None or coded.pk != known.pk):
        raise Conflict(_("“%(name)s” has this credit code already.") % {"name": coded.name})
    if known is None:
        return Unit(kind=UnitKind.ENTERPRISE)
    if known.kind != UnitKind.ENTERPRISE:
        raise Conflict(_("A unit of this name is there already, and it is no enterprise."))
    return known


def _save_unit(unit: Unit, facts: Facts) -> None:
    for name in _OF_UNIT:
        setattr(unit, name, getattr(facts, name))
    try:
        with transaction.atomic():
            save_checked(unit)
    except IntegrityError:
        raise Conflict(_("Another unit has this name or credit code already.")) from None


def _columns(facts: Facts) -> dict[str, object]:
    return {name: value for name, value in vars(facts).items() if name not in _OF_UNIT}


def _changed(held: Enterprise, facts: Facts) -> list[str]:
    before = facts_of(held)
    return [name for name, value in vars(facts).items() if getattr(before, name) != value]
