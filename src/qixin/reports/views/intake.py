"""Reports from other systems as JSON, on the shortest road: `POST /api/intake/`.

No cookie, session or form is read, so a key in the header is the only way in and no forged request
of a browser can use it. `IntakeDoor` answers it before the other middleware.
"""

from __future__ import annotations

import msgspec
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

# Bytes: a text of the greatest length in four-byte characters, escaped, with room for the rest.
LONGEST_BODY = 262_144


@csrf_exempt
def intake(request: HttpRequest) -> HttpResponse:
    """201 with the number once the report is durable; 200 with the same one if it is sent again."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    with translation.override(translation.get_language_from_request(request)):
        try:
            return _taken_in(request)
        except QixinError as error:
            return _json({"error": str(error)}, status=error.status)


def _taken_in(request: HttpRequest) -> HttpResponse:
    key = _key(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        raise TooLarge(_("The report is too large. Send it in parts, and files separately."))
    sent = read_json(request.body)
    if sent.attachments:
        raise Invalid(_("Files cannot be sent on this road."))
    submission, notice = _submission(sent)
    received = actions.receive(submission=submission, by=api_client(key.pk))
    return _json(
        {
            "number": received.report.number,
            "follow_code": received.follow_code,
            "is_new": received.is_new,
            "notice": notice,
        },
        status=201 if received.is_new else 200,
    )


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


def _key(request: HttpRequest) -> ApiKey:
    scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    key = authenticate(secret) if scheme.lower() == "bearer" else None
    if key is None or "reports.send" not in key.permissions:
        raise Refused(_("Send a key with the permission to file reports: Authorization: Bearer …"))
    return key


def _json(answer: dict[str, object], *, status: int) -> HttpResponse:
    body = msgspec.json.encode(answer)
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return HttpResponse(body, status=status, headers=headers)
