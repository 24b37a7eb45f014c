"""An enterprise's own page: it asks, replies, and says whether it is content."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.cases import actions, forms, selectors
from qixin.cases.enums import CaseState
from qixin.core.errors import QixinError
from qixin.core.personal_data import mask_text
from qixin.people.models import Unit
from qixin.people.permissions import check_permission
from qixin.ui.http import filled, go

PAGE = 30


@login_required
@require_safe
def own_cases(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "cases.ask")
    page = Paginator(selectors.own_cases(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/own_cases.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "cases.ask")
    units = selectors.own_units(request.user)
    form = forms.OwnDifficultyForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            entered = actions.ask_for(
                unit=form.cleaned_data["unit"], difficulty=form.difficulty(), by=request.user
            )
        except QixinError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _asked(request, entered)
    context = {"form": form, "units": units}
    return render(request, "cases/ask_for.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def own_case(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.own_case(request.user, number)
    context: dict[str, Any] = {
        "case": case,
        "text": mask_text(case.text),
        "timeline": selectors.timeline_for_asker(case),
        "answer": case.answers.last(),
        "parts": [part for part in selectors.parts_of(case) if part.role == "co"],
        "outcomes": case.outcomes.filter(struck_at__isnull=True),
        "confirm_form": forms.ConfirmForm(),
        "speak_form": forms.SpeakForm(),
        "waits_for_reply": case.state == CaseState.WAITING,
        "waits_for_word": case.state == CaseState.ANSWERED,
    }
    return render(request, "cases/own_case.html", context)


@login_required
@require_POST
def speak(request: HttpRequest, number: str) -> HttpResponse:
    """A reply where one is waited for, else a remark."""
    case = selectors.own_case(request.user, number)
    given = filled(forms.SpeakForm(request.POST, request.FILES))
    action = actions.reply if case.state == CaseState.WAITING else actions.speak
    action(case=case, text=given["text"], files=forms.uploads(given["files"]), by=request.user)
    return go(request, "cases:own_case", case.number, said=_("Sent."))


@login_required
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.own_case(request.user, number)
    given = filled(forms.ConfirmForm(request.POST))
    actions.confirm_for_asker(case=case, satisfaction=given["satisfaction"], by=request.user)
    return go(request, "cases:own_case", case.number, said=_("Thank you. The case is closed."))


@login_required
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.own_case(request.user, number)
    actions.send_back_for_asker(case=case, text=request.POST.get("text", ""), by=request.user)
    return go(request, "cases:own_case", case.number, said=_("Sent back to the department."))


@login_required
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.own_case(request.user, number)
    actions.reopen(case=case, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "cases:own_case", case.number, said=_("Reopened; a new clock runs."))


@login_required
@require_safe
def of_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest cases of an enterprise, for its page in a lower room."""
    unit = get_object_or_404(Unit, pk=pk)
    own = unit in selectors.own_units(request.user)
    context = {
        "unit": unit,
        "cases": selectors.cases_for_unit(request.user, unit),
        "own": own,
    }
    return render(request, "cases/_of_unit.html", context)


def _asked(request: HttpRequest, entered: actions.Entered) -> HttpResponse:
    if entered.case is not None:
        said = _("%(unit)s has it and must answer in time.") % {"unit": entered.case.lead_unit}
        return go(request, "cases:own_case", entered.case.number, said=said)
    said = _("Received as %(number)s. The duty desk finds the right department.") % {
        "number": entered.report.number
    }
    return go(request, "cases:own_cases", said=said)
