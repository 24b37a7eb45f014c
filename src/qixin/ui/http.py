"""Answers for pages that may have been asked for by htmx or by the browser itself."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from qixin.core.errors import Invalid

TONES = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "danger": messages.ERROR,
}


def by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment; a boosted link wants a whole page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def add_toast(
    response: HttpResponse, sentence: str | Promise, *, tone: str = "success"
) -> HttpResponse:
    """Have the page show `sentence` when this htmx answer arrives."""
    triggers: dict[str, Any] = json.loads(response.headers.get("HX-Trigger", "{}"))
    shown = triggers.setdefault("qixin:toast", {"messages": []})
    shown["messages"].append({"text": str(sentence), "tone": tone})
    # a header holds ASCII only: json escapes the rest
    response.headers["HX-Trigger"] = json.dumps(triggers)
    return response


def go(
    request: HttpRequest,
    to: Any,
    *args: Any,
    said: str | Promise = "",
    tone: str = "success",
    **kwargs: Any,
) -> HttpResponse:
    """Redirect to a view name, model or address, and show `said` there. Works for htmx too."""
    if said:
        messages.add_message(request, TONES[tone], str(said))
    url = resolve_url(to, *args, **kwargs)
    if by_htmx(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def fragment(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    said: str | Promise = "",
    tone: str = "success",
    status: int = 200,
) -> HttpResponse:
    """A piece of a page for htmx, with a toast if there is something to say.

    A form that did not validate goes back with status 422: htmx swaps it in, dialogs stay open.
    """
    response = render(request, template, context, status=status)
    return add_toast(response, said, tone=tone) if said else response


def sign_in_first(sentence: str | Promise) -> JsonResponse:
    """401 for a page or a service worker, which cannot follow a redirect to the sign-in page."""
    answer = {"error": str(sentence), "sign_in": reverse(settings.LOGIN_URL)}
    return JsonResponse(answer, status=401)


def back_to(request: HttpRequest, fallback: str) -> str:
    """The address in `next`, if it is one of ours, else `fallback`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(fallback)


def download(stored: FieldFile, *, name: str, mime: str) -> FileResponse:
    """A private file as a download, of the type that it was judged to be: kept by no cache, never
    opened as a page of ours."""
    response = FileResponse(stored.open("rb"), as_attachment=True, filename=name, content_type=mime)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def filled(form: forms.Form) -> dict[str, Any]:
    """What a dialog's form holds. Raises Invalid with the fields' own sentences."""
    if form.is_valid():
        return form.cleaned_data
    parts = [
        f"{form[name].label}：{' '.join(errors)}" if name in form.fields else " ".join(errors)
        for name, errors in form.errors.items()
    ]
    raise Invalid(" ".join(parts))
