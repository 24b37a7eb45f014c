"""Reports and groups for tests, made the way people make them."""

import uuid

from qixin.core.actors import SYSTEM
from qixin.reports.actions import Submission, receive
from qixin.reports.enums import MemberState, Source
from qixin.reports.models import Group, GroupMember, Report


def make_group(name="镇街通讯员群", **fields) -> Group:
    return Group.objects.create(name=name, **fields)


def make_member(group, person, state=MemberState.ACTIVE, **fields) -> GroupMember:
    return GroupMember.objects.create(group=group, person=person, state=state, **fields)


def make_report(text="晏婴社区路口执勤点缺口罩，请协调。", *, by=SYSTEM, **fields) -> Report:
    fields.setdefault("source", Source.APP)
    fields.setdefault("client_key", uuid.uuid4())
    return receive(submission=Submission(text=text, **fields), by=by).report
