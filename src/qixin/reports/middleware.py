"""The door for reports of other systems."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from qixin.reports.views.intake import intake

INTAKE = "/api/intake/"


class IntakeDoor:
    """Stands before all other middleware: sessions, cookies and pages do not concern the intake."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return intake(request) if request.path_info == INTAKE else self.get_response(request)
