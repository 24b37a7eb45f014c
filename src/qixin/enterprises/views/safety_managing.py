"""Checklists and weights, for administrators."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.enterprises.actions.checklists import (
    begin_draft,
    draft_checklist,
    publish,
    revise_draft,
    set_scope,
    withdraw,
)
from qixin.enterprises.actions.weighing import set_weights
from qixin.enterprises.enums import VersionState
from qixin.enterprises.forms.checklists import ChecklistForm, DraftForm, ScopeForm, WeightsForm
from qixin.enterprises.models import ChecklistVersion
from qixin.enterprises.policies.safety import check_can_manage_safety
from qixin.enterprises.selectors import checklists as selectors
from qixin.ui.http import go


@login_required
@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    found = selectors.checklists(request.user)
    return render(request, "enterprises/safety_checklists.html", {"checklists": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_add(request: HttpRequest) -> HttpResponse:
    check_can_manage_safety(request.user)
    form = ChecklistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = draft_checklist(**form.cleaned_data, by=request.user)
        return go(request, "enterprises:checklist", made.checklist_id, said=_("Write its items."))
    status = 422 if form.errors else 200
    return render(request, "enterprises/safety_checklist_add.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """One checklist: its editions, and the draft to write; a POST saves the draft."""
    found = selectors.checklist_for(request.user, pk)
    draft = selectors.edition_of(found, VersionState.DRAFT)
    form = None
    if draft is not None:
        posted = request.POST if request.method == "POST" else None
        form = DraftForm(posted, items=draft.items.all(), version=draft.version)
        if posted is not None and form.is_valid():
            revise_draft(draft=draft, items=form.items, version=form.version, by=request.user)
            return go(request, "enterprises:checklist", pk, said=_("The draft is saved."))
    context = {
        "checklist": found,
        "draft": draft,
        "form": form,
        "in_use": selectors.edition_of(found, VersionState.PUBLISHED),
        "scope": ScopeForm(checklist=found, prefix="scope"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "enterprises/safety_checklist.html", context, status=status)


@login_required
@require_POST
def checklist_scope(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.checklist_for(request.user, pk)
    form = ScopeForm(request.POST, prefix="scope")
    if form.is_valid():
        given = {"tags": []} | form.cleaned_data
        set_scope(checklist=found, **given, by=request.user)
    return go(request, "enterprises:checklist", pk, said=_("Saved."))


@login_required
@require_POST
def checklist_draft(request: HttpRequest, pk: int) -> HttpResponse:
    begin_draft(checklist=selectors.checklist_for(request.user, pk), by=request.user)
    return go(request, "enterprises:checklist", pk, said=_("A draft of the next edition."))


@login_required
@require_POST
def edition_publish(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_safety(request.user)
    held = publish(draft=get_object_or_404(ChecklistVersion, pk=pk), by=request.user)
    said = _("In use from now on. Inspections that are under way keep the edition they began with.")
    return go(request, "enterprises:checklist", held.checklist_id, said=said)


@login_required
@require_POST
def edition_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_safety(request.user)
    held = withdraw(edition=get_object_or_404(ChecklistVersion, pk=pk), by=request.user)
    return go(request, "enterprises:checklist", held.checklist_id, said=_("Withdrawn from use."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def risk_weights(request: HttpRequest) -> HttpResponse:
    check_can_manage_safety(request.user)
    form = WeightsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        set_weights(weighed=form.weighed, days=form.days, version=version, by=request.user)
        return go(request, "enterprises:weights", said=_("The weights are set."))
    status = 422 if form.errors else 200
    return render(request, "enterprises/safety_weights.html", {"form": form}, status=status)
