"""Joining a group where a text message gateway is set up: the code proves the number."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from qixin.people.enums import Role
from qixin.people.models import Person, User
from qixin.people.models.persons import phone_hash
from qixin.reports import actions
from qixin.reports.enums import MemberState
from qixin.reports.models import GroupMember
from tests.people.factories import make_person, make_user
from tests.people.gateways import DOWN, KeepingGateway, last_code
from tests.reports.factories import make_group, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gateway")]
PHONE = "19900009001"


@pytest.fixture
def group():
    return make_group()


def ask(client, group, name="演练乙", phone=PHONE):
    return client.post(
        reverse("reports:join", args=[group.invitation_token]), {"name": name, "phone": phone}
    )


def prove(client, page, code=None):
    return client.post(page, {"code": last_code() if code is None else code})


def wrong_code():
    return f"{(int(last_code()) + 1) % 1_000_000:06}"


def signed_in_as(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id") or 0).first()


def test_the_code_lets_in_to_wait_for_the_leader(client, group):
    page = ask(client, group, phone="１９９ ０００ ０９００１")["Location"]
    assert KeepingGateway.sent[-1][0] == PHONE
    assert not GroupMember.objects.exists()
    assert signed_in_as(client) is None
    answer = prove(client, page)
    assert answer["Location"] == reverse("reports:join", args=[group.invitation_token])
    member = GroupMember.objects.get()
    assert (member.state, member.person.phone_hash) == (MemberState.PENDING, phone_hash(PHONE))
    assert signed_in_as(client) == member.person.account


def test_the_leader_sees_that_the_number_is_proven_and_confirms(client, group):
    prove(client, ask(client, group)["Location"])
    leader = make_user(Role.CORRESPONDENT)
    make_member(group, leader.person, is_leader=True)
    claimed = make_member(group, Person.objects.create(name="演练丁", phone=PHONE), "pending")
    client.force_login(leader)
    page = client.get(
        reverse("reports:group", args=[group.pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert (page.count("Number proven"), page.count("Number not proven")) == (1, 1)
    proven = GroupMember.objects.filter(state=MemberState.PENDING).exclude(pk=claimed.pk).get()
    assert actions.confirm(member=proven, by=leader).state == MemberState.ACTIVE


def test_a_known_person_is_recognised_and_not_doubled(client, group):
    on_record = make_person("演练丙", phone=PHONE)
    prove(client, ask(client, group, name="别名")["Location"])
    assert GroupMember.objects.get().person == on_record
    assert Person.objects.filter(phone_hash=phone_hash(PHONE)).count() == 1


def test_whoever_is_in_the_group_by_import_is_in_at_once(client, group):
    make_member(group, make_person("演练丙", phone=PHONE))
    answer = client.post(ask(client, group)["Location"], {"code": last_code()}, follow=True)
    assert GroupMember.objects.get().state == MemberState.ACTIVE
    assert answer.context["member"].state == MemberState.ACTIVE


def test_whoever_cannot_prove_a_known_number_gets_nothing(client, group):
    commander = make_user(Role.COMMANDER)
    page = ask(client, group, phone=commander.person.phone)["Location"]
    for _n in range(7):
        assert prove(client, page, wrong_code()).status_code == 422
    assert prove(client, page).status_code == 422  # too late, even though it is the right one
    assert signed_in_as(client) is None
    assert not GroupMember.objects.exists()
    assert Person.objects.filter(name="演练乙").count() == 0


def test_the_answer_does_not_tell_whether_a_number_is_known(client, group):
    known = make_user(Role.COMMANDER).person.phone
    pages = []
    for phone in (known, "19900009009"):
        answer = ask(client, group, phone=phone)
        page = client.get(answer["Location"]).content.decode()
        shown = phone[:3] + "****" + phone[-4:]
        pages.append((answer.status_code, len(answer["Location"]), page.count(shown)))
        client.cookies.clear()
    assert pages[0] == pages[1]
    assert len(KeepingGateway.sent) == 2


def test_the_code_alone_does_not_pass_by_a_second_factor(client, group):
    officer = make_user(Role.OFFICER)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": ""})
    answer = prove(client, ask(client, group, phone=officer.person.phone)["Location"])
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert signed_in_as(client) is None


def test_a_double_tap_joins_once(client, group):
    page = ask(client, group)["Location"]
    code = last_code()
    before = dict(client.cookies)
    prove(client, page, code)
    client.cookies.clear()
    client.cookies.update(before)
    answer = prove(client, page, code)
    assert answer.status_code == 302
    assert GroupMember.objects.count() == 1


def test_the_code_can_be_sent_again_and_the_number_changed(client, group):
    page = ask(client, group)["Location"]
    again = client.post(page, {"again": "1"})["Location"]
    assert again != page
    assert len(KeepingGateway.sent) == 2
    prove(client, again)
    assert GroupMember.objects.count() == 1


def test_sending_again_and_again_is_slowed_down(client, group):
    page = ask(client, group)["Location"]
    answers = [client.post(page, {"again": "1"}) for _n in range(5)]
    assert [a.status_code for a in answers] == [302] * 4 + [429]
    assert len(KeepingGateway.sent) == 5


def test_a_landline_gets_no_code(client, group):
    assert ask(client, group, phone="05337212345").status_code == 422
    assert not KeepingGateway.sent


def test_a_gateway_that_is_down_is_told_and_the_name_is_kept(client, group, settings):
    settings.QIXIN_SMS_GATEWAY = DOWN
    answer = ask(client, group)
    assert answer.status_code == 422
    assert "演练乙" in answer.content.decode()


def test_a_code_page_that_is_over_leads_back(client, group):
    page = reverse(
        "reports:join_code",
        args=[group.invitation_token, "00000000-0000-4000-8000-000000000000"],
    )
    assert client.get(page)["Location"] == reverse("reports:join", args=[group.invitation_token])


def test_a_closed_group_sends_no_code(client):
    assert ask(client, make_group(is_open=False)).status_code == 403
    assert not KeepingGateway.sent


def test_the_demo_shows_the_code(client, group, settings):
    settings.QIXIN_DEMO = True
    settings.QIXIN_SMS_GATEWAY = "qixin.people.sms.demo.DemoGateway"
    page = client.get(ask(client, group)["Location"])
    [shown] = [str(message) for message in page.context["messages"]]
    code = "".join(c for c in shown if c.isdigit())
    assert prove(client, page.wsgi_request.path, code).status_code == 302
