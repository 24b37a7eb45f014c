"""Importing correspondents: confirmed members of groups, who sign in with a code by text."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from qixin.core import clock, journal
from qixin.core.actors import Actor
from qixin.core.errors import Invalid
from qixin.core.imports import Counts, refuse
from qixin.core.journal.writing import Line
from qixin.core.sheets import SheetColumn, SheetRow
from qixin.people.enums import Role
from qixin.people.imports.cells import phone, text, yes_or_no
from qixin.people.imports.finders import UnitFinder
from qixin.people.imports.identities import IdentityClash, KnownPersons
from qixin.people.imports.ties import Ties
from qixin.people.models import Person, User
from qixin.reports.enums import MemberState
from qixin.reports.models import Group, GroupMember
from qixin.reports.workflow import JOURNAL

NAME = SheetColumn("name", ("姓名", "Name", "名字"), True, text(64))
PHONE = SheetColumn(
    "phone", ("手机号", "Telephone", "电话", "联系电话", "手机", "Phone"), True, phone
)
GROUP = SheetColumn("group", ("群组", "Group", "群名", "组名", "所在群"), True, text(64))
UNIT = SheetColumn("unit", ("单位", "Unit", "工作单位", "所在单位"), parse=text(128))
LEADER = SheetColumn("is_leader", ("是否组长", "Leader", "组长", "群主"), parse=yes_or_no)
COLUMNS = (NAME, PHONE, GROUP, UNIT, LEADER)
_BY_FIELD = {column.name: column for column in COLUMNS}


class CorrespondentImporter:
    """Persons are told apart by their telephone; each gets the role and an account."""

    def __init__(self) -> None:
        self.units = UnitFinder()
        self.groups = {group.name: group for group in Group.objects.all()}
        # one for all: none of them has a password, and hashing takes its time
        self.no_password = make_password(None)

    def take(self, rows: Sequence[SheetRow], *, by: Actor) -> Counts:
        given = [(row, found) for row in rows if (found := self._resolved(row)) is not None]
        known = KnownPersons([found for _row, found in given])
        placed: list[tuple[Person, str, dict[str, Any]]] = []
        for row, found in given:
            try:
                placed.append((*known.place(found), found))
            except IdentityClash as clash:
                refuse(row, _BY_FIELD.get(clash.field), clash.sentence)
        known.save()
        tied = Ties([(person, found) for person, _fate, found in placed], by=by).tie()
        self._open_accounts([person for person, _fate, _found in placed])
        joined = self._join([(person, found) for person, _fate, found in placed], by)
        return _count([fate for _p, fate, _f in placed], tied, joined)

    def _resolved(self, row: SheetRow) -> dict[str, Any] | None:
        found = {name: value for name, value in row.values.items() if value is not None}
        found["role"] = Role.CORRESPONDENT
        found["group"] = self.groups.get(found["group"])
        if found["group"] is None:
            name = row.values["group"]
            refuse(row, GROUP, format_lazy(_("There is no group “{name}”."), name=name))
        try:
            if "unit" in found:
                found["unit"] = self.units.find(found["unit"])
        except Invalid as error:
            refuse(row, UNIT, error.sentence)
        return None if row.errors else found

    def _open_accounts(self, persons: list[Person]) -> None:
        have = set(
            User.objects.filter(person__in={p.pk for p in persons}).values_list("person", flat=True)
        )
        without = {person.pk: person for person in persons if person.pk not in have}
        User.objects.bulk_create(
            User(username=f"m-{secrets.token_hex(6)}", person=person, password=self.no_password)
            for person in without.values()
        )

    def _join(self, rows: list[tuple[Person, dict[str, Any]]], by: Actor) -> list[bool]:
        held = {
            (member.group_id, member.person_id): member
            for member in GroupMember.objects.filter(person__in={p.pk for p, _g in rows})
        }
        changed, lines = [], []
        for person, given in rows:
            member = held.setdefault(
                (given["group"].pk, person.pk), GroupMember(group=given["group"], person=person)
            )
            changed.append(_bring_up(member, given.get("is_leader"), by))
            if changed[-1]:
                lines.append(
                    Line(JOURNAL["confirm"], member, by, {"group": member.group_id, "import": True})
                )
        journal.write_many(lines)
        return changed


def _bring_up(member: GroupMember, is_leader: bool | None, by: Actor) -> bool:
    wanted = member.is_leader if is_leader is None else is_leader
    if member.pk and member.state == MemberState.ACTIVE and member.is_leader == wanted:
        return False
    member.state, member.is_leader = MemberState.ACTIVE, wanted
    member.decided_at, member.decided_by = clock.now(), by if isinstance(by, User) else None
    member.save()
    return True


def _count(fates: list[str], tied: list[bool], joined: list[bool]) -> Counts:
    counts = Counts()
    for fate, *changed in zip(fates, tied, joined, strict=True):
        if fate == "unchanged" and any(changed):
            fate = "updated"
        setattr(counts, fate, getattr(counts, fate) + 1)
    return counts
