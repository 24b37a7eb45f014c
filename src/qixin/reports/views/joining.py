"""Joining a group by its link: a name, a telephone number, a code to it, and a leader's yes."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qixin.core import rate_limits
from qixin.core.errors import Invalid, NotFound, QixinError, Refused, WrongState
from qixin.core.personal_data import mask_phone
from qixin.core.rate_limits import Rate, client_address
from qixin.people import sms
from qixin.people.accounts import sign_in_proven
from qixin.people.actions import check_code, open_proof, send_code
from qixin.people.actions.proving import MINUTES
from qixin.people.models import PhoneProof
from qixin.reports import actions
from qixin.reports.enums import MemberState
from qixin.reports.forms.sending import CodeForm, JoinForm
from qixin.reports.models import Group
from qixin.reports.policies import check_takes_members
from qixin.reports.selectors.groups import invited_to, membership_of

# A whole training room joins from behind one address.
RATES = (Rate(120, 600), Rate(600, 86_400))
CODE_RATES = (Rate(300, 600),)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation's page: asks, waits, and lets in."""
    group = invited_to(token)
    if request.user.is_authenticated:
        return _as_oneself(request, group)
    form = JoinForm(request.POST or None, by_code=sms.is_configured())
    if request.method == "POST" and form.is_valid():
        rate_limits.consume("join", key=client_address(request), rates=RATES)
        check_takes_members(group)
        if not sms.is_configured():
            return _on_the_leaders_word(request, group, form)
        try:
            return _send(request, group, **form.cleaned_data)
        except sms.NotSent:
            form.add_error(None, _not_sent())
    status = 422 if form.is_bound else 200
    context = {"group": group, "form": form, "by_code": sms.is_configured()}
    return render(request, "reports/sending/join.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: HttpRequest, token: str, key: uuid.UUID) -> HttpResponse:
    """The code that the telephone got; the right one lets in, whoever the number belongs to."""
    group = invited_to(token)
    if request.user.is_authenticated:
        return redirect("reports:join", token)
    try:
        proof = open_proof(key)
    except NotFound as over:
        messages.warning(request, str(over))
        return redirect("reports:join", token)
    if "again" in request.POST:
        return _send_again(request, group, proof)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rate_limits.consume("join-code", key=client_address(request), rates=CODE_RATES)
        try:
            check_code(proof=proof, code=form.cleaned_data["code"])
            return _let_in(request, group, proof)
        except (Invalid, WrongState, Refused) as error:
            form.add_error("code", str(error))
    return _ask_code(request, group, proof, form)


def _on_the_leaders_word(request: HttpRequest, group: Group, form: JoinForm) -> HttpResponse:
    """No gateway here: the number stays a claim until the leader confirms."""
    member = actions.join_as_new(
        group=group, name=form.cleaned_data["name"], phone=form.cleaned_data["phone"]
    )
    login(request, member.person.account, backend=_BACKEND)
    return redirect("reports:join", group.invitation_token)


def _send(request: HttpRequest, group: Group, *, name: str, phone: str) -> HttpResponse:
    proof, shown = send_code(name=name, phone=phone)
    if shown:
        told = _("Demo: nothing is sent. Your code is %(code)s.") % {"code": shown}
        messages.info(request, told)
    return redirect("reports:join_code", group.invitation_token, proof.pk)


def _send_again(request: HttpRequest, group: Group, proof: PhoneProof) -> HttpResponse:
    rate_limits.consume("join", key=client_address(request), rates=RATES)
    try:
        return _send(request, group, name=proof.name, phone=proof.phone)
    except QixinError as error:
        form = CodeForm()
        sentence = _not_sent() if isinstance(error, sms.NotSent) else str(error)
        return _ask_code(request, group, proof, form, problem=sentence, status=error.status)


def _let_in(request: HttpRequest, group: Group, proof: PhoneProof) -> HttpResponse:
    member = actions.join_proven(group=group, name=proof.name, phone=proof.phone)
    page = reverse("reports:join", args=[group.invitation_token])
    return sign_in_proven(request, member.person.account, then=page)


def _ask_code(
    request: HttpRequest,
    group: Group,
    proof: PhoneProof,
    form: CodeForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "group": group,
        "form": form,
        "number": mask_phone(proof.phone),
        "minutes": MINUTES,
        "problem": problem,
    }
    status = 422 if form.errors else status
    return render(request, "reports/sending/join_code.html", context, status=status)


def _not_sent() -> str:
    return _("The code could not be sent just now. Please try again in a few minutes.")


def _as_oneself(request: HttpRequest, group: Group) -> HttpResponse:
    if request.method == "POST":
        actions.join(group=group, by=request.user)
        return redirect("reports:join", group.invitation_token)
    member = membership_of(request.user, group)
    template = "join_waiting.html" if member and member.state != MemberState.LEFT else "join.html"
    return render(request, f"reports/sending/{template}", {"group": group, "member": member})
