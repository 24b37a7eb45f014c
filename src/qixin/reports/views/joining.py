"""Joining a group by its link: a name, a telephone number, and a leader's yes."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qixin.core import rate_limits
from qixin.core.rate_limits import Rate, client_address
from qixin.reports import actions
from qixin.reports.enums import MemberState
from qixin.reports.forms.sending import JoinForm
from qixin.reports.models import Group
from qixin.reports.selectors.groups import invited_to, membership_of

# A whole training room joins from behind one address.
RATES = (Rate(120, 600), Rate(600, 86_400))
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation's page: asks, waits, and lets in."""
    group = invited_to(token)
    if request.user.is_authenticated:
        return _as_oneself(request, group)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rate_limits.consume("join", key=client_address(request), rates=RATES)
        member = actions.join_as_new(
            group=group, name=form.cleaned_data["name"], phone=form.cleaned_data["phone"]
        )
        login(request, member.person.account, backend=_BACKEND)
        return redirect("reports:join", token)
    status = 422 if form.is_bound else 200
    context = {"group": group, "form": form}
    return render(request, "reports/sending/join.html", context, status=status)


def _as_oneself(request: HttpRequest, group: Group) -> HttpResponse:
    if request.method == "POST":
        actions.join(group=group, by=request.user)
        return redirect("reports:join", group.invitation_token)
    member = membership_of(request.user, group)
    template = "join_waiting.html" if member and member.state != MemberState.LEFT else "join.html"
    return render(request, f"reports/sending/{template}", {"group": group, "member": member})
