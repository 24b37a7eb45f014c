"""Accounts that the sign-in page of a demo offers."""

from __future__ import annotations

from django.conf import settings

from qixin.people.models import User

DEMO_PREFIX = "demo-"


def demo_accounts() -> list[User]:
    """Active accounts whose user name starts with `demo-`; none unless this is a demo."""
    if not settings.QIXIN_DEMO:
        return []
    users = User.objects.filter(username__startswith=DEMO_PREFIX, is_active=True)
    return list(users.select_related("person").order_by("pk"))
