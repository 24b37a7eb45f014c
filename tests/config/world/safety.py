"""One inspection, hazard, visit and checklist of each kind, with numbers in every free text."""

import json
import uuid
from typing import Any

from qixin.core import clock
from qixin.enterprises.actions.checklists import begin_draft
from qixin.enterprises.actions.inspecting import take_on
from qixin.enterprises.actions.photos import receive_photo
from qixin.enterprises.actions.recording import record
from qixin.enterprises.actions.visiting import Asked, Promised, record_visit
from qixin.enterprises.models import Enterprise, Photo
from qixin.people.enums import Role
from tests.enterprises.safety_factories import (
    days,
    loose,
    make_checklist,
    make_enterprise,
    make_inspector,
    on_visit,
    sent,
)
from tests.reports.pictures import jpeg


def make_safety(users: dict[Role, Any], *, holder: Any, office: Any, text: str) -> dict[str, Any]:
    """`office` looks after the enterprise `holder`, whose named officer is the member."""
    enterprise, _made = Enterprise.objects.get_or_create(
        unit=holder,
        defaults={"industry": "C", "managing_unit": office, "registered_at": clock.now()},
    )
    enterprise.officer, enterprise.address = users[Role.MEMBER], "演练路1号"
    enterprise.save()
    edition = make_checklist()
    draft = begin_draft(checklist=edition.checklist, by=users[Role.ADMINISTRATOR])
    officer, here, awaited = make_inspector(enterprise), uuid.uuid4(), uuid.uuid4()
    inspection = take_on(enterprise=enterprise, day=clock.today(), by=officer)
    given = sent(loose=(loose(text=text, photos=(here,)),), remark=text)
    done = record(inspection=inspection, sent=given, by=officer).thing
    receive_photo(key=here, file=jpeg(), filename="a.jpg", by=officer)
    other = take_on(enterprise=enterprise, day=clock.today(), by=users[Role.OFFICER])
    record(inspection=other, sent=sent(loose=(loose(photos=(awaited,)),)),
           by=users[Role.OFFICER])  # fmt: skip
    visit = record_visit(
        enterprise=enterprise,
        sent=on_visit(
            asked=(Asked("need", "缺口罩", text),),
            promises=(Promised(text, "unit", days(2)),),
            loose=(loose(text=text),),
            remark=text,
        ),
        by=users[Role.MEMBER],
    ).thing
    return {
        "enterprise": enterprise,
        "unplanned": make_enterprise(managing=office),
        "scheduled": take_on(enterprise=enterprise, day=days(1), by=officer),
        "done": done,
        "hazard": done.hazards.get(),
        "photo": Photo.objects.get(client_key=here),
        "awaited": awaited,
        "visit": visit,
        "checklist": edition.checklist,
        "edition": edition,
        "draft": draft,
    }


def safety_kwargs(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in an address, by how it starts: the longer beginnings first."""
    scheduled = {"number": things["scheduled"].number}
    return {
        "/w/safety/inspections/<str:number>/o": scheduled,
        "/w/safety/inspections/<str:number>/s": scheduled,
        "/w/safety/inspections/<str:number>/d": scheduled,
        "/w/safety/inspections/<str:number>/c": scheduled,
        "/w/safety/inspections/": {"number": things["done"].number},
        "/w/safety/plan/": {"pk": things["unplanned"].pk},
        "/w/safety/round/": {"pk": things["enterprise"].pk},
        "/w/safety/visits/": {"pk": things["visit"].pk},
        "/w/safety/hazards/": {"number": things["hazard"].number},
        "/w/safety/photos/<uuid": {"photo_key": things["awaited"]},
        "/w/safety/photos/": {"pk": things["photo"].pk, "which": "web"},
        "/w/safety/checklists/": {"pk": things["checklist"].pk},
        "/w/safety/editions/<int:pk>/publish": {"pk": things["draft"].pk},
        "/w/safety/editions/": {"pk": things["edition"].pk},
    }


def safety_forms() -> dict[str, dict[str, Any]]:
    """Forms by how the address ends."""
    reason = {"reason": "企业未开门"}
    return {
        "safety/plan/<int:pk>/": {"day": f"{days(2)}"},
        "<str:number>/day/": {"day": f"{days(2)}"},
        "<str:number>/call-off/": reason,
        "<str:number>/mended/": {"note": "已关好"},
        "<str:number>/again/": {"verdict": "cleared"},
        "<str:number>/extend/": reason | {"due_on": f"{days(9)}"},
        "<str:number>/drop/": reason,
        "checklists/add/": {"name": "新表", "use": "inspection"},
        "checklists/<int:pk>/": {
            "items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-text": "门已锁",
            "items-0-severity": "minor", "version": 1,
        },
    }  # fmt: skip


def safety_json() -> dict[str, str]:
    """Bodies of what telephones send."""
    one = {"text": "门未关", "severity": "minor", "due_on": f"{days(3)}"}
    body = {"client_key": f"{uuid.uuid4()}", "at": clock.now().isoformat(), "loose": [one]}
    return {
        "/w/safety/inspections/<str:number>/send/": json.dumps(body),
        "/w/safety/round/<int:pk>/send/": json.dumps(body),
    }
