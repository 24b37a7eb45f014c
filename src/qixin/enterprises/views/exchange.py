"""Offers and needs: their lists, one of them with what fits it, entering and changing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.cursors import page
from qixin.core.errors import Conflict, Invalid, Refused
from qixin.enterprises.actions import exchange as actions
from qixin.enterprises.forms.exchange import FORMS, ExchangeFilterForm, GoodsForm
from qixin.enterprises.models import Need, Offer
from qixin.enterprises.policies import exchange as policies
from qixin.enterprises.policies.register import manages_register
from qixin.enterprises.selectors import exchange as selectors
from qixin.enterprises.selectors.register import digits
from qixin.people.permissions import has_permission
from qixin.people.selectors import places
from qixin.people.selectors.course import course
from qixin.ui.http import go

PAGE = 50


@login_required
@require_safe
def list_(request: HttpRequest, side: str) -> HttpResponse:
    policies.check_sees_exchange(request.user)
    wanted = selectors.Filter.from_query(request.GET)
    found = selectors.listed(request.user, side, wanted)
    rows, following = page(
        found, order=selectors.NEWEST, cursor=request.GET.get("after", ""), limit=PAGE
    )
    context = {
        "side": side,
        "rows": rows,
        "count": found.count(),
        "next": following,
        "wanted": wanted,
        "form": ExchangeFilterForm(vars(wanted)),
        "tallies": selectors.tallies(request.user),
        "may_enter": _may_enter(request),
        "may_import": manages_register(request.user),
    }
    return render(request, "enterprises/exchange_list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, side: str) -> HttpResponse:
    """`?unit=` chooses for whom, where somebody stands for several."""
    if not _may_enter(request):
        raise Refused(_("You may not offer or ask in the name of any unit."))
    initial = {"unit": digits(request.GET.get("unit", ""))}
    form = FORMS[side](request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and (made := _entered(request, side, form)):
        said = _("Entered. What fits it stands below.")
        return go(request, f"enterprises:{side}", made.pk, said=said)
    return _form_page(request, side, form, {})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    held = selectors.supply_for(request.user, side, pk)
    policies.check_can_change(request.user, supply=held)
    form = FORMS[side](request.POST or None, user=request.user, held=held)
    if request.method == "POST" and form.is_valid() and _revised(request, held, form):
        return go(request, f"enterprises:{side}", held.pk, said=_("Changed."))
    return _form_page(request, side, form, {"held": held})


@login_required
@require_safe
def detail(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    held = selectors.supply_for(request.user, side, pk)
    user = request.user
    rest = selectors.left_of(held) if side == "offer" else selectors.lacking_of(held)
    context = {
        "side": side,
        "held": held,
        "rest": rest,
        "suggestions": selectors.suggestions(user, held),
        "matches": selectors.matches(user).filter(**{side: held}).order_by(*selectors.LATEST),
        "may_propose": has_permission(user, "enterprises.decide")
        or policies.stands_for(user, unit=held.unit),
        "can_change": policies.can_change(user, supply=held),
        "can_reopen": policies.can_reopen(user, supply=held),
        "course": course(held),
    }
    return render(request, "enterprises/exchange_detail.html", context)


@login_required
@require_POST
def close(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    held = selectors.supply_for(request.user, side, pk)
    actions.close(supply=held, by=request.user)
    return go(request, f"enterprises:{side}", held.pk, said=_("Closed: nothing new is proposed."))


@login_required
@require_POST
def reopen(request: HttpRequest, side: str, pk: int) -> HttpResponse:
    held = selectors.supply_for(request.user, side, pk)
    actions.reopen(supply=held, by=request.user)
    return go(request, f"enterprises:{side}", held.pk, said=_("Open again."))


def _may_enter(request: HttpRequest) -> bool:
    return any(has_permission(request.user, f"enterprises.{name}") for name in ("file", "decide"))


def _entered(request: HttpRequest, side: str, form: GoodsForm) -> Offer | Need | None:
    enter = actions.enter_offer if side == "offer" else actions.enter_need
    try:
        return enter(unit=form.cleaned_data["unit"], goods=form.goods, by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error(None, str(problem))
        return None


def _revised(request: HttpRequest, held: Offer | Need, form: GoodsForm) -> bool:
    """What was typed stays in the form where somebody else was quicker."""
    version = form.cleaned_data["version"] or 0
    try:
        actions.revise_supply(supply=held, goods=form.goods, version=version, by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _form_page(
    request: HttpRequest, side: str, form: GoodsForm, more: dict[str, Any]
) -> HttpResponse:
    context = {"side": side, "form": form, "areas": places.towns(), **more}
    status = 422 if form.errors else 200
    return render(request, "enterprises/exchange_form.html", context, status=status)
