"""Groups as their leaders and those who knock see them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from qixin.core.errors import NotFound
from qixin.people.models import User
from qixin.people.models.persons import phone_hash
from qixin.people.permissions import scope
from qixin.reports.enums import MemberState
from qixin.reports.models import Group, GroupMember
from qixin.reports.policies import check_can_lead


def groups_led_by(user: User) -> QuerySet[Group]:
    """The groups whose members `user` may confirm, with `waiting` and `active` counted."""
    leads = Q(pk__in=_led(user))
    managed = scope(user, "reports.manage_groups", unit_field="unit")
    return (
        # An empty scope means everything, and must not vanish in the disjunction.
        Group.objects.filter(leads | managed if managed else Q())
        .select_related("unit")
        .annotate(
            waiting=Count("members", filter=Q(members__state=MemberState.PENDING)),
            active=Count("members", filter=Q(members__state=MemberState.ACTIVE)),
        )
        .order_by("name")
    )


def leads_any_group(user: User) -> bool:
    """Whether the navigation shows the groups."""
    return groups_led_by(user).exists()


def waiting_count(user: User) -> int:
    """How many ask to join the groups that `user` leads."""
    return GroupMember.objects.filter(group__in=_led(user), state=MemberState.PENDING).count()


def group_led(user: User, pk: int) -> Group:
    """Raises NotFound for no such group, Refused for one that `user` does not lead."""
    group = Group.objects.select_related("unit").filter(pk=pk).first()
    if group is None:
        raise NotFound(_("There is no such group."))
    check_can_lead(user, group=group)
    return group


def members(group: Group, *, state: str = "", words: str = "") -> QuerySet[GroupMember]:
    """The group's members: who asked first comes first. `words` is part of a name, or a whole
    telephone number; the caller has checked who may see them."""
    found = GroupMember.objects.filter(group=group).select_related("person", "decided_by__person")
    if state in MemberState.values:
        found = found.filter(state=state)
    if words.strip():
        asked = Q(person__name__icontains=words.strip())
        hashed = phone_hash(words)
        found = found.filter(asked | Q(person__phone_hash=hashed) if hashed else asked)
    return found.order_by("-is_leader", "asked_at", "id")


def counts(group: Group) -> dict[str, int]:
    """How many are in each state."""
    rows = GroupMember.objects.filter(group=group).values_list("state").annotate(Count("id"))
    return dict.fromkeys(MemberState.values, 0) | dict(rows)


def invited_to(token: str) -> Group:
    """The group of an invitation link. Raises NotFound for a link that leads nowhere."""
    group = Group.objects.filter(invitation_token=token).first()
    if group is None:
        raise NotFound(
            _("This invitation link is not valid. Please ask for the group's current QR code.")
        )
    return group


def membership_of(user: User, group: Group) -> GroupMember | None:
    """How the signed-in person stands with the group."""
    if user.person_id is None:
        return None
    return GroupMember.objects.filter(group=group, person=user.person_id).first()


def sending_as(user: User) -> GroupMember | None:
    """The active membership that a report is sent under, with person and group: the earliest."""
    if user.person_id is None:
        return None
    return (
        GroupMember.objects.filter(person=user.person_id, state=MemberState.ACTIVE)
        .select_related("person", "group")
        .order_by("id")
        .first()
    )


def _led(user: User) -> QuerySet[GroupMember, int]:
    return GroupMember.objects.filter(
        person=user.person_id or 0, is_leader=True, state=MemberState.ACTIVE
    ).values_list("group", flat=True)
