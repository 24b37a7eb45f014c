"""One row of everything, and one person of every role, for the tests that visit every address.

What is planted here is looked for in every answer: numbers of persons, where nobody may see them.
"""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group as DjangoGroup
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from wagtail.models import Collection, Site, Task, Workflow

from qixin.core.models import ImportRun, ImportState
from qixin.letters.enums import LetterState
from qixin.letters.models import Letter, Reply, Series
from qixin.newsroom.actions import draft_from_reports, sync_groups
from qixin.newsroom.models import Picture
from qixin.passes import actions as passes
from qixin.passes.models import HolderLimit, Pass, SigningKey
from qixin.people import actions as people
from qixin.people.actions.unmasking import FIELDS
from qixin.people.enums import Role, UnitKind
from qixin.people.models import HomeRegistration, Invitation, Membership, User
from qixin.reports.actions import follow_code, settle
from qixin.reports.enums import FilingReason, MemberState, Outcome, Source
from qixin.reports.models import Label, Report
from tests.cases.factories import make_case
from tests.config import cases_world, filings_world
from tests.config.safety_world import make_safety, safety_forms, safety_json, safety_kwargs
from tests.letters.factories import bring_to, make_answer, make_draft, make_series, upload
from tests.newsroom.factories import make_column, make_photo, make_published, submit
from tests.passes.factories import make_request
from tests.people.factories import make_community, make_person, make_town, make_unit, make_user
from tests.reports.factories import make_group, make_member, make_report
from tests.reports.pictures import jpeg

ROLES = tuple(Role)
# Whose they are: another person than whoever looks. Valid in form, in blocks that nobody has.
PERSON_PHONE, PERSON_ID = "19900001234", "370305190001011230"
CONTACT_PHONE = "19900004321"
TEXT_PHONE, TEXT_ID, TEXT_PLATE = "19900005678", "370305190001021236", "鲁C12345"
DRIVER_PHONE, DRIVER_ID = "19900008765", "370305190001021244"
# Of the plate what follows its first character, which JSON may write in another way.
PLANTED = (
    PERSON_PHONE, PERSON_ID, CONTACT_PHONE, TEXT_PHONE, TEXT_ID, TEXT_PLATE[1:], DRIVER_PHONE,
    DRIVER_ID,
)  # fmt: skip
TEXT = f"晏婴社区路口执勤点缺口罩，请打{TEXT_PHONE}联系李四，身份证{TEXT_ID}，车牌{TEXT_PLATE}。"


@dataclass
class World:
    """`users` by role; `ids` by the names that addresses give them."""

    users: dict[Role, User]
    ids: dict[str, Any]
    of_role: dict[Role, dict[str, Any]]
    things: dict[str, Any]


