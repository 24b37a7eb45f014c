"""A driver's link: given and withdrawn in the workbench, opened without an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core import clock, rate_limits
from qixin.core.rate_limits import Rate, client_address
from qixin.passes import actions, selectors
from qixin.passes.drawing import picture
from qixin.passes.enums import LinkState
from qixin.ui.http import go

# Whoever guesses at links; many drivers share the address of their carrier.
ADDRESS_RATES = (Rate(600, 600),)
# A link that was passed on to a crowd.
LINK_RATES = (Rate(60, 600), Rate(1_000, 86_400))


@login_required
@require_POST
def give(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    actions.give_link(asked=found, by=request.user)
    said = _("Here is the link. Send it to the driver, or have the code scanned.")
    return go(request, "passes:detail", found.number, said=said)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    actions.withdraw_link(asked=found, by=request.user)
    said = _("The link opens nothing any more. The pass itself stays as it is.")
    return go(request, "passes:detail", found.number, said=said)


@never_cache
@require_safe
def driver_page(request: HttpRequest, token: str) -> HttpResponse:
    """The pass as it is held up at a post. Bears everything in itself, for the road has no network;
    says of a pass that is over, or revoked, that it is, and shows no code of it."""
    rate_limits.consume("pass-link-address", key=client_address(request), rates=ADDRESS_RATES)
    link = selectors.link_by_token(token)
    rate_limits.consume("pass-link", key=link.token_hash, rates=LINK_RATES)
    if link.state == LinkState.WITHDRAWN:
        return render(request, "passes/driver_page.html", {"withdrawn": True}, status=410)
    # whoever is signed in looks how it will appear; that is no driver yet
    if not request.user.is_authenticated:
        actions.note_opened(link=link)
    standing = selectors.standing(link.issued)
    context = {
        "pass": link.issued,
        "standing": standing,
        "code": picture(link.issued.token) if standing in selectors.STILL_SHOWN else "",
        "now": clock.now(),
    }
    return render(request, "passes/driver_page.html", context)
