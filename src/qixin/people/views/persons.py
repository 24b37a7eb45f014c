"""Persons: the list, one person's page, and what is done on it."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from qixin.core import journal
from qixin.people import actions
from qixin.people.forms import GrantForm, HomeForm, PersonFilterForm, UnitForm
from qixin.people.models import Grant, Person
from qixin.people.permissions import check_permission, has_permission
from qixin.people.policies import can_confirm_home, can_unmask
from qixin.people.selectors import journal as journal_selectors
from qixin.people.selectors import persons as selectors
from qixin.people.selectors import places
from qixin.people.views.invitations import show_link
from qixin.ui.http import fragment, go


@never_cache
@require_safe
def persons(request: HttpRequest) -> HttpResponse:
    """Who is on record, among those that the user may see."""
    check_permission(request.user, "people.read")
    form = PersonFilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    asked = selectors.PersonFilter(
        words=given.get("words") or "",
        role=given.get("role") or "",
        unit=given["unit"].pk if given.get("unit") else None,
        area=given.get("town") or "",
    )
    page = Paginator(selectors.persons(request.user, asked), selectors.PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "people/persons.html", {"form": form, "page": page, **_choices()})


def _choices() -> dict[str, object]:
    return {"towns": places.towns(), "units": places.units()[:300]}


@never_cache
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, selectors.person(request.user, pk))


def _page(request: HttpRequest, person: Person, **forms: object) -> HttpResponse:
    user = request.user
    lines = journal_selectors.lines(list(journal.timeline(person).reverse()[:50]))
    context = {
        "person": person,
        "homes": [(home, can_confirm_home(user, registration=home)) for home in person.homes_now],
        "may_unmask": can_unmask(user, person=person),
        "may_grant": has_permission(user, "people.grant"),
        "may_manage": has_permission(user, "people.manage"),
        "may_invite": has_permission(user, "people.invite"),
        "has_factor": hasattr(person, "account") and is_mfa_enabled(person.account),
        "may_register": has_permission(user, "people.register")
        or has_permission(user, "people.manage"),
        "timeline": [
            {
                "at": line.entry.at,
                "who": line.who,
                "text": line.what,
                # others' reasons for looking are for whoever reads the journal
                "note": "" if line.entry.verb == "people.unmasked" else line.detail,
            }
            for line in lines
        ],
        "grant_form": GrantForm(),
        "home_form": HomeForm(),
        "unit_form": UnitForm(),
        **_choices(),
        **forms,
    }
    return render(request, "people/person.html", context, status=422 if forms else 200)


@never_cache
@require_POST
@sensitive_post_parameters("reason")
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """The number in clear, as a fragment; the journal has recorded it by then."""
    value = actions.unmask(
        person=selectors.person(request.user, pk),
        field=request.POST.get("field", ""),  # type: ignore[arg-type]
        reason=request.POST.get("reason", ""),
        by=request.user,
    )
    return fragment(request, "ui/components/unmasked.html", {"value": value})


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    person = selectors.person(request.user, pk)
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _page(request, person, grant_form=form)
    actions.grant(person=person, **form.scope(), until=form.until_moment(), by=request.user)
    return go(request, "people:person", pk, said=_("The role is granted."))


@require_POST
def revoke(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    held = get_object_or_404(Grant, pk=grant_pk, person=selectors.person(request.user, pk))
    actions.revoke(grant=held, by=request.user)
    return go(request, "people:person", pk, said=_("The role is revoked."))


@require_POST
def join_unit(request: HttpRequest, pk: int) -> HttpResponse:
    person = selectors.person(request.user, pk)
    form = UnitForm(request.POST)
    if not form.is_valid():
        return _page(request, person, unit_form=form)
    actions.join_unit(person=person, by=request.user, **form.cleaned_data)
    return go(request, "people:person", pk, said=_("Registered at the unit."))


@require_POST
def leave_unit(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    person = selectors.person(request.user, pk)
    membership = get_object_or_404(person.memberships, pk=membership_pk)
    actions.leave_unit(membership=membership, by=request.user)
    return go(request, "people:person", pk, said=_("The membership has ended."))


@require_POST
def register_home(request: HttpRequest, pk: int) -> HttpResponse:
    person = selectors.person(request.user, pk)
    form = HomeForm(request.POST)
    if not form.is_valid():
        return _page(request, person, home_form=form)
    actions.register_home(person=person, community=form.cleaned_data["community"], by=request.user)
    return go(request, "people:person", pk, said=_("Registered at the community."))


@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    person = selectors.person(request.user, pk)
    return show_link(request, *actions.send_link(person=person, by=request.user))


@require_POST
def forget_factors(request: HttpRequest, pk: int) -> HttpResponse:
    person = selectors.person(request.user, pk)
    actions.forget_factors(person=person, by=request.user)
    return go(
        request, "people:person", pk, said=_("Removed. The next sign-in asks to set up a new one.")
    )


@never_cache
@require_safe
def registrations(request: HttpRequest) -> HttpResponse:
    """Claims that wait for the community's word."""
    check_permission(request.user, "people.read")
    rows = selectors.waiting_registrations(request.user)
    page = Paginator(rows, selectors.PAGE).get_page(request.GET.get("page"))
    return render(request, "people/registrations.html", {"page": page})


@require_POST
def decide_registration(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm or end; the policy asks whose register it is."""
    registration = selectors.registration(request.user, pk)
    if verb == "confirm":
        actions.confirm_home(registration=registration, by=request.user)
        return go(request, "people:registrations", said=_("Confirmed."))
    actions.end_home(registration=registration, by=request.user)
    return go(request, "people:registrations", said=_("The registration has ended."))
