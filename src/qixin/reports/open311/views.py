"""The endpoints of GeoReport v2."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qixin.core import ids
from qixin.core.actors import api_client
from qixin.core.errors import Invalid, NotFound, Refused
from qixin.people.models import ApiKey
from qixin.reports import actions
from qixin.reports.models import Report
from qixin.reports.open311 import resources
from qixin.reports.open311.asking import endpoint, key_of
from qixin.reports.open311.forms import GENERAL, earlier_key, read_filter, read_submission
from qixin.reports.open311.rendering import render
from qixin.reports.selectors import requests as selectors


@endpoint("GET")
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    key_of(request)
    found = [*selectors.services(), None]
    return render("services", [resources.service(label) for label in found], form=form)


@endpoint("GET")
def service(request: HttpRequest, code: str, *, form: str) -> HttpResponse:
    key_of(request)
    if code not in {GENERAL, *(label.code for label in selectors.services())}:
        raise NotFound(_("There is no service with this code. GET services lists them."))
    return render("service_definition", resources.service_definition(code), form=form)


@endpoint("GET", "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    return _send(request, form) if request.method == "POST" else _list(request, form)


@endpoint("GET")
def request(request: HttpRequest, number: str, *, form: str) -> HttpResponse:
    key = key_of(request)
    found = selectors.visible_requests(key).filter(number=ids.normalise_number(number)[:20])
    shown = resources.requests(found, in_full=selectors.reads_in_full(key))
    if not shown:
        raise NotFound(_("There is no request with this service_request_id."))
    return render("service_requests", shown, form=form)


@endpoint("GET")
def token(request: HttpRequest, token: str, *, form: str) -> HttpResponse:
    """The number for a token, which POST gives in the header `Open311-Token` beside the number."""
    key_of(request)
    try:
        found = Report.objects.filter(client_key=uuid.UUID(token)).only("number").first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(_("There is no request for this token."))
    told = [{"service_request_id": found.number, "token": token}]
    return render("service_requests", told, form=form)


@endpoint("GET")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    key_of(request)
    address = f"{settings.QIXIN_SITE_URL}/open311/v2"
    return render("discovery", resources.discovery(address), form=form)


@endpoint("GET", "POST", "PUT", "PATCH", "DELETE")
def nothing(request: HttpRequest, rest: str, *, form: str) -> HttpResponse:
    key_of(request)
    raise NotFound(_("There is nothing at this address. See GET discovery for what there is."))


def _list(request: HttpRequest, form: str) -> HttpResponse:
    key = key_of(request)
    asked = read_filter(request)
    start = (asked.page - 1) * asked.size
    rows = list(selectors.requests(key, asked.filter)[start : start + asked.size + 1])
    shown = resources.requests(rows[: asked.size], in_full=selectors.reads_in_full(key))
    response = render("service_requests", shown, form=form)
    if len(rows) > asked.size:
        query = request.GET.copy()
        query.pop("api_key", None)
        query["page"] = str(asked.page + 1)
        response.headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return response


def _send(request: HttpRequest, form: str) -> HttpResponse:
    key = key_of(request)
    if key is None or "reports.send" not in key.permissions:
        raise Refused(_("An api_key that may send reports is needed to create a request."))
    report = _known(request, key) or _receive(request, key)
    told = [
        {
            "service_request_id": report.number,
            "service_notice": _("Received; an editor will read it."),
            "account_id": request.POST.get("account_id", "").strip()[:200] or None,
        }
    ]
    response = render("service_requests", told, form=form)
    response.headers["Open311-Token"] = str(report.client_key)
    return response


def _known(request: HttpRequest, key: ApiKey) -> Report | None:
    earlier = earlier_key(request, key)
    return Report.objects.filter(client_key=earlier).first() if earlier else None


def _receive(request: HttpRequest, key: ApiKey) -> Report:
    submission = read_submission(request, key)
    received = actions.receive(submission=submission, by=api_client(key.pk))
    if not received.is_new and received.report.text != submission.text.replace("\0", "").strip():
        raise Invalid(_("This Idempotency-Key was used for another request. Choose a new one."))
    return received.report
