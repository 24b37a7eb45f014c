"""Signing in by a province's sign-on, against a provider on this machine."""

import oidc_provider_mock
import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import expect

from qixin.people.enums import Role
from qixin.people.models import User
from tests.journeys.signin.steps import (
    by_password,
    one_time,
    set_up_app,
    sign_out,
    with_password,
)

PHONE = "19900007777"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    # the provider for tests, on Python 3.11, asks its library for what that will give up
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),
]


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
