"""The register: its list, one enterprise, registering and changing, officer and contacts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.cursors import page
from qixin.core.errors import Conflict, Invalid, Refused
from qixin.enterprises import cards
from qixin.enterprises.actions import contacts as contact_actions
from qixin.enterprises.actions import register as actions
from qixin.enterprises.forms.register import EnterpriseForm, FilterForm, OfficerForm, initial_of
from qixin.enterprises.models import Enterprise
from qixin.enterprises.policies import register as policies
from qixin.enterprises.selectors import register as selectors
from qixin.people.models import Grant
from qixin.people.permissions import check_permission, has_permission
from qixin.people.selectors import places
from qixin.people.selectors.course import course
from qixin.people.views.invitations import show_link
from qixin.ui.http import by_htmx, fragment, go

PAGE = 50


@login_required
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    if not has_permission(request.user, "enterprises.visit"):
        check_permission(request.user, "enterprises.read")
    wanted = selectors.Filter.from_query(request.GET)
    found = selectors.listed(request.user, wanted)
    rows, following = page(
        found, order=selectors.ORDER, cursor=request.GET.get("after", ""), limit=PAGE
    )
    context = {
        "enterprises": rows,
        "count": found.count(),
        "next": following,
        "wanted": wanted,
        "form": FilterForm(vars(wanted), user=request.user),
        "may_register": policies.may_register(request.user),
        "keeps_register": policies.manages_register(request.user),
    }
    return render(request, "enterprises/register_list.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if not policies.may_register(request.user):
        raise Refused(
            _("Enterprises are registered by administrators and by officers of the managing unit.")
        )
    form = EnterpriseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _registered(request, form)):
        return go(request, "enterprises:detail", made.pk, said=_("Registered."))
    return _form_page(request, form, {})


def _registered(request: HttpRequest, form: EnterpriseForm) -> Enterprise | None:
    try:
        return actions.register(facts=form.facts, tags=form.cleaned_data["tags"], by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error("name", str(problem))
        return None


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.enterprise_for(request.user, pk)
    policies.check_can_revise(request.user, enterprise=found)
    form = EnterpriseForm(request.POST or None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid() and _revised(request, form, found):
        return go(request, "enterprises:detail", found.pk, said=_("Changed."))
    return _form_page(request, form, {"enterprise": found})


def _revised(request: HttpRequest, form: EnterpriseForm, found: Enterprise) -> bool:
    """What was typed stays in the form where somebody else was quicker."""
    try:
        actions.revise(
            enterprise=found, facts=form.facts, tags=form.cleaned_data["tags"],
            version=form.cleaned_data["version"] or 0, by=request.user,
        )  # fmt: skip
    except (Invalid, Conflict) as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _form_page(request: HttpRequest, form: EnterpriseForm, more: dict[str, Any]) -> HttpResponse:
    context = {
        "form": form,
        "areas": places.towns(),
        "units": selectors.offices().values_list("name", flat=True),
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "enterprises/register_form.html", context, status=status)


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one enterprise; the row of a double leads to the one that stands for it."""
    found = selectors.enterprise_for(request.user, pk)
    if found.merged_into_id is not None:
        return redirect("enterprises:detail", found.merged_into_id)
    user, units = request.user, selectors.units_of(found)
    context = {
        "enterprise": found,
        "doubles": units[1:],
        "contacts": selectors.contacts_of(found),
        "cards": cards.cards_for(user, found, [unit.pk for unit in units], place=cards.PAGE),
        "can": {verb: policies.can(user, verb, enterprise=found) for verb in policies.VERBS},
        "officer_form": OfficerForm(enterprise=found),
        "course": course(found, most=20),
    }
    return render(request, "enterprises/register_detail.html", context)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The contact's front page: `?enterprise=` chooses, where somebody speaks for several."""
    check_permission(request.user, "enterprises.file")
    own = selectors.own(request.user)
    chosen = next((one for one in own if str(one.pk) == request.GET.get("enterprise")), None)
    shown = chosen or (own[0] if own else None)
    units = [unit.pk for unit in selectors.units_of(shown)] if shown else []
    context = {
        "own": own,
        "enterprise": shown,
        "cards": cards.cards_for(request.user, shown, units, place=cards.FRONT) if shown else (),
    }
    return render(request, "enterprises/register_mine.html", context)


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.enterprise_for(request.user, pk)
    policies.check_can_assign(request.user, enterprise=found)
    form = OfficerForm(request.POST, enterprise=found)
    if not form.is_valid():
        raise Invalid(_("Choose somebody from the list."))
    actions.assign(enterprise=found, officer=form.cleaned_data["officer"], by=request.user)
    return go(request, "enterprises:detail", found.pk, said=_("The named officer is set."))


@login_required
@never_cache
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A link by which somebody becomes the enterprise's contact; it is shown once."""
    found = selectors.enterprise_for(request.user, pk)
    invitation, token = contact_actions.invite_contact(
        enterprise=found, name=request.POST.get("name", ""), by=request.user
    )
    return show_link(request, invitation, token)


@login_required
@require_POST
def name_contact(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    found, grant = _contact(request, pk, grant_pk)
    contact_actions.name_contact(enterprise=found, grant=grant, by=request.user)
    said = _("The responsible contact is named.")
    return go(request, "enterprises:detail", found.pk, said=said)


@login_required
@require_POST
def withdraw_contact(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    """Whoever withdraws themselves does not see the enterprise any more."""
    found, grant = _contact(request, pk, grant_pk)
    contact_actions.withdraw_contact(enterprise=found, grant=grant, by=request.user)
    own = grant.person_id == request.user.person_id
    to = ("ui:home",) if own else ("enterprises:detail", found.pk)
    return go(request, *to, said=_("Withdrawn: this person no longer speaks for the enterprise."))


@login_required
@require_POST
def unmask_contact(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    found, grant = _contact(request, pk, grant_pk)
    phone = contact_actions.unmask_contact(
        enterprise=found, grant=grant, reason=request.POST.get("reason", ""), by=request.user
    )
    if by_htmx(request):
        return fragment(request, "ui/components/unmasked.html", {"value": phone})
    context = {"enterprise": found, "grant": grant, "phone": phone}
    return render(request, "enterprises/register_contact.html", context)


def _contact(request: HttpRequest, pk: int, grant_pk: int) -> tuple[Enterprise, Grant]:
    found = selectors.enterprise_for(request.user, pk)
    return found, get_object_or_404(selectors.contacts_of(found), pk=grant_pk)
