"""Large files in pieces, by tus 1.0.0 (https://tus.io/protocols/resumable-upload): the core with
creation, expiration, checksum and termination.

The check for forged requests stays on: the client sends its token as a header with every request.
What the protocol sets (`Tus-Resumable`, PATCH) could not come from another site without a
preflight, which nobody here answers; but a check that is never switched off needs no such proof.
"""

from __future__ import annotations

import hashlib
import uuid
from base64 import b64decode
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qixin.core.errors import Invalid, QixinError, Refused
from qixin.reports.actions import transferring
from qixin.reports.actions.transferring import Piece
from qixin.reports.models import Transfer
from qixin.reports.selectors import transfers as selector
from qixin.reports.transfers import most_bytes_of_all
from qixin.reports.views.uploads import let_pass

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
ALGORITHMS = ("sha1", "sha256")
PIECE = "application/offset+octet-stream"
View = Callable[..., HttpResponse]


def speaks_tus(view: View) -> View:
    """Answers as the client reads them: short sentences, and the protocol's version on each."""

    @never_cache
    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                raise Refused(_("Your session has ended. Sign in again, then go on here."))
            answer = _versioned(view, request, *args, **kwargs)
        except QixinError as refusal:
            answer = HttpResponse(
                str(refusal), status=refusal.status, content_type="text/plain; charset=utf-8"
            )
        answer.headers["Tus-Resumable"] = VERSION
        return answer

    # the door would lead a client that reads no pages to the sign-in page
    speaking.login_required = False  # type: ignore[attr-defined]
    return speaking


def _versioned(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return _abilities()
    if request.headers.get("Tus-Resumable") != VERSION:
        return HttpResponse(status=412, headers={"Tus-Version": VERSION})
    return view(request, *args, **kwargs)


@require_http_methods(["OPTIONS", "POST"])
@speaks_tus
def transfers(request: HttpRequest) -> HttpResponse:
    """Begin one: `Upload-Length`, and `Upload-Metadata` with its `kind`."""
    metadata = request.headers.get("Upload-Metadata", "")
    transfer = transferring.begin(
        kind=values_of(metadata).get("kind", ""), length=_number(request, "Upload-Length"),
        metadata=metadata, by=request.user,
    )  # fmt: skip
    answer = _expiring(HttpResponse(status=201), transfer)
    answer.headers["Location"] = reverse("reports:transfer", args=[transfer.key])
    return answer


@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE", "POST"])
@speaks_tus
def transfer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is (HEAD), a piece more (PATCH), or none of it (DELETE).

    POST is what a proxy lets through that knows no other; the method stands in a header then.
    """
    found = selector.transfer(request.user, key)
    method = request.headers.get("X-HTTP-Method-Override", request.method or "").upper()
    if method == "HEAD":
        return _how_far(found)
    if method == "PATCH":
        return _take(request, found)
    if method == "DELETE":
        transferring.drop(transfer=found, by=request.user)
        return HttpResponse(status=204)
    return HttpResponse(status=405)


def values_of(metadata: str) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a name and a value in base64. Raises Invalid."""
    found: dict[str, str] = {}
    for pair in filter(None, metadata.split(",")):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = b64decode(value, validate=True).decode()
        except ValueError:
            raise Invalid(_("What is said about the file cannot be read.")) from None
    return found


def _take(request: HttpRequest, found: Transfer) -> HttpResponse:
    if request.content_type != PIECE:
        return HttpResponse(status=415)
    digest, expected = _checksum(request.headers.get("Upload-Checksum", ""))
    piece = Piece(
        offset=_number(request, "Upload-Offset"), announced=_number(request, "Content-Length"),
        read=request.read, digest=digest, expected=expected,
    )  # fmt: skip
    try:
        held = transferring.append(transfer=found, piece=piece, by=request.user)
    except QixinError:
        let_pass(request)
        raise
    answer = _expiring(HttpResponse(status=204), held)
    answer.headers["Upload-Offset"] = str(held.offset)
    return answer


def _how_far(found: Transfer) -> HttpResponse:
    answer = _expiring(HttpResponse(), found)
    answer.headers["Upload-Offset"] = str(found.offset)
    answer.headers["Upload-Length"] = str(found.length)
    if found.metadata:
        answer.headers["Upload-Metadata"] = found.metadata
    return answer


def _abilities() -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(most_bytes_of_all()),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return HttpResponse(status=204, headers=headers)


def _expiring(answer: HttpResponse, found: Transfer) -> HttpResponse:
    answer.headers["Upload-Expires"] = http_date(found.expires_at.timestamp())
    return answer


def _checksum(header: str) -> tuple[Any, bytes]:
    if not header:
        return None, b""
    algorithm, _space, value = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Invalid(_("This server does not know this kind of checksum."))
    try:
        return hashlib.new(algorithm, usedforsecurity=False), b64decode(value, validate=True)
    except ValueError:
        raise Invalid(_("This server does not know this kind of checksum.")) from None


def _number(request: HttpRequest, name: str) -> int:
    """A header's number of bytes. Raises Invalid for what is none, or no file's."""
    given = request.headers.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise Invalid(_("“%(name)s” must be a number of bytes.") % {"name": name})
    return int(given)
