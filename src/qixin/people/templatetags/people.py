"""What this room's pages ask for."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from qixin.people import sms
from qixin.people.browsers import browser_and_system
from qixin.people.models import User
from qixin.people.permissions import grants_for
from qixin.people.selectors import accounts

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[User]:
    return accounts.demo_accounts()


@register.filter
def demo_label(user: User) -> str:
    """The demo account's role, and where it holds."""
    grant = next(iter(user.active_grants), None)
    if grant is None:
        return str(user)
    where = grant.area or grant.unit or accounts.DEMO_WORDS.get(user.username)
    return f"{grant.get_role_display()} · {where}" if where else str(grant.get_role_display())


@register.simple_tag
def passkey_sentences() -> dict[str, str]:
    """By the name of the browser's error; `static/people/passkeys.js` shows them."""
    return {
        "NotAllowedError": _("That was cancelled, or took too long. Try again."),
        "InvalidStateError": _("This device holds a passkey of your account already."),
        "SecurityError": _(
            "Passkeys do not work at this address: they need one with a name, and https. Set up an "
            "authenticator app instead."
        ),
        "NotSupportedError": _(
            "This browser cannot use passkeys. Open the page in the telephone's own browser, or "
            "choose another way."
        ),
        "other": _("That did not work. Try again, or choose another way."),
    }


@register.simple_tag
def sms_configured() -> bool:
    return sms.is_configured()


@register.simple_tag(takes_context=True)
def may_import(context: template.Context) -> bool:
    held = grants_for(context["request"].user, "people.import")
    return any(grant.is_district_wide for grant in held)


@register.filter
def browser(user_agent: str) -> str:
    """“Chrome · Android” of a User-Agent header."""
    return " · ".join(part for part in browser_and_system(user_agent) if part) or _("unknown")


@register.filter
def one_a_line(words: list[str]) -> str:
    return "\n".join(words)
