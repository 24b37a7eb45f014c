"""Inviting, and accepting an invitation."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, NotFound
from qixin.core.rate_limits import Rate, client_address, consume
from qixin.people import actions
from qixin.people.forms import AcceptForm, InvitationForm
from qixin.people.models import Invitation, User
from qixin.people.permissions import check_permission
from qixin.people.policies import opens_account
from qixin.people.selectors import persons as person_selectors
from qixin.people.selectors import places
from qixin.ui.http import go

RATES = (Rate(30, 60), Rate(200, 3600))


@never_cache
def invitations(request: HttpRequest) -> HttpResponse:
    """Who was invited, and the form for one more; the link is shown once, after sending."""
    check_permission(request.user, "people.invite")
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        invitation, token = actions.invite(
            **form.scope(),
            name=given["name"],
            phone=given["phone"],
            days=given["days"],
            by=request.user,
        )
        return show_link(request, invitation, token)
    return _list(request, form)


def _list(request: HttpRequest, form: InvitationForm) -> HttpResponse:
    rows = person_selectors.invitations(request.user)
    context = {
        "form": form,
        "page": Paginator(rows, 30).get_page(request.GET.get("page")),
        "now": clock.now(),
        "towns": places.towns(),
        "units": places.units()[:300],
    }
    return render(request, "people/invitations.html", context, status=422 if form.errors else 200)


def show_link(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The one page on which the link stands."""
    url = request.build_absolute_uri(reverse("people:accept", args=[token]))
    return render(request, "people/invitation_link.html", {"invitation": invitation, "url": url})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    rows = person_selectors.invitations(request.user)
    actions.withdraw(invitation=get_object_or_404(rows, pk=pk), by=request.user)
    return go(request, "people:invitations", said=_("The link no longer works."))


@never_cache
@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: name, user name, password; or a passkey at once."""
    consume("invitation", key=client_address(request), rates=RATES)
    try:
        invitation = actions.open_invitation(token)
    except (Conflict, NotFound) as over:
        return render(
            request, "people/invitation_over.html", {"sentence": over.sentence}, status=over.status
        )
    if not opens_account(invitation):
        return _as_oneself(request, invitation, token)
    form = AcceptForm(request.POST or None, initial=_initial(invitation))
    if request.method == "POST" and form.is_valid() and (user := _accepted(form, token)):
        return _signed_in(request, user, form)
    return render(
        request,
        "people/accept.html",
        {"form": form, "invitation": invitation},
        status=422 if form.errors else 200,
    )


def _as_oneself(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Whoever has an account already takes the role with it: the link is no key to the account."""
    own = request.user.is_authenticated and request.user.person_id == invitation.person_id
    if own and invitation.role and request.method == "POST":
        actions.take_up(token=token, by=request.user)
        return go(request, "people:account", said=_("You have the role from now on."))
    context = {"invitation": invitation, "own": own and bool(invitation.role)}
    status = 403 if request.method == "POST" else 200
    return render(request, "people/accept_signed_in.html", context, status=status)


def _initial(invitation: Invitation) -> dict[str, str]:
    name = invitation.person.name if invitation.person else invitation.name
    held = User.objects.filter(person=invitation.person).first() if invitation.person else None
    taken = User.objects.filter(username__iexact=name).exists()
    return {"name": name, "username": held.username if held else "" if taken else name}


def _accepted(form: AcceptForm, token: str) -> User | None:
    given = form.cleaned_data
    try:
        return actions.accept(
            token=token,
            name=given["name"],
            username=given["username"],
            password=given["password"] if form.with_password() else None,
        )
    except Invalid as problem:
        form.add_error("username", str(problem.sentence))
    except ValidationError as weak:
        form.add_error("password", weak)
    return None


def _signed_in(request: HttpRequest, user: User, form: AcceptForm) -> HttpResponse:
    to = reverse("people:account") if form.with_password() else reverse("mfa_add_webauthn")
    # the link has just proven who this is: no need to ask again before the second factor is set up
    record_authentication(request, user, method="invitation", reauthenticated=True)
    return perform_login(request, user, redirect_url=to)
