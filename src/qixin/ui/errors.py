"""Errors as pages that say what to do, as toasts for htmx, as JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise

from qixin.ui.http import add_toast, by_htmx
from qixin.ui.sentences import SENTENCES

# What a person typed is given back to them; these are not typed, or not to be shown.
_NOT_TYPED = (
    "csrfmiddlewaretoken",
    "password",
    "code",
    "token",
    "next",
    "secret",
    "key",
    "version",
)
_LONGEST_KEPT = 200_000


def answer(
    request: HttpRequest,
    status: int,
    sentence: str | Promise = "",
    *,
    kept: str = "",
    retry_after: int | None = None,
) -> HttpResponse:
    """The error in the shape the asker can use. `kept` is text that must not be lost."""
    if by_htmx(request):
        response = add_toast(
            HttpResponse(status=status), sentence or _default(status), tone="danger"
        )
    elif _wants_json(request):
        response = JsonResponse({"error": str(sentence or _default(status))}, status=status)
    else:
        response = _page(request, status, sentence, kept)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _page(request: HttpRequest, status: int, sentence: str | Promise, kept: str) -> HttpResponse:
    page = status if status in PAGES else (500 if status >= 500 else 400)
    context = {
        "sentence": sentence or _default(status),
        "typed": typed_text(request, kept, status=status),
    }
    if page == 500:
        # no session, no database, no context processors: whatever failed may fail again
        return HttpResponse(render_to_string("500.html", context), status=status)
    return render(request, f"{page}.html", context | {"layout": _layout(request)}, status=status)


def _layout(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated and request.path.startswith(WORKBENCH)
    return "ui/base.html" if inside else "ui/public_base.html"


WORKBENCH = "/w/"
PAGES = (400, 403, 404, 409, 413, 429, 500)


def _default(status: int) -> str:
    return str(SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400]))


def _wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def typed_text(request: HttpRequest, kept: str = "", *, status: int = 400) -> list[str]:
    """What the person had typed into the form that failed, to be copied and used again."""
    if kept:
        return [kept[:_LONGEST_KEPT]]
    # A body that is too large is not read for its text either: nobody knows where it ends.
    if request.method != "POST" or status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return []
    try:
        posted: Mapping[str, str] = request.POST
        return [
            value[:_LONGEST_KEPT]
            for name, value in posted.items()
            if value.strip()
            and len(value) > 1
            and not any(part in name.lower() for part in _NOT_TYPED)
        ]
    except (UnreadablePostError, OSError):
        return []
