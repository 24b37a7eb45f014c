"""The doors: signed in, in the same browser, with a second factor where one is due."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from qixin.people.enums import Role
from tests.people.factories import make_user

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
NEWER = CHROME.replace("131.0", "140.0")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"


def with_factor(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMUNITY_COORDINATOR, Role.AUDITOR])
def test_who_sees_personal_data_reaches_nothing_without_a_second_factor(client, role):
    client.force_login(make_user(role))
    answer = client.get("/w/people/")
    assert answer.url == reverse("people:second_factor")
    assert client.get(answer.url).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


def test_with_a_second_factor_the_page_opens(client):
    client.force_login(with_factor(make_user(Role.ADMINISTRATOR)))
    assert client.get("/w/people/").status_code == 200


def test_who_sees_no_personal_data_needs_no_second_factor(client):
    client.force_login(make_user(Role.CORRESPONDENT))
    assert client.get("/w/account/").status_code == 200


def test_the_demo_asks_for_no_second_factor_and_says_so(client, settings):
    settings.QIXIN_DEMO = True
    assert "演示" in client.get("/accounts/login/").content.decode()
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get("/w/people/").status_code == 200


def test_an_htmx_request_without_second_factor_is_sent_on_by_header(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    answer = client.get("/w/people/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("people:second_factor")


def test_the_workbench_is_closed_to_whoever_is_not_signed_in(client):
    answer = client.get("/w/journal/?verb=people.granted")
    assert answer.url == "/accounts/login/?next=/w/journal/%3Fverb%3Dpeople.granted"


def test_a_cookie_in_another_browser_is_worth_nothing(client):
    user = make_user(Role.CORRESPONDENT)
    user.set_password("correct-horse-9")
    user.save()
    given = {"login": user.username, "password": "correct-horse-9"}
    client.post("/accounts/login/", given, headers={"user-agent": CHROME})
    assert client.get("/w/account/", headers={"user-agent": NEWER}).status_code == 200
    answer = client.get("/w/account/", headers={"user-agent": FIREFOX})
    assert answer.url == "/accounts/login/?next=/w/account/"
    assert client.get("/w/account/", headers={"user-agent": NEWER}).status_code == 302


def test_a_session_ended_elsewhere_asks_to_sign_in_and_comes_back(client):
    client.force_login(make_user(Role.CORRESPONDENT))
    client.session.flush()
    answer = client.post(
        "/w/account/home/", headers={"Referer": "http://testserver/w/account/?a=1"}
    )
    assert answer.url == "/accounts/login/?next=/w/account/%3Fa%3D1"


def test_a_foreign_referer_is_not_where_one_comes_back_to(client):
    answer = client.post("/w/account/home/", headers={"Referer": "https://evil.example/x"})
    assert answer.url == "/accounts/login/?next=/w/"


def test_what_was_written_before_the_session_ended_comes_back(client):
    client.force_login(make_user(Role.OFFICER))
    client.session.flush()
    answer = client.post("/w/cases/C200203-0000000/answer/", {"text": "写了很久的答复"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "写了很久的答复" in page
    assert "登录已失效" in page
