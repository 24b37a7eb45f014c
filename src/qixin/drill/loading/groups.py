"""The fourteen groups with their 2,000 correspondents."""

from __future__ import annotations

from qixin.core import clock
from qixin.drill.cast import Cast
from qixin.people.models import Person
from qixin.reports.enums import MemberState
from qixin.reports.models import Group, GroupMember


def load_groups(cast: Cast, persons: dict[int, Person]) -> dict[int, Group]:
    """Groups by the cast's index; the correspondents are confirmed, a few others ask to join."""
    groups = {g.index: Group.objects.create(name=g.name) for g in cast.groups}
    GroupMember.objects.bulk_create(
        GroupMember(
            group=groups[p.group_index],
            person=persons[p.index],
            state=MemberState.ACTIVE,
            is_leader=p.leader,
            decided_at=clock.now(),
        )
        for p in cast.correspondents
        if p.group_index is not None
    )
    GroupMember.objects.bulk_create(
        GroupMember(group=groups[cast.groups[0].index], person=persons[p.index])
        for p in cast.members[1:6]
    )
    return groups
