"""Units and areas."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qixin.people import actions
from qixin.people.forms import AreaFilterForm, DissolveForm, UnitFilterForm
from qixin.people.models import Unit
from qixin.people.permissions import check_permission
from qixin.people.policies import can_keep_calendar, check_can_dissolve
from qixin.people.selectors import places
from qixin.ui.http import go

PAGE = 50


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "people.read")
    form = UnitFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = places.units(asked.get("words", ""), asked.get("kind", ""))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/units.html",
        {"form": form, "page": page, "can_dissolve": can_keep_calendar(request.user)},
    )


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


@require_http_methods(["GET", "HEAD", "POST"])
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    check_permission(request.user, "people.manage")
    check_can_dissolve(request.user)
    unit = get_object_or_404(Unit, pk=pk)
    form = DissolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.dissolve(unit=unit, by=request.user, **form.cleaned_data)
        return go(request, "people:units", said=_("%(unit)s is dissolved.") % {"unit": unit})
    return render(request, "people/dissolve.html", {"form": form, "unit": unit})
