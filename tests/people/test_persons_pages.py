"""Who sees whom, masked; looking in clear leaves a line; double registration."""

import pytest
from django.urls import reverse

from qixin.core.errors import Conflict, Invalid, Refused, WrongState
from qixin.core.models import Entry
from qixin.people import actions, api_keys
from qixin.people.enums import RegistrationState, Role
from qixin.people.models import Grant, HomeRegistration, Membership
from qixin.people.selectors.persons import PersonFilter, persons, waiting_registrations
from tests.people.factories import (
    make_community,
    make_person,
    make_town,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.QIXIN_DEMO = True


def found(user, **asked):
    return [person.name for person in persons(user, PersonFilter(**asked))]


def test_a_coordinator_sees_only_their_own(client):
    town, unit = make_town(), make_unit()
    here, there = make_community(town), make_community(make_town("370305002", "雪宫街道"))
    for name, community in (("演练乙", here), ("演练丙", there)):
        HomeRegistration.objects.create(person=make_person(name), community=community)
    Membership.objects.create(person=make_person("演练丁"), unit=unit)
    assert "演练丙" not in found(make_user(Role.COMMUNITY_COORDINATOR, area=town, name="甲"))
    assert found(make_user(Role.COMMUNITY_COORDINATOR, area=here, name="甲")) == ["演练乙", "甲"]
    assert found(make_user(Role.UNIT_COORDINATOR, unit=unit, name="甲")) == ["演练丁", "甲"]
    assert found(make_user(Role.EDITOR, name="甲")) == ["甲"]
    assert "演练丙" in found(make_user(Role.AUDITOR))


def test_a_person_is_found_by_name_and_by_the_whole_number_only():
    admin = make_user(Role.ADMINISTRATOR)
    make_person("欧阳演练", phone="19900007777")
    assert found(admin, words="演练") == [admin.person.name, "欧阳演练"]
    assert found(admin, words="１９９００００ 7777") == ["欧阳演练"]
    assert found(admin, words="1990000777") == []


def test_numbers_stand_on_the_pages_only_masked(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    person = make_person(phone="19900007777")
    for url in ("/w/people/", f"/w/people/{person.pk}/"):
        page = client.get(url).content.decode()
        assert "19900007777" not in page
        assert person.masked_phone in page


def test_looking_in_clear_leaves_a_line_with_the_reason(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    person = make_person(phone="19900007777")
    url = reverse("people:unmask", args=[person.pk])
    assert client.post(url, {"field": "phone", "reason": "x"}).status_code == 400
    assert not Entry.objects.filter(verb="people.unmasked").exists()
    answer = client.post(url, {"field": "phone", "reason": "核实派班"})
    assert "19900007777" in answer.content.decode()
    line = Entry.objects.get(verb="people.unmasked")
    assert line.detail == {"field": "phone", "reason": "核实派班"}
    assert client.post(url, {"field": "password", "reason": "核实派班"}).status_code == 400


def test_nobody_without_the_permission_looks_in_clear(client):
    person = make_person(phone="19900007777")
    client.force_login(make_user(Role.AUDITOR))
    url = reverse("people:unmask", args=[person.pk])
    answer = client.post(url, {"field": "phone", "reason": "核实派班"})
    assert answer.status_code == 403
    assert "19900007777" not in answer.content.decode()


def test_a_home_is_claimed_by_the_person_and_confirmed_by_the_community():
    community = make_community(make_town())
    member = make_user(Role.MEMBER)
    coordinator = make_user(Role.COMMUNITY_COORDINATOR, area=community)
    home = actions.register_home(person=member.person, community=community, by=member)
    assert home.state == RegistrationState.CLAIMED
    assert list(waiting_registrations(coordinator)) == [home]
    with pytest.raises(Refused):
        actions.confirm_home(registration=home, by=member)
    elsewhere = make_user(Role.COMMUNITY_COORDINATOR, area=make_town("370305002", "雪宫街道"))
    assert not waiting_registrations(elsewhere).exists()
    with pytest.raises(Refused):
        actions.confirm_home(registration=home, by=elsewhere)
    assert actions.confirm_home(registration=home, by=coordinator).state == "confirmed"
    with pytest.raises(WrongState):
        actions.confirm_home(registration=home, by=coordinator)


def test_moving_ends_the_home_before(db):
    town = make_town()
    old, new = make_community(town), make_community(town, name="桃园社区")
    user = make_user(Role.MEMBER)
    first = actions.register_home(person=user.person, community=old, by=user)
    with pytest.raises(Conflict):
        actions.register_home(person=user.person, community=old, by=user)
    actions.register_home(person=user.person, community=new, by=user)
    first.refresh_from_db()
    assert first.state == RegistrationState.ENDED


def test_a_town_administrator_grants_within_the_town_and_not_beyond(client):
    town, other = make_town(), make_town("370305002", "雪宫街道")
    local = make_user(Role.ADMINISTRATOR, area=town)
    community = make_community(town)
    HomeRegistration.objects.create(person=(person := make_person()), community=community)
    client.force_login(local)
    url = reverse("people:grant", args=[person.pk])
    fine = client.post(url, {"role": "community_coordinator", "area": community.code})
    assert fine.status_code == 302
    assert client.post(url, {"role": "editor", "area": other.code}).status_code == 403
    assert client.post(url, {"role": "administrator"}).status_code == 403
    assert Grant.objects.filter(person=person).count() == 1


def test_a_place_that_stands_twice_is_asked_for_on_the_page(client):
    for code, name in (("370305001", "闻韶街道"), ("370305002", "雪宫街道")):
        make_community(make_town(code, name), name="桃园社区")
    client.force_login(make_user(Role.ADMINISTRATOR))
    url = reverse("people:register_home", args=[make_person().pk])
    answer = client.post(url, {"community": "桃园社区"})
    assert answer.status_code == 422
    assert "闻韶街道/桃园社区" in answer.content.decode()


def test_a_key_works_until_it_is_revoked_and_its_secret_is_not_kept(
    django_capture_on_commit_callbacks,
):
    admin = make_user(Role.ADMINISTRATOR)
    key, secret = actions.create_key(name="12345", permissions=["reports.send"], by=admin)
    assert api_keys.authenticate(secret) == key
    assert api_keys.authenticate(secret[:-1] + "x") is None
    assert api_keys.authenticate("nonsense") is None
    assert secret not in str(type(key).objects.values().get())
    with django_capture_on_commit_callbacks(execute=True):
        actions.revoke_key(key=key, by=admin)
    assert api_keys.authenticate(secret) is None


def test_a_key_never_shows_personal_data():
    with pytest.raises(Invalid):
        actions.create_key(name="x", permissions=["people.read"], by=make_user(Role.ADMINISTRATOR))
