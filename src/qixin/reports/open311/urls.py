"""Addresses below /open311/v2/: each resource with its format, or without one."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path, re_path

from qixin.reports.open311 import views

_FORM = r"(?:\.(?P<form>[A-Za-z0-9]{1,8}))?/?$"


def _resource(pattern: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return re_path(rf"^{pattern}{_FORM}", view, name=name)


urlpatterns = [
    _resource("services", views.services, "open311_services"),
    _resource(r"services/(?P<code>[^/]+?)", views.service, "open311_service"),
    _resource("requests", views.requests, "open311_requests"),
    _resource(r"requests/(?P<number>[^/]+?)", views.request, "open311_request"),
    _resource(r"tokens/(?P<token>[^/]+?)", views.token, "open311_token"),
    _resource("discovery", views.discovery, "open311_discovery"),
    path("<path:rest>", views.nothing),
]
