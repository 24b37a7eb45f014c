"""One row of everything, and one person of every role."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from qixin.core.models import ImportRun, ImportState
from qixin.letters.enums import LetterState
from qixin.letters.models import Letter, Reply
from qixin.newsroom.actions import draft_from_reports, sync_groups
from qixin.passes import actions as passes
from qixin.passes.models import HolderLimit, Pass, SigningKey
from qixin.people import actions as people
from qixin.people.enums import Role, UnitKind
from qixin.people.models import HomeRegistration, Invitation, Membership, User
from qixin.reports.actions import settle
from qixin.reports.enums import MemberState, Outcome, Source
from qixin.reports.models import Label, Report
from tests.cases.factories import make_case
from tests.config.world import cases as cases_world
from tests.config.world import checkpoints
from tests.config.world import coverage as coverage_world
from tests.config.world import filings as filings_world
from tests.config.world import incoming as incoming_world
from tests.config.world import live as live_world
from tests.config.world import newsroom as newsroom_world
from tests.config.world import readers as readers_world
from tests.config.world import rumours as rumours_world
from tests.config.world.planted import (
    CONTACT_PHONE,
    DRIVER_ID,
    DRIVER_PHONE,
    PERSON_ID,
    PERSON_PHONE,
    ROLES,
    TEXT,
    TEXT_PHONE,
    World,
)  # fmt: skip
from tests.config.world.safety import make_safety
from tests.letters.factories import bring_to, make_answer, make_draft, make_series, upload
from tests.newsroom.factories import make_column, make_photo, make_published, submit
from tests.passes.factories import make_request
from tests.people.factories import make_community, make_person, make_town, make_unit, make_user
from tests.reports.factories import make_group, make_member, make_report


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
            **checkpoints.make(issued),
            "pass_limit": HolderLimit.objects.get(),
            "newsroom": coverage_world.make_newsroom(users, story=published, report=report),
            "readers": readers_world.make_readers(users, story=published, column=column),
            "rumours": rumours_world.make_rumours(users, story=published, report=twin),
            "live": live_world.make_live(users),
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
            **incoming_world.make_letters_to_us(unit=unit, recipient=reply.recipient),
            **newsroom_world.make_reviews(users, column=column, waiting=waiting, text=TEXT),
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
