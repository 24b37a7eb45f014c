"""Accounts that the sign-in page of a demo offers, and single sign-ons that it has."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise

from qixin.people.models import User

DEMO_PREFIX = "demo-"
# What tells a demo's account from another of the same role, by user name; rooms above add to it.
DEMO_WORDS: dict[str, Promise] = {}


def demo_accounts() -> list[User]:
    """Active accounts whose user name starts with `demo-`; none unless this is a demo."""
    if not settings.QIXIN_DEMO:
        return []
    users = User.objects.filter(username__startswith=DEMO_PREFIX, is_active=True)
    return list(users.select_related("person").order_by("pk"))


def single_sign_on(request: HttpRequest) -> list[Any]:
    """The sign-ons of others that an account can be tied to: of each `name`, as configured."""
    return list(get_adapter(request).list_providers(request))
