"""Every way to sign in, in a real browser, as somebody does who has never seen the pages."""

import re

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect

from qixin.people import actions
from qixin.people.enums import Role
from qixin.people.models import User
from tests.journeys.conftest import sign_in
from tests.journeys.signin.steps import (
    PASSWORD,
    SIGN_IN,
    by_password,
    one_time,
    set_up_app,
    set_up_passkey,
    sign_out,
    virtual_key,
    with_password,
)
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "19900007777"


def test_a_wrong_password_keeps_the_name_and_says_so_and_the_right_one_opens(browser):
    user, page = with_password(Role.CORRESPONDENT), browser()
    page.goto("/w/account/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", "wrong-horse-9")
    page.click(SIGN_IN)
    expect(page.locator("main")).to_contain_text("not correct")
    expect(page.locator("label[for=id_login]")).to_contain_text("User name or telephone")
    assert page.input_value("[name=login]") == user.username
    page.fill("[name=password]", PASSWORD)
    page.click(SIGN_IN)
    page.wait_for_url("**/w/account/")


def test_an_authenticator_app_is_asked_for_from_then_on_and_a_recovery_code_works_once(browser):
    user, page = with_password(Role.CORRESPONDENT), browser()
    by_password(page, user)
    secret, codes = set_up_app(page)
    assert len(codes) == 10
    sign_out(page)

    by_password(page, user, then="**/2fa/authenticate/")
    page.fill("[name=code]", "12345")
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("Incorrect code")
    page.fill("[name=code]", codes[0])
    page.click("main form .btn-primary")
    page.wait_for_url("**/w/**")
    sign_out(page)

    by_password(page, user, then="**/2fa/authenticate/")
    page.fill("[name=code]", codes[0])
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("Incorrect code")
    page.fill("[name=code]", one_time(secret, ahead=1))
    page.click("main form .btn-primary")
    page.wait_for_url("**/w/**")


def test_a_passkey_is_the_second_factor_and_signs_in_alone(browser):
    user, page = with_password(Role.CORRESPONDENT), browser()
    virtual_key(page)
    by_password(page, user)
    set_up_passkey(page)
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.locator("main")).to_contain_text("signs in without a password")
    sign_out(page)

    by_password(page, user, then="**/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/w/**")
    sign_out(page)

    page.goto("/accounts/login/?next=/w/account/")
    page.click("#passkey_login")
    page.wait_for_url("**/w/account/")
    expect(page.locator("main")).to_contain_text(user.username)


def test_a_passkey_that_the_browser_refuses_is_told_in_words(browser, live_server):
    page = browser()
    page.goto(f"{live_server.url}/accounts/login/".replace("localhost", "127.0.0.1"))
    page.click("#passkey_login")
    expect(page.locator("#toasts")).to_contain_text("Passkeys do not work at this address")


def test_a_code_by_text_message_opens_the_account_and_a_wrong_one_does_not(browser, settings):
    settings.QIXIN_DEMO = True
    settings.QIXIN_SMS_GATEWAY = "qixin.people.sms.demo.DemoGateway"
    user, page = make_user(Role.CORRESPONDENT), browser("zh-CN")
    user.person.set_phone(PHONE)
    user.person.save()
    page.goto("/accounts/login/")
    page.get_by_text("用短信验证码登录").click()
    page.fill("[name=phone]", "１９９ 0000 7777")
    page.click("main form .btn-primary")
    shown = page.locator("#toasts", has_text="您的验证码是")
    expect(shown).to_be_visible()
    code = re.search(r"您的验证码是 (\d{6})", shown.inner_text()).group(1)
    page.fill("[name=code]", "000000" if code != "000000" else "111111")
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("验证码不正确")
    page.fill("[name=code]", code)
    page.click("main form .btn-primary")
    page.wait_for_url("**/w/**")


