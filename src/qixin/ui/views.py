"""Error pages, the page for being offline, and the gallery of components."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import check_for_language
from django.views.decorators.http import require_safe

from qixin.ui.errors import answer
from qixin.ui.gallery import gallery_context
from qixin.ui.http import back_to
from qixin.ui.sentences import CSRF


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open over a sign-in, or a stolen session: the typed text comes back."""
    return answer(request, 403, CSRF)


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Switch language by a plain link, so that it needs neither a script nor a form."""
    response = HttpResponseRedirect(back_to(request, "/"))
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax"
        )
    return response


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The workbench's first page: what this person can do, and how much of it waits."""
    return render(request, "ui/home.html")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")


def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.QIXIN_DEMO):
        raise Http404
    return render(request, "ui/gallery.html", gallery_context(request))


def gallery_public(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.QIXIN_DEMO):
        raise Http404
    return render(request, "ui/gallery_public.html", gallery_context(request))
