"""The OpenAPI interface: each room's router under one roof."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Swagger

from qixin.cases.api import router as cases
from qixin.config.problems import install
from qixin.newsroom.api import router as newsroom
from qixin.passes.api import router as passes
from qixin.people.api import router as people
from qixin.people.callers import AUTHENTICATION, BearerKey, HeaderKey
from qixin.people.middleware import ask_for_factor
from qixin.people.permissions import lacks_second_factor
from qixin.reports.api import router as reports


def for_those_within(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The description is for whoever is signed in or holds a key."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if HeaderKey()(request) or BearerKey()(request):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            lacking = lacks_second_factor(request.user)
            return ask_for_factor(request) if lacking else view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)

    return guarded


api = NinjaAPI(
    title="Qixin",
    version="1.0.0",
    description=(
        "Everything that the screens do, for other systems. Send a key as `X-API-Key` or as "
        "`Authorization: Bearer`; the administrator gives them out. Errors are problem details "
        "(RFC 9457) in the language of `Accept-Language`. Lists go on with `next` as `cursor`."
    ),
    urls_namespace="api",
    auth=AUTHENTICATION,
    # the page's files are ours; without this it would have a foreign site check the description
    docs=Swagger(settings={"validatorUrl": None}),
    docs_decorator=for_those_within,
)
install(api)
api.add_router("", people)
api.add_router("", reports)
api.add_router("", newsroom)
api.add_router("", cases)
api.add_router("", passes)
