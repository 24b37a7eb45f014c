"""Types of cases with their clocks, and templates of answers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qixin.cases import actions, forms, selectors
from qixin.cases.models import CaseType, ReplyTemplate
from qixin.cases.policies import check_can_manage
from qixin.core.errors import QixinError
from qixin.ui.http import go


@login_required
@require_safe
def types(request: HttpRequest) -> HttpResponse:
    check_can_manage(request.user)
    context = {
        "types": selectors.all_types(),
        "templates": selectors.all_templates(),
    }
    return render(request, "cases/types.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_type(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    check_can_manage(request.user)
    row = get_object_or_404(CaseType, pk=pk) if pk else None
    form = forms.TypeForm(request.POST or None, initial=_initial(row) if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_type(
                given=form.given(),
                case_type=row,
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "cases:types", said=_("Kept."))
    context = {"form": form, "row": row}
    return render(request, "cases/edit_type.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    check_can_manage(request.user)
    row = get_object_or_404(ReplyTemplate, pk=pk) if pk else None
    initial = {
        "name": row.name,
        "text": row.text,
        "case_type": row.case_type_id,
        "is_retired": row.retired_at is not None,
    } if row else None  # fmt: skip
    form = forms.TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_template(template=row, by=request.user, **form.cleaned_data)
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "cases:types", said=_("Kept."))
    context = {"form": form, "row": row}
    return render(request, "cases/edit_template.html", context, status=422 if form.errors else 200)


def _initial(row: CaseType) -> dict[str, Any]:
    clocks = {clock.urgency: clock for clock in row.clocks.all()}
    given: dict[str, Any] = {
        "version": row.version,
        "name": row.name,
        "name_en": row.name_en,
        "lead_unit": row.lead_unit_id,
        "co_units": list(row.co_units.values_list("pk", flat=True)),
        "is_retired": row.retired_at is not None,
    }
    for urgency, clock in clocks.items():
        given[f"amount_{urgency}"], given[f"measure_{urgency}"] = clock.amount, clock.measure
    return given
