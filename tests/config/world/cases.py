"""What the pages of joint handling need: an enterprise's own case with parts, outcomes, a file."""

from __future__ import annotations

import uuid
from decimal import Decimal
from io import BytesIO
from typing import Any

from qixin.cases import actions
from qixin.cases.enums import CaseState, OutcomeKind
from qixin.cases.models import Case, CaseType
from qixin.letters.actions import Upload
from qixin.people.enums import Role
from tests.cases.factories import bring_to
from tests.config.world.planted import CONTACT_PHONE
from tests.people.factories import make_unit, make_user

# what a department attaches may name anybody
PDF = f"%PDF-1.4\n{CONTACT_PHONE}\n%%EOF\n".encode()


def make_cases(*, unit: Any, enterprise: Any) -> dict[str, Any]:
    """Led by `unit`, for `enterprise`; the keys begin with "case_"."""
    admin = make_user(Role.ADMINISTRATOR)
    helper = make_unit()
    given = actions.TypeGiven(name="演练资金", lead_unit=unit, co_units=[helper])
    case_type = actions.set_type(given=given, by=admin)
    template = actions.set_template(name="演练模板", text="已办理。", case_type=None, by=admin)
    officer = make_user(Role.OFFICER, unit=unit)
    case = _asked(enterprise, case_type)
    part = case.assignments.get(unit=helper)
    note = actions.add_note(
        case=case, text="见附件", by=officer, files=(Upload(BytesIO(PDF), "a.pdf", len(PDF)),)
    )
    outcome = actions.record_outcome(
        case=case,
        result=actions.Result(OutcomeKind.LOAN, "演练银行", asked=Decimal(100)),
        by=officer,
    )
    states = {}
    for state in (CaseState.WAITING, CaseState.ANSWERED, CaseState.CONFIRMED):
        own = _asked(enterprise, CaseType.objects.create(name=f"演练{state}", lead_unit=unit))
        states[f"case_{state.value}"] = bring_to(own, state)
    return {
        "case_own": case,
        "case_type": case_type,
        "case_template": template,
        "case_part": part,
        "case_file": note.files.get(),
        "case_outcome": outcome,
        "case_enterprise": enterprise,
        **states,
    }


def kwargs_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in the addresses that begin so; the longest that fits counts."""
    return {
        "/w/my-cases/<str:number>/confirm/": {"number": things["case_answered"].number},
        "/w/my-cases/<str:number>/send-back/": {"number": things["case_answered"].number},
        "/w/my-cases/<str:number>/reopen/": {"number": things["case_confirmed"].number},
        "/w/my-cases/": {"number": things["case_own"].number},
        "/w/units/": {"pk": things["case_part"].unit_id},
        "/w/cases/types/": {"pk": things["case_type"].pk},
        "/w/cases/templates/": {"pk": things["case_template"].pk},
        "/w/cases/unit/": {"pk": things["case_enterprise"].pk},
        "/w/cases/files/": {"pk": things["case_file"].pk},
        "/w/cases/outcomes/": {"pk": things["case_outcome"].pk},
        "/w/cases/parts/": {"pk": things["case_part"].pk, "verb": "accept"},
        "/api/v1/cases/<number>/parts/": {
            "number": things["case_own"].number, "part_id": things["case_part"].pk,
            "step": "accept",
        },
        "/w/cases/<str:number>/resume/": {"number": things["case_waiting"].number},
        "/w/cases/<str:number>/reopen/": {"number": things["case_confirmed"].number},
        "/w/cases/<str:number>/story/": {"number": things["case_confirmed"].number},
    }  # fmt: skip


def bodies_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Forms that are right but for who sends them."""
    other = things["case_part"].unit.pk
    reason = "演练所需"
    return {
        "w/my-cases/ask/": {
            "client_key": uuid.uuid4(), "text": "缺原料", "urgency": 0,
            "unit": things["case_enterprise"].pk,
        },
        "w/my-cases/<str:number>/say/": {"text": "补充材料"},
        "w/my-cases/<str:number>/confirm/": {"satisfaction": 2},
        "w/my-cases/<str:number>/send-back/": {"text": "没有收到"},
        "w/my-cases/<str:number>/reopen/": {"reason": reason},
        "w/cases/call/": {
            "client_key": uuid.uuid4(), "text": "缺原料", "urgency": 0,
            "caller_phone": "19900007777",
        },
        "w/cases/types/new/": {"name": "演练新类型"},
        "w/cases/types/<int:pk>/": {"name": "演练改名"},
        "w/cases/templates/new/": {"name": "演练新模板", "text": "已办理"},
        "w/cases/templates/<int:pk>/": {"name": "演练模板二", "text": "已办理"},
        "w/cases/<str:number>/ask/": {"text": "需要多少？"},
        "w/cases/<str:number>/reopen/": {"reason": reason},
        "w/cases/<str:number>/move/": {"unit": other, "reason": reason},
        "w/cases/<str:number>/decide/": {"unit": other, "reason": reason},
        "w/cases/<str:number>/terms/": {"urgency": 1},
        "w/cases/<str:number>/merge/": {"into": things["case_own"].number, "reason": reason},
        "w/cases/<str:number>/split/": {"unit": other, "title": "演练部分"},
        "w/cases/<str:number>/parts/": {"unit": other},
        "w/cases/<str:number>/outcomes/": {"kind": "policy", "what": "缓缴社保"},
        "w/cases/<str:number>/exclusion/": {"what": "request", "reason": reason},
        "w/cases/<str:number>/story/": {"question": "怎么办", "answer": "可缓缴"},
    }  # fmt: skip


def _asked(enterprise: Any, case_type: CaseType) -> Case:
    contact = make_user(Role.ENTERPRISE_CONTACT, unit=enterprise)
    difficulty = actions.Difficulty(uuid.uuid4(), "缺少资金", case_type=case_type)
    entered = actions.ask_for(unit=enterprise, difficulty=difficulty, by=contact)
    assert entered.case is not None, entered.why
    return entered.case
