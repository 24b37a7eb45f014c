"""Who gets through the door: signed in, in the same browser, with a second factor where due."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from qixin.core.encryption import keyed_hash
from qixin.people.browsers import browser_family
from qixin.people.permissions import lacks_second_factor
from qixin.ui.errors import answer, typed_text

GetResponse = Callable[[HttpRequest], HttpResponse]
BROWSER_KEY = "browser_family"
WORKBENCH = "/w/"
# Where one may go without the second factor: to set it up, to leave, to change language. The
# interface for programs asks by itself (`callers.Session`), and answers as programs read it.
_OPEN_WITHOUT_FACTOR = ("/accounts/", "/language/", "/i18n/", "/static/", "/offline/", "/api/v1/")


def _browser(request: HttpRequest) -> str:
    return keyed_hash(browser_family(request.headers.get("User-Agent", "")), purpose="browser")


@receiver(user_logged_in)
def bind_session(request: HttpRequest | None, **kwargs: object) -> None:
    """Remember the family of the browser that signed in: a stolen cookie rarely has the same."""
    if request is not None and hasattr(request, "session"):
        request.session[BROWSER_KEY] = _browser(request)


class BoundSession:
    """A session that turns up in another browser is ended, and asked to sign in again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            bound_to = request.session.get(BROWSER_KEY)
            if bound_to is not None and bound_to != _browser(request):
                logout(request)
                return ask_to_sign_in(
                    request,
                    _(
                        "This sign-in came from another browser and was ended. Sign in again; you "
                        "return to where you were."
                    ),
                )
        return self.get_response(request)


class WorkbenchDoor:
    """Everything below /w/ needs an account, whatever a view forgot; some also a second factor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *args: object
    ) -> HttpResponse | None:
        if request.user.is_authenticated:
            return ask_for_factor(request) if asks_for_too_much(request) else None
        closed = request.path.startswith(WORKBENCH) and getattr(view, "login_required", True)
        return ask_to_sign_in(request, _why(request)) if closed else None


def _why(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return _("Your session has ended. Sign in again; you return to where you were.")


def asks_for_too_much(request: HttpRequest) -> bool:
    """Whether a user who lacks the second factor asks for more than to set it up."""
    if request.path.startswith(_OPEN_WITHOUT_FACTOR):
        return False
    return lacks_second_factor(request.user)


def ask_for_factor(request: HttpRequest) -> HttpResponse:
    return _send(request, reverse("people:second_factor"))


def ask_to_sign_in(request: HttpRequest, why: str) -> HttpResponse:
    """To the sign-in page, and from there back to the page that was open.

    A form that was sent after the session had ended shows what was typed first: a redirect would
    lose it.
    """
    by_form = request.method == "POST" and not request.headers.get("HX-Request")
    if why and by_form and typed_text(request):
        return answer(request, HTTPStatus.FORBIDDEN, why)
    if why:
        messages.warning(request, why)
    url = f"{resolve_url(settings.LOGIN_URL)}?next={quote(_page(request))}"
    return _send(request, url)


def _page(request: HttpRequest) -> str:
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    # the page that the form or fragment stands on, where the browser keeps what was typed
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return settings.LOGIN_REDIRECT_URL
    where = urlsplit(came_from)
    return f"{where.path}?{where.query}" if where.query else where.path


def _send(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