def test_an_invitation_opens_an_account_and_leads_to_the_second_factor_that_its_role_needs(browser):
    admin, page = make_user(Role.ADMINISTRATOR), browser()
    _invitation, token = actions.invite(role=Role.COMMANDER, by=admin)
    page.goto(f"/i/{token}/")
    page.fill("[name=name]", "演练乙")
    page.fill("[name=username]", "yanlian-yi")
    page.fill("[name=password]", PASSWORD)
    page.click("main form .btn-primary")
    page.wait_for_url("**/accounts/second-factor/")
    page.click(f"a[href='{reverse('mfa_activate_totp')}']")
    set_up_app(page)
    page.goto("/w/people/")
    expect(page.locator("h1")).to_contain_text("Persons")
    page.goto(f"/i/{token}/")
    expect(page.locator("main")).to_contain_text("has been used")


def test_an_invitation_by_passkey_needs_no_password_and_the_passkey_opens_the_account(browser):
    admin, page = make_user(Role.ADMINISTRATOR), browser()
    virtual_key(page)
    _invitation, token = actions.invite(role=Role.COMMANDER, by=admin)
    page.goto(f"/i/{token}/")
    page.fill("[name=name]", "演练乙")
    page.fill("[name=username]", "yanlian-yi")
    page.click("main button[name=passkey]")
    page.wait_for_url("**/webauthn/add/")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    assert not User.objects.get(username="yanlian-yi").has_usable_password()
    sign_out(page)
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/w/**")
    page.goto("/w/people/")
    expect(page.locator("h1")).to_contain_text("Persons")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMANDER, Role.COMMUNITY_COORDINATOR])
def test_without_the_second_factor_nothing_opens_but_the_way_to_set_it_up(
    browser, live_server, role
):
    report, page = make_report(), browser()
    sign_in(page.context, make_user(role), live_server.url)
    closed = ("/w/", "/w/people/", "/newsroom/", "/w/attachments/1/web", "/w/account/")
    for path in (*closed, f"/w/reports/{report.number}/"):
        page.goto(path)
        assert page.url.endswith("/accounts/second-factor/"), path
    answer = page.request.get("/api/v1/persons", headers={"Accept-Language": "en"})
    assert answer.status == 403
    assert "second factor is obligatory" in answer.json()["detail"]
    page.goto("/api/v1/docs")
    assert page.url.endswith("/accounts/second-factor/")


def test_a_changed_password_ends_every_other_session(browser):
    user, mine, stolen = with_password(Role.CORRESPONDENT), browser(), browser()
    by_password(mine, user)
    by_password(stolen, user)
    mine.goto(reverse("account_change_password"))
    mine.fill("[name=oldpassword]", PASSWORD)
    mine.fill("[name=password1]", "another-horse-9")
    mine.fill("[name=password2]", "another-horse-9")
    mine.click("main form .btn-primary")
    expect(mine.locator("#toasts")).to_contain_text("changed")
    mine.goto("/w/account/")
    expect(mine.locator("main")).to_contain_text(user.username)
    stolen.goto("/w/account/")
    assert "/accounts/login/" in stolen.url
    expect(stolen.locator("#toasts, main").first).to_be_visible()


def test_signing_out_everywhere_else_ends_every_other_session(browser):
    user, mine, stolen = with_password(Role.CORRESPONDENT), browser(), browser()
    by_password(stolen, user)
    by_password(mine, user)
    mine.goto(reverse("usersessions_list"))
    mine.click("main form .btn-danger")
    expect(mine.locator("#toasts")).to_contain_text("other sessions")
    mine.goto("/w/account/")
    expect(mine.locator("main")).to_contain_text(user.username)
    stolen.goto("/w/account/")
    assert "/accounts/login/" in stolen.url


def test_a_session_known_before_signing_in_is_worth_nothing_after_it(browser):
    user, page = with_password(Role.CORRESPONDENT), browser()
    page.goto("/accounts/login/")
    page.request.get("/accounts/login/")
    page.context.add_cookies([
        {"name": django_settings.SESSION_COOKIE_NAME, "value": "a" * 32, "url": page.url}
    ])  # fmt: skip
    by_password(page, user)
    cookies = {one["name"]: one for one in page.context.cookies()}
    session = cookies[django_settings.SESSION_COOKIE_NAME]
    assert session["value"] != "a" * 32
    assert (session["httpOnly"], session["sameSite"]) == (True, "Lax")
    assert page.evaluate("document.cookie.includes('sessionid')") is False
