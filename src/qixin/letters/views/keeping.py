"""Recipients' links and reminders, the address book, the series."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qixin.core.errors import Conflict
from qixin.letters import actions, policies, selectors
from qixin.letters.enums import Province
from qixin.letters.forms import AddresseeForm, BookFilterForm, SeriesForm
from qixin.letters.tasks import deliver_letters
from qixin.people.models import Unit
from qixin.people.permissions import check_permission
from qixin.ui.http import back_to, go

PAGE = 100


@login_required
@require_POST
def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.recipient_for(request.user, pk)
    reason = request.POST.get("reason", "")
    actions.revoke_link(recipient=found, reason=reason, by=request.user)
    return go(request, "letters:detail", found.letter.number, said=_("The link is dead now."))


@login_required
@require_POST
def renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.recipient_for(request.user, pk)
    actions.renew_link(recipient=found, by=request.user)
    deliver_letters.enqueue()
    said = _("A new link for 30 days; the old one is dead.")
    return go(request, "letters:detail", found.letter.number, said=said)


@login_required
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.recipient_for(request.user, pk)
    made = actions.remind(recipient=found, by=request.user)
    deliver_letters.enqueue()
    said = _("Reminder %(n)d is noted.") % {"n": made.step}
    if not found.addressee.email:
        said = f"{said} {_('There is no e-mail address: please telephone or write.')}"
    return go(request, back_to(request, "letters:chase"), said=said)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def addressees(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "letters.read")
    form = AddresseeForm(request.POST or None)
    if request.method == "POST":
        policies.check_can_keep_addresses(request.user)
        if form.is_valid():
            try:
                actions.add_addressee(**form.cleaned_data, by=request.user)
            except Conflict as twice:
                form.add_error("name", str(twice))
            else:
                return go(request, "letters:addressees", said=_("Added to the address book."))
    return render(
        request, "letters/addressees.html", _book(request, form), status=422 if form.errors else 200
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def addressee(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: every letter to it and from it, how fast it answers; changed on the same page."""
    check_permission(request.user, "letters.read")
    found = selectors.addressee_for(request.user, pk)
    form = AddresseeForm(request.POST or None, instance=found)
    if request.method == "POST":
        policies.check_can_keep_addresses(request.user)
        if form.is_valid():
            given = form.cleaned_data | {"version": version_of(request)}
            try:
                actions.revise_addressee(addressee=found, **given, by=request.user)
            except Conflict as refusal:
                form.add_error(None, str(refusal))
            else:
                return go(request, "letters:addressee", pk, said=_("Changed."))
    copies = list(selectors.copies_of(request.user, found))
    answered = sorted(one.days_to_answer for one in copies if one.days_to_answer is not None)
    context = {
        "addressee": found,
        "form": form,
        "copies": copies,
        "answered": len(answered),
        "median": answered[len(answered) // 2] if answered else None,
        "received": selectors.letters_from(request.user, found),
        "may_change": policies.may_keep_addresses(request.user),
    }
    return render(request, "letters/addressee.html", context, status=422 if form.errors else 200)


def version_of(request: HttpRequest) -> int:
    """What the form was filled in on; 0, which nothing has, for what is no number."""
    typed = request.POST.get("version", "")[:9]
    return int(typed) if typed.isdecimal() else 0


@login_required
@require_POST
def retire_addressee(request: HttpRequest, pk: int) -> HttpResponse:
    check_permission(request.user, "letters.read")
    found = selectors.addressee_for(request.user, pk)
    actions.retire_addressee(addressee=found, by=request.user)
    return go(request, "letters:addressees", said=_("Taken out of the address book."))


def _book(request: HttpRequest, form: AddresseeForm) -> dict[str, object]:
    words = request.GET.get("q", "").strip()[:60]
    province = request.GET.get("province", "")
    province = province if province in Province.values else ""
    found = selectors.addressees(words=words, province=province)
    return {
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "filter": BookFilterForm({"province": province}),
        "words": words,
        "may_add": policies.may_keep_addresses(request.user),
    }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest) -> HttpResponse:
    """A code that is there is set anew."""
    policies.check_can_manage(request.user)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_series(**form.cleaned_data, by=request.user)
        return go(request, "letters:series", said=_("The series is set."))
    context = {
        "form": form,
        "series": selectors.all_series(),
        "units": Unit.objects.exclude(kind="enterprise").values_list("name", flat=True),
    }
    return render(request, "letters/series.html", context, status=422 if form.errors else 200)
