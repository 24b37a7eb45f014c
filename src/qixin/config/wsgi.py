"""The application that granian's workers run."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qixin.config.settings")
pages = get_wsgi_application()

# Views can be imported once the rooms are loaded.
from qixin.reports.views import intake  # noqa: E402


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, but for the one road on which its handler costs more than the work (ADR 8)."""
    answering = intake.application if environ["PATH_INFO"] == intake.PATH else pages
    return answering(environ, start_response)
