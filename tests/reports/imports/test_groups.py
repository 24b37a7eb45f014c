"""Imports of groups and of their correspondents."""

import csv

import pytest

from qixin.core.actors import SYSTEM
from qixin.core.imports import run_import
from qixin.people.enums import Role
from qixin.people.models import Grant, Person, User
from qixin.reports.enums import MemberState
from qixin.reports.models import Group, GroupMember
from tests.people.factories import make_unit
from tests.reports.factories import make_group

pytestmark = pytest.mark.django_db


def imported(tmp_path, kind, *rows):
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    result = run_import(kind=kind, path=path, by=SYSTEM)
    assert result.rows == result.created + result.updated + result.unchanged + result.rejected
    return result


def test_groups_come_in_once_with_their_unit(tmp_path):
    unit = make_unit("区融媒体中心")
    rows = [["群组", "单位"], ["镇街群", "区融媒体中心"], ["学校群", ""], ["医院群", "没有的单位"]]
    first = imported(tmp_path, "groups", *rows)
    assert (first.created, first.rejected) == (2, 1)
    assert Group.objects.get(name="镇街群").unit == unit
    again = imported(tmp_path, "groups", *rows)
    assert (again.created, again.unchanged, again.rejected) == (0, 2, 1)


def test_correspondents_become_confirmed_members_with_role_and_account(tmp_path):
    group = make_group("镇街群")
    rows = [
        ["姓名", "手机号", "群组", "组长"],
        ["演练乙", "19900001234", "镇街群", "是"],
        ["演练丙", "１９９００００１２３５", "镇街群", ""],
        ["演练丁", "19900001236", "没有的群", ""],
        ["演练戊", "", "镇街群", ""],
    ]
    first = imported(tmp_path, "correspondents", *rows)
    assert (first.created, first.rejected) == (2, 2)
    members = GroupMember.objects.filter(group=group, state=MemberState.ACTIVE)
    assert {(m.person.name, m.is_leader) for m in members} == {("演练乙", True), ("演练丙", False)}
    assert Grant.objects.filter(role=Role.CORRESPONDENT).count() == 2
    assert User.objects.filter(person__in=members.values("person")).count() == 2
    again = imported(tmp_path, "correspondents", *rows)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert Person.objects.filter(name="演练乙").count() == 1
