"""The telephone desk and leaders' visits."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qixin.cases import actions, forms, selectors
from qixin.cases.policies import check_can_receive
from qixin.core.errors import QixinError
from qixin.people.models import Unit
from qixin.ui.http import go

PAGE = 30
MOST_FOUND = 8


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    check_can_receive(request.user)
    form = forms.CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            entered = actions.take_call(
                difficulty=form.difficulty(),
                caller_name=given["caller_name"],
                caller_phone=given["caller_phone"],
                unit=given["unit"],
                lead=given["lead"],
                by=request.user,
            )
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "cases/call_taken.html", {"entered": entered})
    chosen = form.data.get("unit") if form.is_bound else None
    unit = Unit.objects.filter(pk=chosen).first() if chosen and chosen.isdigit() else None
    context = {"form": form, "unit": unit}
    return render(request, "cases/call.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def find_unit(request: HttpRequest) -> HttpResponse:
    """Enterprises whose name or credit code holds what is typed while listening."""
    check_can_receive(request.user)
    chosen = request.GET.get("chosen", "")
    if chosen.isascii() and chosen.isdigit():
        unit = selectors.units_called("").filter(pk=int(chosen[:12])).first()
        return render(request, "cases/_unit_chosen.html", {"unit": unit})
    words = request.GET.get("words", "").replace("\0", "").strip()[:40]
    found = selectors.units_called(words)[:MOST_FOUND] if words else []
    rows = [(unit, selectors.cases_for_unit(request.user, unit, most=3)) for unit in found]
    return render(request, "cases/_units_found.html", {"rows": rows, "words": words})


@login_required
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    check_can_receive(request.user)
    page = Paginator(selectors.visits(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/visits.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_visit(request: HttpRequest) -> HttpResponse:
    check_can_receive(request.user)
    form = forms.VisitForm(request.POST or None)
    promises = forms.PromiseFormSet(request.POST or None, prefix="promises")
    if request.method == "POST" and form.is_valid() and promises.is_valid():
        given = [one.promised() for one in promises if one.has_changed()]
        try:
            actions.record_visit(promises=given, by=request.user, **form.cleaned_data)
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "cases:visits", said=_("Recorded; each promise is a case now."))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "promises": promises}
    return render(request, "cases/record_visit.html", context, status=status)
