"""The application that granian's workers run."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
pages = get_wsgi_application()

# Views can be imported once the rooms are loaded.
from qixin.config.public_files import FILES  # noqa: E402
from qixin.reports.views import intake  # noqa: E402


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, but for the roads on which its handler costs more than the work (ADR 8, ADR 17)."""
    path = environ["PATH_INFO"]
    if path == intake.PATH:
        return intake.application(environ, start_response)
    found = FILES.answer(environ, start_response)
    return pages(environ, start_response) if found is None else found
