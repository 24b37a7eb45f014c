"""Forms and bodies that the actions behind addresses can take."""

import json
import uuid
from typing import Any

from qixin.letters.models import Series
from qixin.passes.models import Pass
from qixin.people.actions.unmasking import FIELDS
from qixin.people.enums import Role
from qixin.reports.actions import follow_code
from qixin.reports.enums import FilingReason
from tests.config.world import cases as cases_world
from tests.config.world import checkpoints as checkpoints_world
from tests.config.world import coverage as coverage_world
from tests.config.world import filings as filings_world
from tests.config.world import incoming as incoming_world
from tests.config.world import live as live_world
from tests.config.world import newsroom as newsroom_world
from tests.config.world import readers as readers_world
from tests.config.world import rumours as rumours_world
from tests.config.world.planted import (
    World,
)  # fmt: skip
from tests.config.world.safety import safety_forms, safety_json
from tests.reports.pictures import jpeg


def body_for(world: World, role: str, route: str) -> dict[str, Any]:
    """A form that the action behind `route` can take: so that a refusal is about who asks."""
    things, column = world.things, world.things["column"].slug
    code = follow_code(things["twin"].client_key)
    reason = {"reason": "回访核实情况"}
    forms: dict[str, dict[str, Any]] = {
        **cases_world.bodies_of(things),
        **incoming_world.bodies_of(things),
        **newsroom_world.bodies(things),
        **coverage_world.bodies_of(things),
        **readers_world.bodies_of(things),
        **rumours_world.bodies_of(things),
        **live_world.bodies_of(things),
        **filings_world.bodies(things),
        **safety_forms(),
        "people/<int:pk>/unmask/": {"field": FIELDS[0], **reason},
        "people/<int:pk>/grant/": {"role": Role.MEMBER, "unit": things["unit"].name},
        "people/<int:pk>/unit/": {"unit": things["unit"].name},
        "people/<int:pk>/home/": {"community": things["community"].code},
        "account/home/": {"community": things["community"].code},
        "/w/invitations/": {"role": Role.MEMBER, "days": 7},
        "/w/api-keys/": {"name": "另一系统", "permissions": ["reports.send"]},
        "mine/<str:number>/reply/": {"thing": "cases.case:0", "reply": "send_back", "text": "没到"},
        "groups/<int:pk>/decide/": {"decision": "confirm", "member": things["pending"].pk},
        "triage/bulk/": {"act": "file", "reports": things["report"].number,
                         "reason": FilingReason.values[0]},
        "<str:number>/contact/": reason,
        "<str:number>/file/": {"reason": FilingReason.values[0]},
        "<str:number>/merge/": {"into": things["twin"].number},
        "<str:number>/urgency/": {"urgency": 1},
        "reports/export/": {"kind": "csv"},
        "cases/open/<str:number>/": {"unit": things["unit"].pk, "urgency": 0},
        "/w/cases/open/": {"reports": things["report"].number, "unit": things["unit"].pk,
                           "how": "each"},
        "<str:number>/answer/": {"text": "口罩已送到。"},
        "<str:number>/note/": {"note-text": "已电话联系。"},
        "<str:number>/hand-back/": reason,
        "<str:number>/close/": reason,
        "<str:number>/refuse/": reason,
        "<str:number>/revoke/": reason,
        "<str:number>/driver/": reason,
        "keys/<int:pk>/withdraw/": reason,
        "answers/<int:pk>/contact/": reason,
        "<str:number>/send-back/": reason,
        "<str:number>/recall/": reason,
        "copies/<int:pk>/revoke/": reason,
        "letters/draft/": _letter(things["unit"]),
        "w/letters/<str:number>/edit/": _letter(things["unit"]),
        "letters/addressees/": {"name": "演练市人民政府", "kind": "government", "province": "13"},
        "letters/series/": {"code": "临农函", "heading": "临淄区农业农村局",
                            "signature": "临淄区农业农村局", "unit": things["unit"].name},
        "letter/<str:token>/": {"text": "同意。", "name": "演练丁", "phone": "19900006543"},
        "passes/request/": _wanted(things["issued"]),
        "passes/rules/": {"most_passes": 20, "longest_days": 30, "list_hours": 24},
        "passes/rules/<int:pass_class>/": {"rule-1-longest_days": 7},
        "passes/limits/": {"limit-holder": things["unit"].name, "limit-most": 3},
        "passes/check/": {"token": things["issued"].token},
        "newsroom/draft/": {"reports": things["report"].number, "column": column},
        "report/": {"client_key": uuid.uuid4(), "text": "路灯坏了。"},
        "follow/": {"number": things["twin"].number, "code": code},
        "join/<str:token>/": {"name": "演练己", "phone": "19900009876"},
        "i/<str:token>/": {"name": "演练己", "username": "yanlianji", "password": "long-enough-9"},
    }  # fmt: skip
    return next((form for end, form in forms.items() if route.endswith(end)), {})


def _letter(unit: Any) -> dict[str, Any]:
    series = Series.objects.get().pk
    return {"unit": unit.pk, "series": series, "title": "关于放行的函", "body": "盼予支持。"}


def _wanted(like: Pass) -> dict[str, Any]:
    day = f"{like.valid_from:%Y-%m-%d}"
    return {
        "holder": like.holder_id, "plate": "冀A00014", "pass_class": 1, "cargo": "熔喷布",
        "route": "石家庄—临淄", "valid_from": day, "valid_until": like.valid_until.date(),
        "driver_name": "演练丙", "driver_phone": "19900007654",
    }  # fmt: skip


def json_for(world: World, route: str) -> str | None:
    """The body of the interface's writes; None for what takes a form."""
    bodies = {
        "/api/v1/reports": {"client_key": str(uuid.uuid4()), "text": "路灯坏了。"},
        **checkpoints_world.bodies(world.things),
        "/api/v1/cases/<number>/accept": {},
        "/api/v1/cases/<number>/parts/<part_id>/<step>": {},
        "/api/v1/cases/<number>/answer": {"text": "口罩已送到。"},
        "/w/passes/check/passages/": [],
        "/w/report/send/": {"client_key": str(uuid.uuid4()), "text": "路灯坏了。"},
        "/api/intake/": {"client_key": str(uuid.uuid4()), "text": "路灯坏了。"},
    }
    if (body := safety_json().get(route)) is not None:
        return body
    return json.dumps(bodies[route]) if route in bodies else None


def photo_bytes() -> bytes:
    return jpeg().read()
