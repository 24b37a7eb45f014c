"""Doubles in the register: the pairs that may be one, side by side, and their merging."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qixin.core.errors import Invalid
from qixin.enterprises.actions import merging as actions
from qixin.enterprises.models import Enterprise
from qixin.enterprises.policies.register import check_can_manage_register
from qixin.enterprises.selectors import doubles as selectors
from qixin.enterprises.selectors.register import contacts_of, digits, enterprise_for
from qixin.ui.http import go


@login_required
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    check_can_manage_register(request.user)
    context = {"pairs": selectors.suspected(), "most": selectors.MOST_PAIRS}
    return render(request, "enterprises/merging_list.html", context)


@login_required
@require_safe
def compare(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Two rows side by side, and why they may be one."""
    check_can_manage_register(request.user)
    first, second = enterprise_for(request.user, pk), enterprise_for(request.user, other_pk)
    for one, other in ((first, second), (second, first)):
        one.double, one.shown_contacts = other.pk, contacts_of(one)  # type: ignore[attr-defined]
    context = {"pair": (first, second), "suspicion": selectors.likeness(first, second)}
    return render(request, "enterprises/merging_pair.html", context)


@login_required
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Let `pk` stand for `double` as well."""
    check_can_manage_register(request.user)
    into = enterprise_for(request.user, pk)
    actions.merge(double=_double(request), into=into, by=request.user)
    return go(request, "enterprises:detail", into.pk, said=_("Merged: this one stands for both."))


def _double(request: HttpRequest) -> Enterprise:
    key = digits(request.POST.get("double", ""))
    if not key:
        raise Invalid(_("Choose two different enterprises."))
    return enterprise_for(request.user, int(key))