def make_world() -> World:
    """Everything lies in one town, community and unit, which scoped roles have; but `away`."""
    town, other_town = make_town(), make_town("370305002", "齐都镇")
    community, other = make_community(town), make_community(other_town, name="小王社区")
    unit, other_unit = make_unit("区卫生健康局", area=town), make_unit("区城市管理局")
    enterprise = make_unit("演练一号机械有限公司", kind=UnitKind.ENTERPRISE, area=town)
    users = {role: _user(role, area=community, unit=unit, enterprise=enterprise) for role in ROLES}
    admin = users[Role.ADMINISTRATOR]

    person = make_person("张三丰", phone=PERSON_PHONE)
    person.set_id_number(PERSON_ID)
    person.save()
    membership = Membership.objects.create(person=person, unit=unit)
    home = HomeRegistration.objects.create(person=person, community=community)
    grant = people.grant(person=person, role=Role.MEMBER, by=admin, unit=unit)
    group = make_group(unit=unit)
    for user in users.values():
        make_member(group, user.person)
    pending = make_member(group, make_person("演练戊"), state=MemberState.PENDING)

    place = {"town": town, "community": community, "precision": "exact", "lng": 118.3, "lat": 36.8}
    report = _report(person=person, group=group, **place)
    photo = make_photo(report)
    contacted = _report(source=Source.PUBLIC, contact_name="演练丙", contact_phone=CONTACT_PHONE)
    twin = _report(person=person, **place)
    triage = users[Role.TRIAGE_EDITOR]
    case = make_case(report=_report(person=person, **place), unit=unit, opener=triage)
    column = make_column()
    editor = users[Role.EDITOR]
    story = draft_from_reports(reports=[_report(person=person)], column=column, by=editor)
    pictured = _report(person=person)
    make_photo(pictured)
    waiting = draft_from_reports(reports=[pictured], column=column, by=editor)
    submit(waiting, by=editor)
    published = make_published(column)
    Label.objects.get_or_create(kind="service", code="roads", defaults={"name": "道路"})
    key, secret = people.create_key(name="测试系统", permissions=["reports.read"], by=admin)
    _invitation, token = people.invite(role=Role.EDITOR, by=admin)
    planted = filings_world.plant(
        users, unit=unit, enterprise=enterprise, worker=("张三丰", PERSON_ID), text=CONTACT_PHONE
    )
    ask, issued = _passes(users, office=unit, holder=enterprise)
    letters, reply = _letters(unit)
    return World(
        users=users,
        ids={
            "pk": person.pk,
            "grant_pk": grant.pk,
            "membership_pk": membership.pk,
            "number": report.number,
            "person_id": person.pk,
            "story_id": story.pk,
            "token": token,
        },
        of_role={role: _own(user, community) for role, user in users.items()},
        things={
            "admin": admin,
            "case": case,
            "column": column,
            "community": community,
            "contacted": contacted,
            "group": group,
            "home": home,
            "import": _import(admin),
            "ask": ask,
            "issued": issued,
            "letters": letters,
            "reply": reply,
            "filings": planted,
            "worker_import": _import(users[Role.ENTERPRISE_CONTACT], kind="filing_workers"),
            "safety": make_safety(users, holder=enterprise, office=unit, text=TEXT),
            "pass_import": _import(users[Role.ENTERPRISE_CONTACT], kind="passes"),
            "pass_limit": HolderLimit.objects.get(),
            "signing_key": SigningKey.objects.get(),
            "invitation": Invitation.objects.get(),
            "key": key,
            "secret": secret,
            "other_community": other,
            "other_town": other_town,
            "other_unit": other_unit,
            "pending": pending,
            "person": person,
            "photo": photo,
            "published": published,
            "report": report,
            "story": story,
            "town": town,
            "twin": twin,
            "unit": unit,
            "waiting": waiting,
            **cases_world.make_cases(unit=unit, enterprise=enterprise),
        },
    )


def _passes(users: dict[Role, User], *, office: Any, holder: Any) -> tuple[Pass, Pass]:
    """One asked for and one issued, with the key, terms and limit that they stand on."""
    admin, contact = users[Role.ADMINISTRATOR], users[Role.ENTERPRISE_CONTACT]
    passes.make_key(by=admin)
    terms = {"most_passes": 20, "longest_days": 30, "list_hours": 24}
    passes.set_terms(office=office, **terms, by=admin)
    passes.set_limit(holder=holder, most=9, by=admin)
    driver = {"driver_phone": DRIVER_PHONE, "driver_id_number": DRIVER_ID}
    ask = make_request(holder=holder, by=contact, plate="冀A00012", **driver)
    second = make_request(holder=holder, by=contact, plate="冀A00013", **driver)
    return ask, passes.approve(asked=second, by=users[Role.COMMANDER])


def _letters(unit: Any) -> tuple[dict[str, Letter], Reply]:
    """One in each state, drafted by somebody else; the one that was sent is answered."""
    make_series(unit=unit)
    letters = {state.value: bring_to(make_draft(unit=unit), state) for state in LetterState}
    recipient = letters[LetterState.SENT].recipients.select_related("addressee").get()
    recipient.letter = letters[LetterState.SENT]
    reply = make_answer(
        recipient, TEXT, files=[upload(b"%PDF-1.7 " + CONTACT_PHONE.encode())], phone=CONTACT_PHONE
    )
    return letters, reply


