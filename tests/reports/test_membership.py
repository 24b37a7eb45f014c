"""Groups: joining by a link, a leader's word."""

import pytest
from django.urls import reverse

from qixin.core.errors import Refused
from qixin.people.enums import Role
from qixin.people.models import Person, User
from qixin.people.models.persons import phone_hash
from qixin.people.permissions import has_permission
from qixin.reports import actions
from qixin.reports.enums import MemberState
from qixin.reports.models import GroupMember
from tests.people.factories import make_person, make_unit, make_user
from tests.reports.factories import make_group, make_member

pytestmark = pytest.mark.django_db
M = MemberState


@pytest.fixture
def group():
    return make_group()


@pytest.fixture
def leader(group):
    user = make_user(Role.CORRESPONDENT)
    make_member(group, user.person, is_leader=True)
    return user


def join(client, group, name="演练乙", phone="19900009001"):
    return client.post(
        reverse("reports:join", args=[group.invitation_token]), {"name": name, "phone": phone}
    )


def test_whoever_joins_waits_and_may_send_after_the_leaders_yes(client, group, leader):
    join(client, group, phone="１９９ ０００ ０９００１")
    member = GroupMember.objects.get(group=group, state=M.PENDING)
    assert not has_permission(member.person.account, "reports.send")
    actions.confirm(member=member, by=leader)
    assert has_permission(User.objects.get(pk=member.person.account.pk), "reports.send")
    assert Person.objects.get(pk=member.person.pk).phone_hash == phone_hash("19900009001")


def test_a_known_number_gives_nobody_its_owners_account(client, group):
    commander = make_user(Role.COMMANDER)
    known = join(client, group, phone=commander.person.phone)
    asked = GroupMember.objects.get(group=group).person
    assert asked.pk != commander.person.pk
    client.logout()
    unknown = join(client, group, phone="19900009009")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_leaders_yes_never_hands_over_a_weighty_role(client, group, leader):
    commander = make_user(Role.COMMANDER)
    join(client, group, phone=commander.person.phone)
    member = GroupMember.objects.get(group=group, state=M.PENDING)
    admitted = actions.confirm(member=member, by=leader)
    assert admitted.person != commander.person
    assert not has_permission(admitted.person.account, "people.unmask")


def test_a_correspondent_on_record_without_an_account_stays_one_person(client, group, leader):
    on_record = make_person("演练丙", phone="19900009003")
    make_member(group, on_record)
    join(client, group, name="演练丙", phone="19900009003")
    actions.confirm(member=GroupMember.objects.get(state=M.PENDING), by=leader)
    member = GroupMember.objects.get(group=group, person=on_record)
    assert (member.state, member.person.account.is_active) == (M.ACTIVE, True)


def test_only_the_groups_own_leader_confirms(group):
    member = make_member(group, make_person(), state=M.PENDING)
    other = make_user(Role.CORRESPONDENT)
    make_member(make_group("另一群"), other.person, is_leader=True)
    for nobody in (other, make_user(Role.COMMANDER), make_user()):
        with pytest.raises(Refused):
            actions.confirm(member=member, by=nobody)


def test_two_thousand_are_searched_paged_and_confirmed_at_once(client, group, leader):
    client.force_login(leader)
    for number in range(60):
        make_member(group, make_person(f"演练{number:03}"), state=M.PENDING)
    page = client.get(reverse("reports:group", args=[group.pk]))
    assert len(page.context["page"]) == 50
    found = client.get(reverse("reports:group", args=[group.pk]), {"q": "演练007"})
    assert [m.person.name for m in found.context["page"]] == ["演练007"]
    client.post(reverse("reports:group_decide", args=[group.pk]), {"decision": "confirm_all"})
    assert group.members.filter(state=M.ACTIVE).count() == 61


def test_a_declined_request_can_still_be_confirmed(client, group, leader):
    member = make_member(group, make_person(), state=M.PENDING)
    assert actions.decline(member=member, by=leader).state == M.DECLINED
    assert actions.confirm(member=member, by=leader).state == M.ACTIVE


def test_a_closed_group_and_a_wrong_link_say_so(client):
    closed = make_group(is_open=False)
    assert join(client, closed).status_code == 403
    assert client.get("/join/nowhere/").status_code == 404
    assert not GroupMember.objects.exists()


def test_whoever_is_signed_in_joins_as_oneself(client, group):
    user = make_user(Role.OFFICER)
    client.force_login(user)
    client.post(reverse("reports:join", args=[group.invitation_token]))
    assert GroupMember.objects.get(group=group).person == user.person


def test_an_administrator_of_a_unit_leads_its_groups_and_no_others(group):
    unit = make_unit()
    administrator = make_user(Role.ADMINISTRATOR, unit=unit)
    theirs = make_member(make_group("本单位群", unit=unit), make_person(), state=M.PENDING)
    assert actions.confirm(member=theirs, by=administrator).state == M.ACTIVE
    with pytest.raises(Refused):
        actions.confirm(member=make_member(group, make_person(), state=M.PENDING), by=administrator)
