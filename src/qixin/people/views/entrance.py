"""Around signing in: the demo's buttons, the second factor, the account's own page."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.providers.openid_connect.views import login as to_foreign_sign_on
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from qixin.core.errors import NotFound
from qixin.people import actions
from qixin.people.forms import HomeForm
from qixin.people.models import User
from qixin.people.permissions import lacks_second_factor
from qixin.people.selectors import persons as person_selectors
from qixin.people.selectors.accounts import DEMO_PREFIX, demo_accounts, single_sign_on
from qixin.ui.http import go


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the demo's accounts, without a password; only in a demo."""
    user = next((one for one in demo_accounts() if one.username == username), None)
    if user is None or not username.startswith(DEMO_PREFIX):
        raise Http404
    return perform_login(request, user)


@never_cache
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, and the ways to set one up."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    if is_mfa_enabled(request.user):
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/second_factor.html")


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """What to do without a password: a code, or a new link; nothing goes by e-mail."""
    return render(request, "people/forgotten.html", {"sms": bool(settings.QIXIN_SMS_GATEWAY)})


def not_offered(request: HttpRequest, key: str = "") -> HttpResponse:
    """Pages of the sign-in library that make no sense here: accounts have no e-mail address."""
    raise NotFound(_("This page is not offered here. Accounts are managed on “My account”."))


@login_not_required
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the single sign-on by a page of ours: no form of ours may end on a foreign one."""
    try:
        answer = to_foreign_sign_on(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)
    if isinstance(answer, HttpResponseRedirect):
        return render(request, "socialaccount/onward.html", {"url": answer.url})
    return answer


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own person, roles, registrations, and the ways to sign in."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the workbench's door lets nobody else in
    context = {
        "person": user.person and person_selectors.person(user, user.person.pk),
        "lacks_factor": lacks_second_factor(user),
        "single_sign_on": single_sign_on(request),
        "form": HomeForm(),
    }
    return render(request, "people/account.html", context)


@require_POST
def register_own_home(request: HttpRequest) -> HttpResponse:
    form = HomeForm(request.POST)
    if not form.is_valid():
        person = person_selectors.person(request.user, request.user.person_id)
        return render(request, "people/account.html", {"form": form, "person": person}, status=422)
    actions.register_home(
        person=request.user.person, community=form.cleaned_data["community"], by=request.user
    )
    return go(request, "people:account", said=_("Registered. The community confirms it."))
