"""The guard's page, and what it fetches and sends while there is a network."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import msgspec
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import clock, ids
from qixin.core.errors import Invalid, NotFound
from qixin.core.models import default_district
from qixin.core.moments import in_utc
from qixin.passes import actions, selectors
from qixin.passes.enums import Direction, PassClass, Reason
from qixin.passes.forms import CheckForm
from qixin.passes.models import Pass
from qixin.passes.policies import check_can_record
from qixin.passes.tokens import LEEWAY, PREFIX, Verdict
from qixin.passes.tokens import check as check_token
from qixin.ui.http import sign_in_first

# A number as it stands on the pass; a token begins otherwise.
_NUMBER = re.compile(r"P\d{6}-\w{7}")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Opens without a network, and checks there; a POST is of a browser without scripts."""
    check_can_record(request.user)
    form = CheckForm(request.POST or None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        verdict = _verdict(form.cleaned_data["token"])
    context = {
        "form": form,
        "verdict": verdict,
        "prefix": PREFIX,
        "leeway": LEEWAY,
        "issuer": selectors.issuer(),
        "reasons": [(value, str(label)) for value, label in Reason.choices],
        "classes": [(value, str(label)) for value, label in PassClass.choices],
        "directions": Direction,
    }
    return render(request, "passes/check.html", context, status=422 if form.errors else 200)


# The next three answer a page or a service worker, which cannot follow a redirect to the sign-in
# page: they say by themselves that the session has ended.
@login_not_required
@never_cache
@require_safe
def trust(request: HttpRequest) -> JsonResponse:
    """`?after=n`: the keys, and the signed list of what was revoked after version n."""
    if not request.user.is_authenticated:
        return _sign_in_first()
    check_can_record(request.user)
    after = request.GET.get("after", "")
    version = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    return JsonResponse(
        {
            "account": request.user.pk,
            "csrf": get_token(request),
            "now": int(clock.now().timestamp()),
            "keys": [{"kid": k.kid, "x": k.x, "y": k.y} for k in selectors.trusted_keys()],
            "list": selectors.signed_list(version),
        }
    )


@login_not_required
@never_cache
@require_POST
def note_passages(request: HttpRequest) -> JsonResponse:
    """A JSON list of passages; those that are there already are acknowledged alike."""
    if not request.user.is_authenticated:
        return _sign_in_first()
    new = actions.note_passages(noted=_read(request.body), by=request.user)
    return JsonResponse({"new": new})


@login_not_required
@never_cache
@require_safe
def token(request: HttpRequest, number: str) -> JsonResponse:
    """The token of a pass by its number, for a guard whose camera does not work: the page checks it
    as if it had been scanned."""
    if not request.user.is_authenticated:
        return _sign_in_first()
    check_can_record(request.user)
    return JsonResponse({"token": _token_of(number)})


def _token_of(number: str) -> str:
    found = Pass.objects.filter(
        district=default_district(), number=ids.normalise_number(number)[:20]
    ).exclude(token="")  # fmt: skip
    if (one := found.first()) is None:
        raise NotFound(_("There is no issued pass with this number."))
    return one.token


def _verdict(typed: str) -> Verdict:
    """By the server's own keys and list, which are never too old."""
    said = _token_of(typed) if _NUMBER.fullmatch(ids.normalise_number(typed)) else typed
    return check_token(said, trust=selectors.trust(), now=int(clock.now().timestamp()))


def _read(body: bytes) -> list[actions.Noted]:
    try:
        sent = msgspec.json.decode(body, type=list[actions.Noted])
        return [replace(one, at=in_utc(_with_zone(one.at))) for one in sent]
    except (msgspec.MsgspecError, ValueError) as fault:
        raise Invalid(_("These passages cannot be read. Load the page again.")) from fault


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def _sign_in_first() -> JsonResponse:
    sentence = _("Your session has ended. Sign in again; what you noted is kept on this phone.")
    return sign_in_first(sentence)
