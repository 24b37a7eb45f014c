"""Enterprises with their safety for tests, made the way people make it."""

import uuid
from datetime import timedelta

from qixin.core import clock
from qixin.enterprises.actions import hazards as actions
from qixin.enterprises.actions.checklists import Item, draft_checklist, publish, revise_draft
from qixin.enterprises.actions.inspecting import take_on
from qixin.enterprises.actions.recording import Found, Loose, OnTheSpot, record
from qixin.enterprises.actions.visiting import OnVisit, record_visit
from qixin.enterprises.enums import ChecklistUse, HazardState, Severity
from qixin.enterprises.models import Enterprise
from qixin.people.enums import Role, UnitKind
from qixin.people.models import User
from tests.people.factories import make_unit, make_user


def make_enterprise(unit=None, *, managing=None, officer=None, industry="C", **fields):
    unit = unit or make_unit(kind=UnitKind.ENTERPRISE)
    return Enterprise.objects.create(
        unit=unit,
        managing_unit=managing or make_unit(kind=UnitKind.TOWN),
        officer=officer,
        industry=industry,
        registered_at=clock.now(),
        **fields,
    )


def make_inspector(enterprise) -> User:
    return make_user(Role.OFFICER, unit=enterprise.managing_unit)


def make_contact(enterprise) -> User:
    return make_user(Role.ENTERPRISE_CONTACT, unit=enterprise.unit)


def make_officer(*enterprises) -> User:
    user = make_user(Role.MEMBER)
    for one in enterprises:
        one.officer = user
        one.save(update_fields=["officer"])
    return user


def make_checklist(
    *texts, name="通用检查表", use=ChecklistUse.INSPECTION, severity=Severity.MINOR, **scope
):
    """A published edition with an item for each text."""
    admin = make_user(Role.ADMINISTRATOR)
    draft = draft_checklist(name=name, use=use, by=admin, **scope)
    items = [Item(text, severity) for text in texts or ("灭火器在有效期内",)]
    revise_draft(draft=draft, items=items, version=1, by=admin)
    return publish(draft=draft, by=admin)


def days(count):
    return clock.today() + timedelta(days=count)


def sent(**given) -> OnTheSpot:
    return OnTheSpot(**{"client_key": uuid.uuid4(), "at": clock.now()} | given)


def on_visit(**given) -> OnVisit:
    return OnVisit(**{"client_key": uuid.uuid4(), "at": clock.now()} | given)


def loose(severity=Severity.MINOR, *, due=3, text="配电箱门未关", **given) -> Loose:
    return Loose(text=text, severity=severity, due_on=days(due), **given)


def not_ok(item, *, due=3, **given) -> Found:
    return Found(item=item.pk, verdict="not_ok", due_on=days(due), **given)


def make_inspection(enterprise, *, by=None, **given):
    by = by or make_inspector(enterprise)
    made = take_on(enterprise=enterprise, day=clock.today(), by=by)
    return record(inspection=made, sent=sent(**given), by=by).thing


def make_hazard(enterprise=None, *, severity=Severity.MINOR, by=None, due=3, state="open"):
    """A hazard that an inspector found, brought to `state` by the roads that are drawn."""
    enterprise = enterprise or make_enterprise()
    made = make_inspection(enterprise, by=by, loose=(loose(severity, due=due),))
    hazard = made.hazards.get()
    if state == HazardState.MENDED:
        return actions.report_mended(hazard=hazard, note="已关好", by=make_contact(enterprise))
    if state == HazardState.CLEARED:
        return actions.clear(hazard=hazard, by=make_inspector(enterprise))
    if state == HazardState.DROPPED:
        return actions.drop(hazard=hazard, reason="重复登记", by=make_inspector(enterprise))
    return hazard


def make_visit(enterprise, **given):
    given = {"loose": (loose(),)} | given
    return record_visit(enterprise=enterprise, sent=on_visit(**given), by=enterprise.officer).thing
