"""What every request of the standard has in common: format, jurisdiction, key, errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from qixin.core import rate_limits
from qixin.core.errors import Invalid, NotFound, QixinError, Refused, TooLarge, TooMany
from qixin.core.rate_limits import Rate, client_address
from qixin.people.api_keys import authenticate
from qixin.people.models import ApiKey
from qixin.reports.open311.rendering import FORMATS, render

ANONYMOUS_RATES = (Rate(120, 60), Rate(2_000, 3600))
View = Callable[..., HttpResponse]


class Several(Invalid):
    """Several things are wrong at once; the standard tells all of them."""

    def __init__(self, sentences: Iterable[str | Promise]) -> None:
        self.sentences = list(sentences)
        super().__init__(self.sentences[0])


def endpoint(*methods: str) -> Callable[[View], View]:
    """A view of the standard: what it raises is answered in the format that was asked for."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, form: str = "", **kw: Any) -> HttpResponse:
            chosen = _form(request, form)
            with translation.override(translation.get_language_from_request(request)):
                response = _answer(view, request, methods, chosen, form, args, kw)
            patch_vary_headers(response, ("Accept", "Accept-Language", "X-API-Key"))
            # other sites' pages may show open requests; keys are not cookies, so nothing leaks
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return answered

    return wrap


def _answer(
    view: View,
    request: HttpRequest,
    methods: tuple[str, ...],
    chosen: str,
    asked: str,
    args: tuple[Any, ...],
    kw: dict[str, Any],
) -> HttpResponse:
    try:
        if asked and asked not in FORMATS:
            raise Invalid(_("There is no such format. Ask for .xml or .json."))
        if request.method not in (*methods, "HEAD" if "GET" in methods else ""):
            return _wrong_method(methods, chosen)
        _check_jurisdiction(request)
        return view(request, *args, form=chosen, **kw)
    except QixinError as error:
        return refusal(error, form=chosen)
    except (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent):
        return refusal(TooLarge(_("That is more than one request may hold.")), form=chosen)
    except (UnreadablePostError, MultiPartParserError):
        return refusal(Invalid(_("Only half of the request arrived. Send it again.")), form=chosen)


def refusal(error: QixinError, *, form: str) -> HttpResponse:
    """The standard's list of errors: 404 for what is not there, 403 for keys, else mostly 400."""
    status = int(error.status)
    sentences = error.sentences if isinstance(error, Several) else [error.sentence]
    told = [{"code": status, "description": str(sentence)} for sentence in sentences]
    # the code says what it was; the status stays among those that the standard knows
    kept = {400, 403, 404, 413, 429, 507}
    response = render("errors", told, form=form, status=status if status in kept else 400)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _wrong_method(methods: tuple[str, ...], form: str) -> HttpResponse:
    sentence = _("This address takes %(methods)s only.") % {"methods": ", ".join(methods)}
    response = render("errors", [{"code": 405, "description": sentence}], form=form, status=405)
    response.headers["Allow"] = ", ".join(methods)
    return response


def argument(request: HttpRequest, name: str) -> str:
    """An argument of the query or the body; an empty one is the same as none."""
    given = request.POST.get(name) if request.method == "POST" else None
    return (given or request.GET.get(name) or "").strip()


def listed(request: HttpRequest, name: str) -> tuple[str, ...]:
    """Values of an argument that may stand several times, and hold several, comma-delimited."""
    found = [part.strip() for given in request.GET.getlist(name) for part in given.split(",")]
    return tuple(dict.fromkeys(part for part in found if part))


def key_of(request: HttpRequest) -> ApiKey | None:
    """The key that was sent, None for none. Raises Refused for one that is not in force.

    Whoever has no key, or a wrong one, may not ask without end; raises TooMany.
    """
    secret = argument(request, "api_key") or request.headers.get("X-API-Key", "").strip()
    key = authenticate(secret) if secret else None
    if key is None:
        rate_limits.consume("open311", key=client_address(request), rates=ANONYMOUS_RATES)
    if secret and key is None:
        raise Refused(_("This api_key is not valid. Ask the administrator for one."))
    return key


def jurisdictions() -> set[str]:
    """The names by which clients may call this district: its code, and its site's host."""
    host = urlsplit(settings.QIXIN_SITE_URL).hostname or ""
    return {settings.QIXIN_DISTRICT, host, host.removeprefix("www.")} - {""}


def _check_jurisdiction(request: HttpRequest) -> None:
    asked = argument(request, "jurisdiction_id")
    if asked and asked not in jurisdictions():
        raise NotFound(
            _("There is no jurisdiction “%(name)s” here. This one is %(own)s.")
            % {"name": asked[:60], "own": settings.QIXIN_DISTRICT}
        )


def _form(request: HttpRequest, asked: str) -> str:
    if asked in FORMATS:
        return asked
    # XML is what the standard requires
    accepted = request.headers.get("Accept", "")
    return "json" if "json" in accepted and "xml" not in accepted else "xml"
