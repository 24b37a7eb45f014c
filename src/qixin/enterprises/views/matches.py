"""Matches: proposing, agreeing, declining, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.cursors import page
from qixin.core.errors import Invalid, NotFound, Refused
from qixin.enterprises.actions import exchange as actions
from qixin.enterprises.forms.exchange import ProposalForm
from qixin.enterprises.matching import suggest
from qixin.enterprises.models import Match
from qixin.enterprises.policies import exchange as policies
from qixin.enterprises.selectors import exchange as selectors
from qixin.enterprises.selectors.register import digits
from qixin.people.selectors.course import course
from qixin.ui.http import by_htmx, fragment, go

PAGE = 50


@login_required
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    policies.check_sees_exchange(request.user)
    found = selectors.matches(request.user)
    rows, following = page(
        found, order=selectors.LATEST, cursor=request.GET.get("after", ""), limit=PAGE
    )
    context = {"matches": rows, "count": found.count(), "next": following}
    return render(request, "enterprises/match_list.html", context)


@login_required
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """`offer`, `need` and, where it is not all that is left, `quantity`."""
    keys = {side: digits(request.POST.get(side, "")) for side in ("offer", "need")}
    if not all(keys.values()):
        raise NotFound(_("There is no such offer or need, or none that you may see."))
    pair = {side: selectors.supply_for(request.user, side, int(k)) for side, k in keys.items()}
    form = ProposalForm(request.POST)
    if not form.is_valid():
        raise Invalid(form.errors["quantity"][0])
    made = actions.propose(**pair, quantity=form.cleaned_data["quantity"], by=request.user)
    return go(request, "enterprises:match", made.pk, said=_("Proposed to both sides."))


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    match = selectors.match_for(request.user, pk)
    user = request.user
    found = suggest(match.offer, match.need, left=match.quantity, lacking=match.quantity)
    context: dict[str, Any] = {
        "match": match,
        "reasons": found.reasons if found else (),
        "agreeing": policies.agreeing_verb(user, match=match),
        "can": {
            verb: policies.can_decide(user, verb, match=match)
            for verb in ("decline", "finish", "fail")
        },
        "partners": _partners(request, match),
        "course": course(match),
    }
    return render(request, "enterprises/match_detail.html", context)


def _step(act: Callable[..., Match], said: Callable[[], str], *, why: bool = False) -> Any:
    """A view that takes one step; with `why` the form gives a reason."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        match = selectors.match_for(request.user, pk)
        more = {"reason": request.POST.get("reason", "")} if why else {}
        act(match=match, by=request.user, **more)
        return go(request, "enterprises:match", match.pk, said=said())

    return view


agree = _step(actions.agree, lambda: _("Agreed."))
decline = _step(actions.decline, lambda: _("Declined."), why=True)
finish = _step(actions.finish, lambda: _("Noted as delivered."))
fail = _step(actions.fail, lambda: _("Noted as failed."), why=True)


@login_required
@require_POST
def unmask(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    match = selectors.match_for(request.user, pk)
    phone = actions.unmask_partner(
        match=match, grant_pk=grant_pk, reason=request.POST.get("reason", ""), by=request.user
    )
    if by_htmx(request):
        return fragment(request, "ui/components/unmasked.html", {"value": phone})
    return render(request, "enterprises/match_contact.html", {"match": match, "phone": phone})


def _partners(request: HttpRequest, match: Match) -> list[Any]:
    """Shown to the two sides once both have agreed."""
    try:
        policies.check_can_unmask_partner(request.user, match=match)
    except Refused:
        return []
    return list(selectors.partners_of(match))
