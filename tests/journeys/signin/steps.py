"""What everybody does at the entrance: sign in, set up what one signs in with, leave."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.urls import reverse
from playwright.sync_api import expect

from tests.people.factories import make_user

PASSWORD = "correct-horse-9"
SIGN_IN = "main form.card-body button[type=submit]"


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
