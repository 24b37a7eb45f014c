"""Errors with a sentence for the person become a page or a toast; pages bear a content policy."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse

from qixin.core.errors import Conflict, QixinError, StorageFull, TooMany
from qixin.core.storage_faults import is_full_disk
from qixin.ui.errors import answer

GetResponse = Callable[[HttpRequest], HttpResponse]


class FriendlyErrors:
    """A `QixinError` that a view lets through is shown; anything else stays a defect, logged."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, QixinError):
            return answer(
                request,
                error.status,
                error.sentence,
                kept=error.kept if isinstance(error, Conflict) else "",
                retry_after=error.retry_after if isinstance(error, TooMany) else None,
            )
        if isinstance(error, RequestDataTooBig | TooManyFilesSent):
            return answer(request, 413)
        if is_full_disk(error):
            _drop_half_files(request)
            full = StorageFull()
            return answer(request, full.status, full.sentence)
        return None


def _drop_half_files(request: HttpRequest) -> None:
    """A file that found no room half-way would take up the rest until somebody collects it."""
    for handler in request.upload_handlers:
        if (file := getattr(handler, "file", None)) is not None:
            with suppress(OSError):
                file.close()


class ContentPolicy:
    """`Content-Security-Policy` on our own pages; Wagtail's back office has inline scripts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(("/newsroom/", "/api/")):
            policy = content_policy(request.scheme, request.get_host())
            response.headers.setdefault("Content-Security-Policy", policy)
        return response


def content_policy(scheme: str, host: str) -> str:
    """No foreign or inline script; live updates may stand on another port of the `host` that was
    asked by `scheme`. Leaflet and ECharts set style attributes, hence that one.
    """
    events = settings.QIXIN_EVENTS_URL
    if not events and settings.QIXIN_EVENTS_PORT:
        events = f"{scheme}://{urlsplit(f'//{host}').hostname}:{settings.QIXIN_EVENTS_PORT}"
    tiles = _origin(settings.QIXIN_MAP_TILES).replace("{s}", "*")
    parts = (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        " ".join(["img-src 'self' data: blob:", *filter(None, (tiles, _pictures()))]),
        "media-src 'self' blob:",
        f"connect-src 'self' {_origin(events)}".strip(),
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
    return "; ".join(parts)


def _pictures() -> str:
    """Where the workbench's pictures lie when that is not with us."""
    return _origin_of_media(settings.STORAGES["default"]["BACKEND"])


@lru_cache(maxsize=1)
def _origin_of_media(_backend: str) -> str:
    return _origin(default_storage.url("picture.jpg"))


def _origin(url: str) -> str:
    where = urlsplit(url)
    return f"{where.scheme}://{where.netloc}" if where.netloc else ""
