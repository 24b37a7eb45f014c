"""Who calls the interface: another system with its key, or somebody who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, APIKeyHeader, HttpBearer

from qixin.core.actors import Actor, api_client
from qixin.core.errors import Refused
from qixin.people.api_keys import authenticate
from qixin.people.models import ApiKey, User
from qixin.people.permissions import check_permission, lacks_second_factor, scope


@dataclass(frozen=True)
class Caller:
    """Exactly one of the two is there. A key reaches the whole district, a user their scope."""

    user: User | None = None
    key: ApiKey | None = None

    @property
    def actor(self) -> Actor:
        if self.key is not None:
            return api_client(self.key.pk)
        assert self.user is not None  # noqa: S101 - for mypy: one of the two is there
        return self.user

    def check(self, permission: str) -> None:
        """Raises Refused without `permission`."""
        if self.user is not None:
            check_permission(self.user, permission)
        elif self.key is None or permission not in self.key.permissions:
            raise Refused(_("This key may not do that. Ask the administrator for one that may."))

    def scope(self, permission: str, *, area_field: str = "", unit_field: str = "") -> Q:
        """A filter for the rows within reach; it matches nothing without `permission`."""
        if self.user is not None:
            return scope(
                self.user,
                permission,
                area_field=area_field or None,
                unit_field=unit_field or None,
            )
        allowed = self.key is not None and permission in self.key.permissions
        return Q() if allowed else Q(pk__in=[])


class HeaderKey(APIKeyHeader):
    """`X-API-Key: qx_…`"""

    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        found = authenticate(key) if key else None
        return Caller(key=found) if found else None


class BearerKey(HttpBearer):
    """`Authorization: Bearer qx_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = authenticate(token)
        return Caller(key=found) if found else None


class Session(APIKeyCookie):
    """The session of whoever is signed in; writes need the CSRF token as well."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return None
        if lacks_second_factor(user):
            raise Refused(_("A second factor is obligatory for your roles. Set it up first."))
        return Caller(user=user)


# A key that was sent decides, also in a browser where somebody is signed in.
AUTHENTICATION = [HeaderKey(), BearerKey(), Session()]


def caller_of(request: HttpRequest) -> Caller:
    """Who calls; the interface has checked it."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller
