"""Signing in: password, code by text message, demo buttons; nobody signs up."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from qixin.people import sms
from qixin.people.accounts import AccountAdapter
from qixin.people.enums import Role
from qixin.people.models import Grant, User
from qixin.people.sms.http import HttpGateway
from tests.people.factories import make_person, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-9"


@pytest.fixture
def demo_sms(settings):
    settings.QIXIN_DEMO = True
    settings.QIXIN_SMS_GATEWAY = "qixin.people.sms.demo.DemoGateway"


def code_in(answer):
    return re.search(r"您的验证码[^A-Z0-9]{0,4}([A-Z0-9-]{6,9})\b", answer).group(1)


def test_a_password_opens_the_account_by_user_name_and_by_telephone(client):
    user = make_user(Role.CORRESPONDENT)
    user.set_password(PASSWORD)
    user.save()
    for login in (user.username, user.person.phone, f"+86 {user.person.phone}"):
        client.logout()
        answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
        assert answer.status_code == 302, login
        assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_is_refused_in_chinese(client):
    user = make_user(Role.CORRESPONDENT)
    answer = client.post("/accounts/login/", {"login": user.username, "password": "wrong"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "不正确" in answer.content.decode()


def test_a_person_with_a_role_signs_in_by_code_and_gets_an_account_then(client, demo_sms):
    person = make_person(phone="19900007777")
    Grant.objects.create(person=person, role=Role.CORRESPONDENT)
    answer = client.post("/accounts/login/code/", {"phone": "１９９ 0000 7777"}, follow=True)
    code = code_in(answer.content.decode())
    assert not client.session.get("_auth_user_id")
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(User.objects.get(person=person).pk)


def test_a_number_without_a_role_gets_neither_code_nor_account(client, demo_sms):
    make_person(phone="19900007777")
    for phone in ("19900007777", "19900008888"):
        answer = client.post("/accounts/login/code/", {"phone": phone}, follow=True)
        assert "Your code is" not in answer.content.decode()
        assert "您的验证码" not in answer.content.decode()
    assert not User.objects.exists()


def test_an_unproven_number_finds_nobody():
    person = make_person(phone="19900007777")
    Grant.objects.create(person=person, role=Role.EDITOR)
    person.phone_hash = ""
    person.save()
    assert AccountAdapter().get_user_by_phone("19900007777") is None


def test_without_a_gateway_the_code_fails_with_a_sentence(client, settings):
    settings.QIXIN_SMS_GATEWAY = ""
    user = make_user(Role.CORRESPONDENT)
    answer = client.post("/accounts/login/code/", {"phone": user.person.phone})
    assert answer.status_code == 503
    with pytest.raises(sms.NotSent):
        sms.gateway()


def test_the_demo_gateway_refuses_to_work_outside_of_a_demo(settings):
    settings.QIXIN_DEMO = False
    settings.QIXIN_SMS_GATEWAY = "qixin.people.sms.demo.DemoGateway"
    with pytest.raises(ImproperlyConfigured):
        sms.gateway()


def test_the_http_gateway_quotes_what_it_fills_in(settings):
    settings.QIXIN_SMS_URL = "https://sms.example/send"
    settings.QIXIN_SMS_BODY = '{"to": "{phone}", "text": "{text}"}'
    assert HttpGateway()._body("1", 'a"b').decode() == '{"to": "1", "text": "a\\"b"}'
    settings.QIXIN_SMS_URL = "file:///etc/passwd"
    with pytest.raises(ImproperlyConfigured):
        HttpGateway()


def test_nobody_signs_up(client):
    answer = client.post(
        "/accounts/signup/",
        {"username": "mallory", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 200
    assert not User.objects.filter(username="mallory").exists()


def test_demo_buttons_sign_in_only_in_a_demo_and_only_demo_accounts(client, settings):
    demo = make_user(Role.EDITOR)
    demo.username = "demo-editor"
    demo.save()
    other = make_user(Role.EDITOR)
    url = reverse("people:demo_sign_in", args=["demo-editor"])
    assert client.post(url).status_code == 404
    settings.QIXIN_DEMO = True
    assert client.get(url).status_code == 405
    assert client.post(reverse("people:demo_sign_in", args=[other.username])).status_code == 404
    assert "demo-editor" in client.get("/accounts/login/").content.decode()
    assert client.post(url).status_code == 302
    assert client.session["_auth_user_id"] == str(demo.pk)


def test_a_second_factor_is_asked_for_after_the_password_and_kept_encrypted(client):
    user = make_user(Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    secret = generate_totp_secret()
    authenticator = TOTP.activate(user, secret).instance
    assert secret not in str(authenticator.data)
    answer = client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_no_page_of_the_library_asks_for_an_e_mail_address(client):
    client.force_login(make_user(Role.CORRESPONDENT))
    assert client.get("/accounts/email/").status_code == 404
    assert "e-mail" not in client.get("/accounts/password/reset/").content.decode().lower()
