"""Errors of the interface as RFC 9457 problem details, each with a sentence in one's language."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from qixin.config.field_faults import sentence_for
from qixin.core.errors import QixinError, TooMany

MEDIA_TYPE = "application/problem+json"


def problem(status: int, sentence: str, **more: Any) -> HttpResponse:
    """A problem; `title` is HTTP's own name for the status, `detail` the sentence."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": sentence,
        **more,
    }
    return JsonResponse(
        told, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def install(api: NinjaAPI) -> None:
    """Have `api` answer every error as a problem."""
    api.add_exception_handler(QixinError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(HttpError, _other)


def _refused(request: HttpRequest, error: QixinError) -> HttpResponse:
    response = problem(error.status, str(error.sentence))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [
        {"pointer": "/".join(map(str, one.get("loc", ()))), "detail": sentence_for(one)}
        for one in error.errors
    ]
    sentence = _("Some fields cannot be taken as they are. “errors” names each of them.")
    return problem(422, sentence, errors=wrong)


def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    sentence = _("Sign in, or send a valid key as X-API-Key or as Authorization: Bearer.")
    response = problem(401, sentence)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("There is no such thing, or none that you may see."))


def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        return problem(400, _("The server could not read this request. Is its body JSON in UTF-8?"))
    return problem(error.status_code, str(error))
