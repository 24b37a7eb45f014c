"""The sign-in library's forms with labels and keyboards that say what is wanted."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


class _AsksForCode:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Verification code")
        field.widget.attrs |= {"placeholder": "", "inputmode": "numeric"}


class _NamesKey:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")  # type: ignore[attr-defined]


class SignInForm(LoginForm):
    """User name or telephone, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or telephone")
        self.fields["login"].widget.attrs |= {"placeholder": "", "autocomplete": "username"}
        self.fields["password"].widget.attrs["placeholder"] = ""


class CodeForm(_AsksForCode, ConfirmLoginCodeForm):
    """The code of a text message."""


class FactorForm(_AsksForCode, AuthenticateForm):
    """The second factor at sign-in."""


class FactorAgainForm(_AsksForCode, ReauthenticateForm):
    """The second factor before something that matters."""


class AppForm(_AsksForCode, ActivateTOTPForm):
    """The first code of an authenticator app."""


class PasskeyForm(_NamesKey, AddWebAuthnForm):
    """A passkey; it signs in alone unless that is unticked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenameForm(_NamesKey, EditWebAuthnForm):
    """Another name for a passkey."""
