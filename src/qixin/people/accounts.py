"""How django-allauth finds, admits and tells our accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qixin.core.encryption import decrypt, encrypt
from qixin.people import sms
from qixin.people.actions.accounts import account_for
from qixin.people.forms import PhoneField
from qixin.people.models import Person, User
from qixin.people.models.persons import phone_hash

CODE_MINUTES = 5


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations, imports and groups; nobody signs up by a form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.person.phone, True) if user.person and user.person.phone_hash else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """A number is changed on the person's page, by who may, not here."""

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Only numbers with a hash are found at all, and those count as proven."""

    def get_user_by_phone(self, phone: str) -> User | None:
        """The account of the person on record with this number; made where a role asks for one."""
        person = Person.objects.filter(phone_hash=phone_hash(phone)).first() if phone else None
        return account_for(person=person) if person else None

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        gateway = sms.gateway()
        gateway.send(phone=phone, text=self._sentence(code))
        if gateway.shows_codes:
            shown = _("Demo: nothing is sent. Your code is %(code)s.") % {"code": code}
            messages.info(self.request, shown)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Say nothing to a number that is not ours; the page looks the same as for one that is."""
        sms.gateway()

    def _sentence(self, code: str) -> str:
        return _(
            "%(code)s is your code to sign in to Qixin. It is valid for %(minutes)d minutes. "
            "Tell it to nobody."
        ) % {"code": code, "minutes": CODE_MINUTES}


def sign_in_proven(request: HttpRequest, user: User, *, then: str) -> HttpResponse:
    """Sign in whoever has just proven the telephone number of `user`, then go to `then`.

    As after a code at the sign-in page: a second factor that the account has is asked for.
    """
    return perform_login(request, user, redirect_url=then)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A province's single sign-on opens an account that it was tied to; it makes none.

    Tied is it by whoever is signed in, on the account's page. The same e-mail address ties nothing;
    the same telephone number does so only with `QIXIN_OIDC_TRUST_PHONE`.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        raise ImmediateHttpResponse(
            render(request, "socialaccount/not_tied.html", {"name": _name(sociallogin)}, status=403)
        )

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Name and address stay what they are here: the account's are the person's."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Where that is allowed, tie a first sign-in by the number the provider vouches for."""
        tied_by_hand = sociallogin.state.get("process") == AuthProcess.CONNECT
        if sociallogin.is_existing or tied_by_hand or not settings.QIXIN_OIDC_TRUST_PHONE:
            return
        told = sociallogin.account.extra_data
        told = told.get("userinfo", told)
        if told.get("phone_number_verified") is True and told.get("phone_number"):
            user = AccountAdapter(request).get_user_by_phone(str(told["phone_number"]))
            if user is not None:
                sociallogin.connect(request, user)


def _name(sociallogin: Any) -> str:
    return str(sociallogin.provider.app.name)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted at rest like everything personal."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return _("Qixin")
