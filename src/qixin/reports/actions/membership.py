"""Joining a group of correspondents, and its leader's word on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qixin.core import clock, journal
from qixin.core.actors import RESIDENT
from qixin.core.errors import Refused
from qixin.people.actions import account_of_proven
from qixin.people.actions.admitting import admit_correspondent, open_account
from qixin.people.models import Person, User
from qixin.reports.enums import MemberState
from qixin.reports.models import Group, GroupMember
from qixin.reports.policies import check_can_lead, check_takes_members, check_transition
from qixin.reports.workflow import JOURNAL


@transaction.atomic
def join_as_new(*, group: Group, name: str, phone: str) -> GroupMember:
    """Ask to join with a name and an unproven number; a new account is opened for it.

    The answer is the same whether or not the number is known. Raises Refused for a closed group.
    """
    check_takes_members(group)
    account = open_account(name=name, phone=phone)
    assert account.person is not None  # noqa: S101 - for mypy: it was just made with one
    return _ask(group, account.person)


@transaction.atomic
def join_proven(*, group: Group, name: str, phone: str) -> GroupMember:
    """Ask to join as whoever has just proven `phone` by a code; the caller has checked that.

    A person on record with the number is recognised, under the name on record. Raises Refused for
    a closed group or account.
    """
    check_takes_members(group)
    return join(group=group, by=account_of_proven(name=name, phone=phone))


@transaction.atomic
def join(*, group: Group, by: User) -> GroupMember:
    """Ask to join as whoever is signed in; a member, or one who waits or was declined, stays so.

    Raises Refused for a closed group.
    """
    if by.person is None:
        raise Refused(_("This account belongs to no person, so it cannot join a group."))
    held = GroupMember.objects.select_for_update().filter(group=group, person=by.person).first()
    if held is None:
        check_takes_members(group)
        return _ask(group, by.person)
    if held.state != MemberState.LEFT:
        return held
    check_takes_members(group)
    return _move(held, "ask_again", by)


def confirm(*, member: GroupMember, by: User) -> GroupMember:
    """The leader's yes: the person becomes a correspondent. A member stays one.

    Raises Refused unless `by` leads the group.
    """
    check_can_lead(by, group=member.group)
    with transaction.atomic():
        held = GroupMember.objects.select_for_update().get(pk=member.pk)
        if held.state == MemberState.ACTIVE:
            return held
        check_transition("group_member", "confirm", held.state)
        admitted = admit_correspondent(person=held.person, by=by)
        return _move(_as_one_person(held, admitted), "confirm", by)


@transaction.atomic
def confirm_all(*, members: Iterable[GroupMember], by: User) -> int:
    """Confirm several at once, all or none; returns how many."""
    return sum(confirm(member=member, by=by).state == MemberState.ACTIVE for member in members)


def decline(*, member: GroupMember, by: User) -> GroupMember:
    """The leader's no; it can still be turned into a yes."""
    check_can_lead(by, group=member.group)
    return _locked_move(member, "decline", by)


def leave(*, member: GroupMember, by: User) -> GroupMember:
    """The member goes, or the leader takes them out. What they sent stays."""
    if member.person_id != by.person_id:
        check_can_lead(by, group=member.group)
    return _locked_move(member, "leave", by)


def _ask(group: Group, person: Person) -> GroupMember:
    try:
        with transaction.atomic():
            member = GroupMember.objects.create(group=group, person=person)
    except IntegrityError:  # a double tap: the other one was quicker
        return GroupMember.objects.get(group=group, person=person)
    journal.write(verb=JOURNAL["ask_again"], subject=member, by=RESIDENT)
    return member


@transaction.atomic
def _locked_move(member: GroupMember, verb: str, by: User) -> GroupMember:
    held = GroupMember.objects.select_for_update().get(pk=member.pk)
    return _move(held, verb, by)


def _move(member: GroupMember, verb: str, by: User) -> GroupMember:
    member.state = check_transition("group_member", verb, member.state)
    member.decided_at, member.decided_by = clock.now(), by
    member.save(update_fields=["state", "decided_at", "decided_by", "person"])
    journal.write(verb=JOURNAL[verb], subject=member, by=by, detail={"group": member.group_id})
    return member


def _as_one_person(member: GroupMember, admitted: Person) -> GroupMember:
    """The request in the name of the person on record, who may have been in the group already."""
    if admitted.pk == member.person_id:
        return member
    known = GroupMember.objects.filter(group=member.group_id, person=admitted).first()
    if known is None:
        member.person = admitted
        return member
    known.is_leader = known.is_leader or member.is_leader
    known.state = MemberState.PENDING
    member.delete()
    return known
