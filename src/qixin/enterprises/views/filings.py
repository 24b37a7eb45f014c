"""Filing for an enterprise: the form that saves itself, submitting, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qixin.core.errors import Conflict
from qixin.enterprises.actions import filings as actions
from qixin.enterprises.forms.filings import FilingFileForm, FilingForm
from qixin.enterprises.models import ResumptionFiling
from qixin.enterprises.policies import filings as policies
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.selectors import register as register_selectors
from qixin.enterprises.views.filing_parts import missing_list, sections_of
from qixin.ui.http import by_htmx, go


@login_required
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A new filing, or the one in hand: a double click begins one."""
    enterprise = register_selectors.enterprise_for(request.user, pk)
    filing = actions.begin(enterprise=enterprise, by=request.user)
    to = "enterprises:edit_filing" if filing.is_edited else "enterprises:filing"
    return go(request, to, filing.number)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """The form; a POST keeps what was typed and submits."""
    filing = selectors.filing_for(request.user, number)
    policies.check_can_edit(request.user, filing=filing)
    if request.method == "POST":
        return _submit(request, filing)
    return _page(request, filing, FilingForm(filing=filing), {})


def _submit(request: HttpRequest, filing: ResumptionFiling) -> HttpResponse:
    form = FilingForm(request.POST, filing=filing)
    try:
        held, is_clean = _keep(request, filing, form)
        faults = {} if is_clean else selectors.what_is_missing(held)
        if is_clean:
            actions.submit(filing=held, by=request.user)
            said = _("Submitted. You see here what becomes of it.")
            return go(request, "enterprises:filing", held.number, said=said)
    except actions.NotReady as lacking:
        faults = dict(lacking.faults)
    except Conflict as quicker:
        form.add_error(None, str(quicker))
        return _page(request, filing, form, {}, status=409)
    form.blame(faults)
    return _page(request, held, form, faults, status=422)


@login_required
@never_cache
@require_POST
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what was typed so far; htmx gets what is missing now."""
    filing = selectors.filing_for(request.user, number)
    policies.check_can_edit(request.user, filing=filing)
    form = FilingForm(request.POST, filing=filing)
    held, _clean = _keep(request, filing, form)
    if not by_htmx(request):
        return go(request, "enterprises:edit_filing", held.number, said=_("The draft is kept."))
    context = _missing(held, form, selectors.what_is_missing(held)) | {"saved": True}
    return render(request, "enterprises/filing_missing.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    actions.withdraw(filing=filing, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "enterprises:filing", filing.number, said=_("Taken back."))


def _keep(
    request: HttpRequest, filing: ResumptionFiling, form: FilingForm
) -> tuple[ResumptionFiling, bool]:
    """What fits its field is stored, whatever is wrong with the others."""
    is_clean = form.is_valid()
    held = actions.save_draft(
        filing=filing, given=form.kept, version=form.cleaned_data.get("version") or 0,
        by=request.user,
    )  # fmt: skip
    return held, is_clean


def _missing(
    filing: ResumptionFiling, form: FilingForm, faults: dict[str, list[str]]
) -> dict[str, Any]:
    return {
        "filing": filing,
        "form": form,
        "verdicts": [one for one in selectors.verdicts(filing) if one.holds is not None],
        "missing": missing_list(form, faults),
    }


def _page(
    request: HttpRequest,
    filing: ResumptionFiling,
    form: FilingForm,
    faults: dict[str, list[str]],
    *,
    status: int = 200,
) -> HttpResponse:
    context = _missing(filing, form, faults or selectors.what_is_missing(filing)) | {
        "sections": sections_of(form),
        "files": selectors.files_of(filing),
        "file_form": FilingFileForm(),
        "workers": filing.workers.count(),
        "remarks": form.remarks,
        "lacking": faults,
        "can_withdraw": policies.can(request.user, "withdraw", filing=filing),
    }
    return render(request, "enterprises/filing_edit.html", context, status=status)
