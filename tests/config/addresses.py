"""Every address of the house, made concrete, and what an answer to a visit means."""

import re
from collections.abc import Callable, Iterator

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

# What stands in an address that is a regular expression.
SPELT_OUT = {
    r"/^(?P<tree>zh|en|pictures|cards|stream)/(?P<path>.*)$": "/zh/",
    r"/accounts/^confirm-email/(?P<key>[-:\w]+)/$": "/accounts/confirm-email/abc/",
    "/accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$":
        "/accounts/password/reset/key/1-abc/",
    "/accounts/oidc/^(?P<provider_id>[^/]+)/login/": "/accounts/oidc/sso/login/",
    "/accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/": "/accounts/oidc/sso/login/callback/",
    "/newsroom/^.*/$": "/newsroom/nothing/",
}  # fmt: skip
BACK_OFFICE = "/newsroom/"
# The ending that every address of Open311 has: a format, or none.
_FORMAT = r"(?:\.(?P<form>[A-Za-z0-9]{1,8}))?/?$"
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^()]+\)")
_MEANT = {400: "may", 401: "in", 403: "no", 409: "may", 422: "may"}


def routes() -> list[str]:
    """Every pattern of the resolver, each once: Django takes the first."""
    return list(dict.fromkeys(_walk(get_resolver(), "/")))


def _walk(resolver: object, above: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:  # type: ignore[attr-defined]
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield re.sub(r"\s+", "", route).replace(_FORMAT, "")
        else:
            yield from _walk(pattern, route)


def address(route: str, values: dict) -> str:
    """The route with `values` in the places of its names."""
    if route in SPELT_OUT:
        return SPELT_OUT[route]
    filled = _PART.sub(lambda part: str(values[part.group(1)]), _GROUP.sub(r"<\1>", route))
    return filled.replace("\\.", ".").replace("^", "").replace("$", "")


def meaning(response, *, signed_in: bool, asked: str) -> str:
    """The table's word for an answer; its first lines say what the words mean."""
    status, to = response.status_code, response.headers.get("Location", "")
    if status not in (301, 302):
        return _MEANT.get(status, "yes" if status < 400 else str(status))
    if "reauthenticate" in to:
        return "again"
    if to.startswith("/newsroom/login/"):
        return "no" if signed_in else "in"
    if to == BACK_OFFICE and asked.startswith(BACK_OFFICE):
        return "no"
    return "in" if to.startswith("/accounts/login/") else "yes"


class Visitor:
    """A client whose visits leave nothing behind: not in the database, not in its cookies."""

    def __init__(self, user=None, **client) -> None:
        self.client, self.signed_in = Client(raise_request_exception=False, **client), bool(user)
        if user is not None:
            self.client.force_login(user)
        self.cookies = self.client.cookies.output(header="", sep="; ")

    def visit(
        self,
        method: str,
        where: str,
        *,
        form: dict | None = None,
        data: str | bytes | None = None,
        content_type: str = "application/json",
        look: Callable = lambda response: None,
    ):
        """The answer, read to its end; `look` sees it before what it wrote is taken back."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        # Refusals as JSON: a third of the time would go into drawing their pages.
        headers = {"accept": "application/json"} if where.startswith("/w/") else {}
        with transaction.atomic():
            if method == "GET":
                response = self.client.get(where, headers=headers)
            elif data is not None:
                response = self.client.post(where, data, content_type, headers=headers)
            else:
                response = self.client.post(where, form or {}, headers=headers)
            response.body = b"".join(response) if response.streaming else response.content
            look(response)
            transaction.set_rollback(True)
        return response
