"""A second factor that was lost with the telephone: who may take it off, and what stays."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from qixin.core import journal
from qixin.core.errors import Refused
from qixin.people import actions
from qixin.people.enums import Role
from tests.people.factories import make_town, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked_out():
    user = make_user(Role.COMMANDER)
    user.set_password("correct-horse-9")
    user.save()
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={"secret": "x", "seed": "x"})
    return user


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


def test_an_administrator_takes_it_off_and_the_password_stays(admin, locked_out, client, settings):
    settings.QIXIN_DEMO = True
    client.force_login(admin)
    page = client.get(reverse("people:person", args=[locked_out.person.pk])).content.decode()
    url = reverse("people:forget_factors", args=[locked_out.person.pk])
    assert url in page
    assert client.post(url).status_code == 302
    assert not Authenticator.objects.filter(user=locked_out).exists()
    locked_out.refresh_from_db()
    assert locked_out.check_password("correct-horse-9")
    [line] = journal.timeline(locked_out.person)
    assert (line.verb, line.actor_id) == ("people.factors_forgotten", admin.pk)


def test_an_administrator_of_a_town_cannot_take_off_that_of_the_district(locked_out):
    local = make_user(Role.ADMINISTRATOR, area=make_town())
    with pytest.raises(Refused):
        actions.forget_factors(person=locked_out.person, by=local)
    assert Authenticator.objects.filter(user=locked_out).count() == 2


def test_nobody_else_takes_it_off_and_the_button_is_not_there(locked_out, client, settings):
    settings.QIXIN_DEMO = True
    client.force_login(make_user(Role.AUDITOR))
    url = reverse("people:forget_factors", args=[locked_out.person.pk])
    page = client.get(reverse("people:person", args=[locked_out.person.pk])).content.decode()
    assert url not in page
    assert client.post(url).status_code == 403
    assert Authenticator.objects.filter(user=locked_out).count() == 2


def test_after_it_is_gone_the_next_sign_in_leads_to_a_new_one(admin, locked_out, client):
    actions.forget_factors(person=locked_out.person, by=admin)
    given = {"login": locked_out.username, "password": "correct-horse-9"}
    assert client.post("/accounts/login/", given).url == "/w/"
    assert client.get("/w/").url == reverse("people:second_factor")
