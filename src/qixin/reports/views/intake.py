"""Reports from other systems as JSON, on the shortest road: `POST /api/intake/`.

No cookie, session or form is read, so a key in the header is the only way in and no forged request
of a browser can use it. Under granian `application` answers before Django's own handler is asked;
elsewhere (development server, tests) `intake` does, with the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from qixin.core.actors import api_client
from qixin.core.errors import Invalid, QixinError, Refused, TooLarge
from qixin.people.api_keys import authenticate
from qixin.people.models import ApiKey
from qixin.reports import actions
from qixin.reports.enums import Source, Urgency
from qixin.reports.forms.sending import SentReport, happened, placed, read_json

PATH = "/api/intake/"
# Bytes: a text of the greatest length in four-byte characters, escaped, with room for the rest.
LONGEST_BODY = 262_144
Environ = dict[str, Any]
Answer = tuple[int, bytes]


@csrf_exempt
def intake(request: HttpRequest) -> HttpResponse:
    """201 with the number once the report is durable; 200 with the same one if it is sent again."""
    status, body = answer(request.META, request.read)
    return HttpResponse(body, status=status, headers=dict(_headers(body)))


def application(environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
    """The same as `intake`, as a WSGI application of its own."""
    status, body = answer(environ, environ["wsgi.input"].read)
    connections[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
    start_response(_line(status), _headers(body))
    return (body,)


def answer(environ: Environ, read: Callable[[int], bytes]) -> Answer:
    """The status and JSON for a request with this WSGI environment; `read(length)` is its body."""
    with translation.override(_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""))):
        try:
            return _taken_in(environ, read)
        except QixinError as error:
            return error.status, msgspec.json.encode({"error": str(error)})
        except DatabaseError:
            # Whoever sends keeps the report, and the same key makes sending again safe.
            sentence = _("The server is busy. Send the same report again in a moment.")
            return HTTPStatus.SERVICE_UNAVAILABLE, msgspec.json.encode({"error": sentence})


def _taken_in(environ: Environ, read: Callable[[int], bytes]) -> Answer:
    if environ["REQUEST_METHOD"] != "POST":
        return HTTPStatus.METHOD_NOT_ALLOWED, b'{"error":"POST"}'
    key = _key(environ)
    sent = read_json(_body(environ, read))
    if sent.attachments:
        raise Invalid(_("Files cannot be sent on this road."))
    submission, notice = _submission(sent)
    received = actions.receive(submission=submission, by=api_client(key.pk))
    acknowledgement = {
        "number": received.report.number,
        "follow_code": received.follow_code,
        "is_new": received.is_new,
        "notice": notice,
    }
    status = HTTPStatus.CREATED if received.is_new else HTTPStatus.OK
    return status, msgspec.json.encode(acknowledgement)


def _body(environ: Environ, read: Callable[[int], bytes]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        raise TooLarge(_("The report is too large. Send it in parts, and files separately."))
    return read(int(length))


def _submission(sent: SentReport) -> tuple[actions.Submission, str]:
    place, notice = placed(sent)
    submission = actions.Submission(
        client_key=sent.client_key,
        source=Source.API,
        text=sent.text,
        occurred_at=happened(sent.occurred_at),
        place=place,
        address=sent.address,
        urgency=Urgency.URGENT if sent.is_urgent else Urgency.NORMAL,
    )
    return submission, str(notice)


def _key(environ: Environ) -> ApiKey:
    scheme, _space, secret = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    key = authenticate(secret) if scheme.lower() == "bearer" else None
    if key is None or "reports.send" not in key.permissions:
        raise Refused(_("Send a key with the permission to file reports: Authorization: Bearer …"))
    return key


def _headers(body: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Allow", "POST"),
    ]


@lru_cache(maxsize=256)
def _language(accepted: str) -> str:
    asked = SimpleNamespace(COOKIES={}, META={"HTTP_ACCEPT_LANGUAGE": accepted})
    return translation.get_language_from_request(asked)  # type: ignore[arg-type]  # reads no more


@lru_cache(maxsize=32)
def _line(status: int) -> str:
    return f"{status:d} {HTTPStatus(status).phrase}"
