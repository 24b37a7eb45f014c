"""Every way to sign in, in a real browser, as somebody does who has never seen the pages."""

import base64
import hashlib
import hmac
import re
import struct
import time

import oidc_provider_mock
import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect

from qixin.people import actions
from qixin.people.enums import Role
from qixin.people.models import User
from tests.journeys.conftest import sign_in
from tests.people.factories import make_user
from tests.reports.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct-horse-9"
PHONE = "19900007777"
# the provider for tests, on Python 3.11, asks its library for what that will give up
outdated_provider = pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")
SIGN_IN = "main form.card-body button[type=submit]"


@pytest.fixture(autouse=True)
def several_at_once(settings):
    """Tests that follow one another come from one address: its limits are tested elsewhere."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def browser(phone_browser, live_server):
    """Opens a browser of one's own; as many as a test needs."""
    opened = []

    def open_one(language="en-GB", **options):
        context = phone_browser.new_context(
            base_url=live_server.url, locale=language, viewport={"width": 390, "height": 800},
            **options,
        )  # fmt: skip
        context.set_default_timeout(30_000)
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


def with_password(*roles):
    user = make_user(*roles)
    user.set_password(PASSWORD)
    user.save()
    return user


def by_password(page, user, password=PASSWORD, then="**/w/**"):
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", password)
    page.click(SIGN_IN)
    page.wait_for_url(then)


def prove_again(page, password=PASSWORD):
    if "/reauthenticate/" in page.url:
        page.fill("[name=password]", password)
        page.click("main form .btn-primary")


def one_time(secret, ahead=0):
    """RFC 6238 by hand: the test shares no code with what it tests.

    A code works once: the next one is the one `ahead`, which a clock half a minute off may show.
    """
    moment = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    at = digest[19] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def virtual_key(page):
    """A telephone's fingerprint sensor, played by the browser; it forgets with the page."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def set_up_app(page):
    """The secret and the recovery codes, after the app was set up by hand."""
    page.goto(reverse("mfa_activate_totp"))
    prove_again(page)
    expect(page.locator("figure.ui-qr img")).to_be_visible()
    secret = page.input_value("#authenticator_secret")
    page.fill("[name=code]", one_time(secret))
    page.click("main form .btn-primary")
    page.wait_for_url("**/recovery-codes/")
    return secret, page.locator("main textarea").input_value().split()


def set_up_passkey(page):
    page.goto(reverse("mfa_add_webauthn"))
    prove_again(page)
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("/recovery-codes/$|/2fa/$"))


def sign_out(page):
    page.goto(reverse("account_logout"))
    page.click("main form .btn-primary")
    page.wait_for_url("**/")


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


@pytest.fixture
def single_sign_on(settings):
    """A province's sign-on that knows one person, by number and by e-mail address."""
    claims = {
        "name": "演练甲",
        "phone_number": f"+86{PHONE}",
        "phone_number_verified": True,
        "email": "a@example.com",
        "email_verified": True,
    }
    people = [oidc_provider_mock.User(sub="province-1", claims=claims)]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        address = f"http://localhost:{server.server_port}"
        app = {
            "provider_id": "sso",
            "name": "Qilu",
            "client_id": "qixin",
            "secret": "secret",
            "settings": {"server_url": address, "scope": ["openid", "profile", "phone", "email"]},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
        }
        yield server


@pytest.fixture
def on_record():
    user = with_password(Role.CORRESPONDENT)
    user.email = "a@example.com"
    user.save()
    user.person.set_phone(PHONE)
    user.person.save()
    return user


def by_sign_on(page):
    page.goto("/accounts/login/")
    page.click("text=Sign in with Qilu")
    at_the_provider(page)


def at_the_provider(page):
    page.wait_for_url("**/oauth2/authorize**")
    page.locator("[name=sub]").first.fill("province-1")
    page.locator("button", has_text="Authorize").first.click()


@outdated_provider
def test_the_same_number_and_address_at_the_single_sign_on_open_no_account(
    browser, single_sign_on, on_record
):
    page = browser()
    by_sign_on(page)
    expect(page.locator("h1")).to_contain_text("Not tied to an account yet")
    page.goto("/w/account/")
    assert "/accounts/login/" in page.url
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


@outdated_provider
def test_the_single_sign_on_that_one_tied_oneself_opens_the_account(
    browser, single_sign_on, on_record
):
    page = browser()
    by_password(page, on_record)
    page.goto("/w/account/")
    page.click("main a:has-text('Qilu')")
    page.click("main a:has-text('Qilu')")
    page.click("main form .btn-primary")
    at_the_provider(page)
    expect(page.locator("#toasts")).to_contain_text("connected")
    assert SocialAccount.objects.get().user == on_record
    sign_out(page)
    by_sign_on(page)
    page.wait_for_url("**/w/**")
    page.goto("/w/account/")
    expect(page.locator("main")).to_contain_text(on_record.username)


@outdated_provider
def test_where_its_numbers_are_trusted_the_single_sign_on_ties_itself_but_not_past_the_factor(
    browser, single_sign_on, on_record, settings
):
    settings.QIXIN_OIDC_TRUST_PHONE = True
    page = browser()
    by_password(page, on_record)
    secret, _codes = set_up_app(page)
    sign_out(page)
    by_sign_on(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.goto("/w/account/")
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("[name=code]", one_time(secret, ahead=1))
    page.click("main form .btn-primary")
    page.wait_for_url("**/w/**")


def test_a_single_sign_on_that_is_down_is_said(browser, single_sign_on):
    page = browser()
    page.goto("/accounts/login/")
    single_sign_on.shutdown()
    single_sign_on.server_close()
    page.click("text=Sign in with Qilu")
    expect(page.locator("h1")).to_contain_text("did not work")
