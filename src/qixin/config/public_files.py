"""The files that granian's workers answer with, past Django, and what they say beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from qixin.config.addresses import kept_folders
from qixin.core.served_files import ServedFiles
from qixin.newsroom.serving import EMBEDDED, kind_of
from qixin.ui.middleware import content_policy

Headers = tuple[tuple[str, str], ...]

# Built files whose name, or whose address (`{% asset %}`), changes with their content.
_NAMED_BY_CONTENT = re.compile(r"/static/.*/assets/[^/]+-[\w-]{8}\.\w+$")
_FOR_GOOD = ("Cache-Control", "max-age=31536000, immutable")
# What was corrected or withdrawn is so for whoever asks next.
_ASK_AGAIN = ("Cache-Control", "no-cache")
_PLAIN = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
)


def headers_of(environ: Mapping[str, Any]) -> Headers:
    """What a file's answer says besides what it says of the file, as Django's middleware does for
    its pages."""
    path = environ["PATH_INFO"]
    if path.startswith("/static/"):
        fixed = environ.get("QUERY_STRING", "").startswith("v=") or _NAMED_BY_CONTENT.match(path)
        return (_FOR_GOOD if fixed else _ASK_AGAIN, *_PLAIN)
    if path.endswith("/embed.html"):
        return (_ASK_AGAIN, *_PLAIN, ("Content-Security-Policy", EMBEDDED))
    return _framed(_scheme(environ), environ.get("HTTP_HOST", ""))


def _scheme(environ: Mapping[str, Any]) -> str:
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        return "https" if environ.get(header) == secure else "http"
    return str(environ["wsgi.url_scheme"])


@lru_cache(maxsize=64)
def _framed(scheme: str, host: str) -> Headers:
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        host = "localhost"
    return (
        _ASK_AGAIN,
        *_PLAIN,
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Content-Security-Policy", content_policy(scheme, host)),
    )


FILES = ServedFiles(kept_folders(), kind_of, headers_of)