def _user(role: Role, *, area: Any, unit: Any, enterprise: Any) -> User:
    scopes: dict[Role, dict[str, Any]] = {
        Role.ENTERPRISE_CONTACT: {"unit": enterprise},
        Role.OFFICER: {"unit": unit},
        Role.UNIT_COORDINATOR: {"unit": unit},
        Role.COMMUNITY_COORDINATOR: {"area": area},
    }
    user = make_user(role, name=f"演练{role.label}", **scopes.get(role, {}))
    sync_groups(user=user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return User.objects.get(pk=user.pk)


def _report(*, person: Any = None, **fields: Any) -> Any:
    placed = {name: fields.pop(name) for name in ("town", "community", "precision", "lng", "lat")
              if name in fields}  # fmt: skip
    report = make_report(TEXT, sender=person, address=f"晏婴路1号 {TEXT_PHONE}", **fields)
    Report.objects.filter(pk=report.pk).update(**placed)
    return Report.objects.get(pk=report.pk)


def _own(user: User, community: Any) -> dict[str, Any]:
    """What somebody has of their own: a report whose answer waits for their word."""
    report = make_report("路灯坏了。", sender=user.person)
    settle(
        report=report,
        thing="cases.case:0",
        outcome=Outcome.CASE_ANSWERED,
        by=user,
        awaits_sender=True,
    )
    return {"number": report.number, "client_key": report.client_key}


def _import(by: User, kind: str = "people") -> ImportRun:
    name = storages["attachments"].save("imports/r.csv", ContentFile(PERSON_PHONE.encode()))
    return ImportRun.objects.create(
        kind=kind, filename="r.csv", state=ImportState.DONE, rejected_as=name,
        actor_kind="user", actor_id=by.pk,
    )  # fmt: skip


def kwargs_for(world: World, role: str, route: str) -> dict[str, Any]:
    """What stands in the address `route` when `role` visits it."""
    own = world.of_role.get(role) or next(iter(world.of_role.values()))
    things = world.things
    letters, reply = things["letters"], things["reply"]
    stands_in = {
        "edit": "draft", "submit": "draft", "check": "checking", "send-back": "checking",
        "sign": "checked", "send": "signed", "discard": "draft",
    }  # fmt: skip
    by_start: dict[str, dict[str, Any]] = {
        **safety_kwargs(things["safety"]),
        **cases_world.kwargs_of(things),
        **{
            f"/w/letters/<str:number>/{step}/": {"number": letters[state].number}
            for step, state in stands_in.items()
        },
        "/w/letters/copies/": {"pk": reply.recipient_id},
        "/w/letters/answers/": {"pk": reply.pk},
        "/w/letters/files/": {"pk": reply.files.get().pk},
        "/w/letters/": {"number": letters["sent"].number},
        "/letter/": {"token": reply.recipient.token},
        "/w/cases/open/<str:number>": {"number": things["report"].number},
        "/w/cases/": {"number": things["case"].number},
        **filings_world.addresses(things),
        "/w/passes/import/": {"pk": things["pass_import"].pk},
        "/w/passes/keys/": {"pk": things["signing_key"].pk},
        "/w/passes/limits/": {"pk": things["pass_limit"].pk},
        "/w/passes/rules/": {"pass_class": 1},
        "/w/passes/<str:number>/approve/": {"number": things["ask"].number},
        "/w/passes/<str:number>/refuse/": {"number": things["ask"].number},
        "/w/passes/<str:number>/withdraw/": {"number": things["ask"].number},
        "/w/passes/": {"number": things["issued"].number},
        "/api/v1/cases/": {"number": things["case"].number},
        "/api/v1/stories/": {"story_id": things["published"].pk},
        "/w/report/mine/": own,
        "/w/report/": {**own, "attachment_key": uuid.uuid4()},
        "/w/attachments/": {"pk": things["photo"].pk, "which": "web"},
        "/w/groups/": {"pk": things["group"].pk},
        "/w/registrations/": {"pk": things["home"].pk},
        "/w/invitations/": {"pk": things["invitation"].pk},
        "/w/api-keys/": {"pk": things["key"].pk},
        "/w/people/import/<int:pk>": {"pk": things["import"].pk},
        "/w/people/import/<str:kind>": {"kind": "people"},
        "/report/sent/": {
            "token": signing.dumps(things["twin"].client_key.hex, salt="reports.sent")
        },
        "/open311/v2/^tokens": {"token": things["twin"].client_key},
        "/open311/v2/^requests": {"number": things["contacted"].number},
        "/open311/v2/^services": {"code": "roads"},
        "/open311/v2/<path:rest>": {"rest": "nothing"},
        "/join/<str:token>/code/": {
            "token": things["group"].invitation_token,
            "key": uuid.uuid4(),
        },
        "/join/": {"token": things["group"].invitation_token},
        "/accounts/oidc/": {"provider_id": "nobody"},
        "/accounts/confirm-email/<str:key>": {"key": "abc"},
        "/accounts/password/reset/key/<str:key>": {"key": "1-abc"},
        "/demo/": {"username": things["admin"].username},
        "/language/": {"code": "en"},
    }
    start = next((start for start in by_start if route.startswith(start)), "")
    return {**world.ids, **by_start.get(start, {})}


def body_for(world: World, role: str, route: str) -> dict[str, Any]:
    """A form that the action behind `route` can take: so that a refusal is about who asks."""
    things, column = world.things, world.things["column"].slug
    code = follow_code(things["twin"].client_key)
    reason = {"reason": "回访核实情况"}
    forms: dict[str, dict[str, Any]] = {
        **cases_world.bodies_of(things),
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
        "/api/v1/cases/<number>/accept": {},
        "/api/v1/cases/<number>/answer": {"text": "口罩已送到。"},
        "/w/passes/check/passages/": [],
        "/w/report/send/": {"client_key": str(uuid.uuid4()), "text": "路灯坏了。"},
        "/api/intake/": {"client_key": str(uuid.uuid4()), "text": "路灯坏了。"},
    }
    if (body := safety_json().get(route)) is not None:
        return body
    return json.dumps(bodies[route]) if route in bodies else None


def query_for(world: World, route: str) -> str:
    """What an address asks for behind its question mark."""
    takes_reports = route in ("/w/newsroom/draft/", "/w/cases/open/")
    if route == "/w/passes/print/":
        return f"?pass={world.things['issued'].number}"
    return f"?reports={world.things['report'].number}" if takes_reports else ""


def photo_bytes() -> bytes:
    return jpeg().read()


def back_office(world: World, route: str) -> dict[str, Any]:
    """What stands in an address of the back office: a story that waits for approval, and so on."""
    story, column = world.things["waiting"], world.things["column"]
    state = story.current_workflow_state
    names: dict[str, Any] = {
        "action": "delete",
        "action_name": "approve",
        "app_label": "newsroom",
        "app_name": "newsroom",
        "collection_id": Collection.objects.last().pk,
        "content_type_app_name": "newsroom",
        "content_type_model_name": "story",
        "destination_id": world.things["published"].get_parent().pk,
        "doc_id": 1,
        "document_id": 1,
        "filter_spec": "max-100x100",
        "image_id": Picture.objects.first().pk,
        "model_name": "story",
        "object_id": story.pk,
        "page_id": story.pk,
        "page_pk": column.pk,
        "page_to_move_id": story.pk,
        "parent_page_id": column.pk,
        "pk": story.pk,
        "redirect_id": 1,
        "revision_id": story.latest_revision_id,
        "revision_id_a": story.latest_revision_id,
        "revision_id_b": "latest",
        "session_id": 1,
        "task_id": state.current_task_state.task_id,
        "task_state_id": state.current_task_state_id,
        "token": "abc",
        "uidb64": "abc",
        "uploaded_file_id": 1,
        "workflow_pk": state.workflow_id,
        "workflow_state_id": state.pk,
    }
    rows = {
        "/newsroom/api/main/^images": Picture,
        "/newsroom/collections": Collection,
        "/newsroom/groups": DjangoGroup,
        "/newsroom/images/chooser": Picture,
        "/newsroom/sites": Site,
        "/newsroom/users": User,
        "/newsroom/workflows/tasks": Task,
        "/newsroom/workflows": Workflow,
    }
    start = next((start for start in rows if route.startswith(start)), None)
    return names | ({"pk": rows[start].objects.last().pk} if start else {})
