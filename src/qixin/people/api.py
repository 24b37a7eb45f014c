"""Areas, units, and persons with everything personal masked."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from qixin.core.cursors import page
from qixin.core.errors import NotFound, Refused
from qixin.core.personal_data import mask_name
from qixin.people.callers import Caller, caller_of
from qixin.people.enums import AreaLevel
from qixin.people.models import Area, Person, Unit
from qixin.people.selectors.persons import visible_persons
from qixin.people.selectors.places import areas, units

router = Router(tags=["people"])
MOST = 200


class AreaOut(Schema):
    code: str
    name: str
    name_en: str
    level: AreaLevel
    parent: str | None
    lng: float | None
    lat: float | None
    is_guarded: bool

    @staticmethod
    def resolve_parent(area: Area) -> str | None:
        return area.parent.code if area.parent else None


class Areas(Schema):
    items: list[AreaOut]
    next: str


class UnitOut(Schema):
    id: int
    name: str
    name_en: str
    short_name: str
    kind: str
    credit_code: str
    parent: int | None
    area: str | None

    @staticmethod
    def resolve_parent(unit: Unit) -> int | None:
        return unit.parent_id

    @staticmethod
    def resolve_area(unit: Unit) -> str | None:
        return unit.area.code if unit.area else None


class Units(Schema):
    items: list[UnitOut]
    next: str


class PersonOut(Schema):
    """Names and telephones are masked; the page of the person shows them, with a reason."""

    id: int
    name: str
    phone: str

    @staticmethod
    def resolve_name(person: Person) -> str:
        return mask_name(person.name)

    @staticmethod
    def resolve_phone(person: Person) -> str:
        return person.masked_phone


class Persons(Schema):
    items: list[PersonOut]
    next: str


@router.get("/areas", response=Areas, summary="Towns and communities")
def list_areas(
    request: HttpRequest,
    q: str = Query("", max_length=100),
    town: str = Query("", max_length=12, description="Code of a town: its communities as well."),
    guarded: bool = False,
    cursor: str = "",
    limit: int = Query(50, ge=1, le=MOST),
) -> dict[str, object]:
    found = areas(_words(q), _words(town), guarded=guarded)
    items, following = page(found, order=("code",), cursor=cursor, limit=limit)
    return {"items": items, "next": following}


@router.get("/units", response=Units, summary="Departments, institutions and enterprises")
def list_units(
    request: HttpRequest,
    q: str = Query("", max_length=100),
    kind: str = Query("", max_length=16),
    cursor: str = "",
    limit: int = Query(50, ge=1, le=MOST),
) -> dict[str, object]:
    found = units(_words(q), _words(kind))
    items, following = page(found, order=("name", "id"), cursor=cursor, limit=limit)
    return {"items": items, "next": following}


@router.get("/persons", response=Persons, summary="Persons within one's scope, masked")
def list_persons(
    request: HttpRequest, cursor: str = "", limit: int = Query(50, ge=1, le=MOST)
) -> dict[str, object]:
    caller = caller_of(request)
    caller.check("people.read")
    found = _visible(caller)
    items, following = page(found, order=("id",), cursor=cursor, limit=limit)
    return {"items": items, "next": following}


@router.get("/persons/{person_id}", response=PersonOut, summary="One person, masked")
def one_person(request: HttpRequest, person_id: int) -> Person:
    caller = caller_of(request)
    caller.check("people.read")
    found = _visible(caller).filter(pk=person_id).first() if 0 < person_id < 2**63 else None
    if found is None:
        raise NotFound(_("There is no such person among those that you may see."))
    return found


def _visible(caller: Caller) -> QuerySet[Person]:
    if caller.user is None:
        raise Refused(_("Persons are shown to people only, not to other systems."))
    return visible_persons(caller.user).defer("id_number")


def _words(given: str) -> str:
    # PostgreSQL cannot compare with NUL, and no name has one
    return given.replace("\0", "")
