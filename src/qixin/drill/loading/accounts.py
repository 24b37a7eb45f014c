"""One account for each role, so that whoever tries the demo can be anybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from qixin.drill.cast import Cast
from qixin.drill.cast.people import Person as CastPerson
from qixin.people.enums import Role
from qixin.people.models import Area, Grant, Person, Unit, User
from qixin.people.signals import grants_changed


@dataclass(frozen=True)
class DemoAccount:
    """`username`, and the role that it stands for; `leader` also leads a group, an officer may be
    of a certain `department`."""

    username: str
    role: Role
    leader: bool = False
    department: str = ""


ACCOUNTS = (
    DemoAccount("demo-correspondent", Role.CORRESPONDENT),
    DemoAccount("demo-leader", Role.CORRESPONDENT, leader=True),
    DemoAccount("demo-member", Role.MEMBER),
    DemoAccount("demo-triage", Role.TRIAGE_EDITOR),
    DemoAccount("demo-editor", Role.EDITOR),
    DemoAccount("demo-reviewer", Role.REVIEWER),
    DemoAccount("demo-chief-editor", Role.CHIEF_EDITOR),
    DemoAccount("demo-officer", Role.OFFICER),
    # whose department issues passes
    DemoAccount("demo-transport", Role.OFFICER, department="transport"),
    DemoAccount("demo-enterprise", Role.ENTERPRISE_CONTACT),
    DemoAccount("demo-unit-coordinator", Role.UNIT_COORDINATOR),
    DemoAccount("demo-community-coordinator", Role.COMMUNITY_COORDINATOR),
    DemoAccount("demo-commander", Role.COMMANDER),
    DemoAccount("demo-auditor", Role.AUDITOR),
    DemoAccount("demo-administrator", Role.ADMINISTRATOR),
)


def make_accounts(
    cast: Cast,
    persons: dict[int, Person],
    areas: dict[str, Area],
    units: dict[int, Unit],
    *,
    password: str,
) -> None:
    """Accounts for the demo's roles, and one without a password for whoever sends, asks or answers
    in the script."""
    chosen = {account.username: _choose(cast, account) for account in ACCOUNTS}
    hashed = make_password(password)
    for account in ACCOUNTS:
        person = persons[chosen[account.username].index]
        User.objects.create(username=account.username, person=person, password=hashed)
        person.grants.exclude(role=account.role).delete()
        if not person.grants.exists():
            Grant.objects.create(person=person, role=account.role)
        grants_changed.send(sender=Grant, person=person)
    taken = {p.index for p in chosen.values()}
    nobody = make_password(None)
    User.objects.bulk_create(
        User(username=f"c{p.index}", person=persons[p.index], password=nobody)
        for p in [*cast.correspondents, *cast.officers, *cast.enterprise_contacts]
        if p.index not in taken
    )


def _choose(cast: Cast, account: DemoAccount) -> CastPerson:
    pool = {
        Role.CORRESPONDENT: [p for p in cast.correspondents if p.leader == account.leader],
        Role.TRIAGE_EDITOR: _editors(cast, Role.EDITOR)[1:],
        Role.EDITOR: _editors(cast, Role.EDITOR),
        Role.REVIEWER: _editors(cast, Role.REVIEWER),
        Role.CHIEF_EDITOR: _editors(cast, Role.CHIEF_EDITOR),
        Role.MEMBER: cast.members,
        Role.OFFICER: _officers(cast, account.department),
        Role.ENTERPRISE_CONTACT: cast.enterprise_contacts,
        Role.UNIT_COORDINATOR: cast.unit_coordinators,
        Role.COMMUNITY_COORDINATOR: cast.community_coordinators,
        Role.COMMANDER: cast.commanders,
        Role.AUDITOR: cast.auditors,
        Role.ADMINISTRATOR: cast.administrators,
    }[account.role]
    return pool[0]


def _officers(cast: Cast, department: str) -> list[CastPerson]:
    keys = [unit.department_key for unit in cast.units]
    return [
        p for p in cast.officers
        if not department or (p.unit_index is not None and keys[p.unit_index] == department)
    ]  # fmt: skip


def _editors(cast: Cast, role: Role) -> list[CastPerson]:
    return [p for p in cast.editors if p.role.value == role]
