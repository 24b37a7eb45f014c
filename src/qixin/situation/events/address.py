"""Where browsers reach the event stream."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

PATH = "/events"
# What open public pages listen to; no ticket.
READERS = "/events/readers"


def events_url(request: HttpRequest) -> str:
    """`QIXIN_EVENTS_URL`, else the page's own host with `QIXIN_EVENTS_PORT` or the next port."""
    if settings.QIXIN_EVENTS_URL:
        return str(settings.QIXIN_EVENTS_URL)
    host = urlsplit(f"//{request.get_host()}")
    port = settings.QIXIN_EVENTS_PORT or int(request.get_port()) + 1
    name = f"[{host.hostname}]" if ":" in (host.hostname or "") else host.hostname
    return f"{request.scheme}://{name}:{port}{PATH}"
