"""Units and areas."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qixin.people.forms import AreaFilterForm, UnitFilterForm
from qixin.people.permissions import check_permission
from qixin.people.selectors import places

PAGE = 50


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "people.read")
    form = UnitFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = places.units(asked.get("words", ""), asked.get("kind", ""))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/units.html", {"form": form, "page": page})


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "people.read")
    form = AreaFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = places.areas(
        asked.get("words", ""), asked.get("town", ""), guarded=asked.get("guarded", False)
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/areas.html", {"form": form, "page": page})
