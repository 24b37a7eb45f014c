"""Invitations: one link, one person, once."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, NotFound, Refused
from qixin.people import actions
from qixin.people.enums import Role
from qixin.people.models import Grant, Invitation, Person, User
from tests.people.factories import make_person, make_town, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-9"


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


def accepted(token, username="yanlian", password=PASSWORD):
    return actions.accept(token=token, name="演练乙", username=username, password=password)


def test_accepting_makes_person_account_and_role(admin):
    town = make_town()
    _invitation, token = actions.invite(role=Role.COMMUNITY_COORDINATOR, area=town, by=admin)
    user = accepted(token)
    assert user.check_password(PASSWORD)
    assert user.person.name == "演练乙"
    grant = Grant.objects.get(person=user.person)
    assert (grant.role, grant.area, grant.given_by) == (Role.COMMUNITY_COORDINATOR, town, admin)


def test_a_used_link_makes_no_second_account(admin):
    _invitation, token = actions.invite(role=Role.EDITOR, by=admin)
    accepted(token)
    with pytest.raises(Conflict):
        accepted(token, username="another")
    assert not User.objects.filter(username="another").exists()


def test_an_expired_link_says_what_to_do_and_makes_nothing(admin, client):
    _invitation, token = actions.invite(role=Role.EDITOR, by=admin, days=2)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        with pytest.raises(Conflict):
            accepted(token)
        answer = client.get(reverse("people:accept", args=[token]))
    assert answer.status_code == 409
    assert Person.objects.count() == 1


def test_a_link_that_never_was_is_not_found(client, db):
    with pytest.raises(NotFound):
        actions.open_invitation("nonsense")
    assert client.get("/i/nonsense/").status_code == 404


def test_a_withdrawn_link_is_over(admin):
    invitation, token = actions.invite(role=Role.EDITOR, by=admin)
    actions.withdraw(invitation=invitation, by=admin)
    with pytest.raises(Conflict):
        accepted(token)


def test_the_token_itself_is_not_kept(admin):
    invitation, token = actions.invite(role=Role.EDITOR, by=admin)
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_an_inviter_who_lost_the_right_since_gives_no_role(admin):
    _invitation, token = actions.invite(role=Role.EDITOR, by=admin)
    Grant.objects.filter(person=admin.person).delete()
    with pytest.raises(Refused):
        accepted(token)
    assert not User.objects.filter(username="yanlian").exists()


def test_a_telephone_on_record_leads_to_that_person(admin):
    person = make_person(name="演练丙", phone="19900005555")
    invitation, token = actions.invite(role=Role.EDITOR, phone="19900005555", by=admin)
    assert invitation.person == person
    assert accepted(token).person == person


def test_a_taken_user_name_keeps_the_link_working(admin):
    _invitation, token = actions.invite(role=Role.EDITOR, by=admin)
    with pytest.raises(Invalid):
        accepted(token, username=admin.username.upper())
    assert accepted(token).username == "yanlian"


def test_an_administrator_of_a_town_cannot_take_over_the_districts_account(admin):
    town = make_town()
    local = make_user(Role.ADMINISTRATOR, area=town)
    with pytest.raises(Refused):
        actions.send_link(person=admin.person, by=local)
    actions.send_link(person=local.person, by=admin)


def test_a_new_password_comes_by_link_without_a_further_role(admin):
    user = make_user(Role.EDITOR)
    _invitation, token = actions.send_link(person=user.person, by=admin)
    assert accepted(token, username=user.username).pk == user.pk
    assert Grant.objects.filter(person=user.person).count() == 1


def test_through_the_pages_in_two_requests(admin, client, settings):
    settings.QIXIN_DEMO = True
    _invitation, token = actions.invite(role=Role.EDITOR, by=admin)
    url = reverse("people:accept", args=[token])
    assert client.get(url).status_code == 200
    weak = client.post(url, {"name": "演练丁", "username": "演练丁", "password": "12345"})
    assert weak.status_code == 422
    fine = client.post(url, {"name": "演练丁", "username": "演练丁", "password": PASSWORD})
    assert fine.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(username="演练丁").pk)


def test_a_passkey_instead_of_a_password_leads_to_its_page(admin, client):
    _invitation, token = actions.invite(role=Role.CORRESPONDENT, by=admin)
    url = reverse("people:accept", args=[token])
    answer = client.post(url, {"name": "演练丁", "username": "演练丁", "passkey": "1"})
    assert answer.url == reverse("mfa_add_webauthn")
    assert not User.objects.get(username="演练丁").has_usable_password()


def test_whoever_knows_a_number_cannot_take_over_its_owners_account(admin):
    """The link goes to the inviter: it must not be a key to an account that is there already."""
    commander = make_user(Role.COMMANDER, name="演练丙")
    town = make_town()
    local = make_user(Role.ADMINISTRATOR, area=town)
    phone = commander.person.phone
    for by, scope in ((local, {"area": town}), (admin, {})):
        _invitation, token = actions.invite(role=Role.MEMBER, phone=phone, by=by, **scope)
        with pytest.raises(Refused):
            accepted(token)
    commander.refresh_from_db()
    assert commander.username != "yanlian"
    assert not commander.check_password(PASSWORD)


def test_a_link_opens_no_account_with_roles_that_the_inviter_could_not_give(admin):
    person = make_person(name="演练丙", phone="19900005555")
    Grant.objects.create(person=person, role=Role.COMMANDER)
    town = make_town()
    local = make_user(Role.ADMINISTRATOR, area=town)
    _invitation, token = actions.invite(role=Role.MEMBER, area=town, phone=person.phone, by=local)
    with pytest.raises(Refused):
        accepted(token)
    assert not User.objects.filter(person=person).exists()


def test_whoever_has_an_account_takes_the_role_with_it(admin, client, settings):
    settings.QIXIN_DEMO = True
    user = make_user(Role.CORRESPONDENT, name="演练丙")
    _invitation, token = actions.invite(role=Role.EDITOR, phone=user.person.phone, by=admin)
    url = reverse("people:accept", args=[token])
    form = {"name": "演练丁", "username": "yanlian", "password": PASSWORD}
    assert client.post(url, form).status_code == 403
    client.force_login(make_user(Role.CORRESPONDENT))
    assert client.post(url).status_code == 403
    client.force_login(user)
    assert "编辑" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert Grant.objects.filter(person=user.person, role=Role.EDITOR).exists()
    user.refresh_from_db()
    assert user.username != "yanlian"
    with pytest.raises(Conflict):
        actions.open_invitation(token)


def test_a_link_for_a_new_password_is_worth_nothing_once_the_person_has_risen(admin):
    town = make_town()
    local = make_user(Role.ADMINISTRATOR, area=town)
    user = make_user(Role.MEMBER, area=town)
    _invitation, token = actions.send_link(person=user.person, by=local)
    Grant.objects.create(person=user.person, role=Role.COMMANDER)
    with pytest.raises(Refused):
        accepted(token, username=user.username)
