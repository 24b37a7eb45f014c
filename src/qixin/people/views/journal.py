"""The journal, and the check of its seal."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.people.forms import JournalFilterForm
from qixin.people.policies import check_can_read_journal
from qixin.people.selectors import journal as selectors
from qixin.people.tasks import VERDICT, verify_journal
from qixin.ui.http import by_htmx


@never_cache
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    check_can_read_journal(request.user)
    form = JournalFilterForm(request.GET)
    asked = selectors.JournalFilter(**(form.cleaned_data if form.is_valid() else {}))
    rows = list(selectors.entries(request.user, asked)[: selectors.PAGE + 1])
    cursor = rows[selectors.PAGE - 1].pk if len(rows) > selectors.PAGE else ""
    context = {
        "form": form,
        "lines": selectors.lines(rows[: selectors.PAGE]),
        "next": cursor,
        "verdict": cache.get(VERDICT),
    }
    return render(request, "people/journal.html", context)


@require_POST
def check_seal(request: HttpRequest) -> HttpResponse:
    """Start the check as a background job."""
    check_can_read_journal(request.user)
    cache.set(VERDICT, {"read": 0}, 24 * 3600)
    verify_journal.enqueue(get_language() or "zh-hans")
    return verdict(request)


@never_cache
def verdict(request: HttpRequest) -> HttpResponse:
    """How far the check is, or what it found; htmx asks again while it runs."""
    check_can_read_journal(request.user)
    if not by_htmx(request):
        return redirect("people:journal")
    return render(request, "people/_verdict.html", {"verdict": cache.get(VERDICT)})
