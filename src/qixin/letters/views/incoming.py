"""Letters that came in: the register, one of them, and what becomes of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.errors import Conflict, Invalid, TooLarge
from qixin.letters import actions, policies, selectors
from qixin.letters.admitting import LARGEST_FILE, MEGABYTE, MOST_FILES, MOST_IN_A_FORM
from qixin.letters.forms import AssignForm, IncomingFilterForm, IncomingForm
from qixin.letters.models import Addressee
from qixin.people.models import Unit, User
from qixin.people.permissions import check_permission, has_permission
from qixin.reports.views.uploads import forms_up_to
from qixin.ui.http import download, filled, go

PAGE = 50
VERBS = ("correct", "assign", "match", "file", "answer_with")


@login_required
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "letters.read")
    wanted = selectors.IncomingFilter.from_query(request.GET)
    found = selectors.incoming_listed(request.user, wanted)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "tallies": selectors.incoming_tallies(request.user, wanted),
        "form": IncomingFilterForm({"state": wanted.state, "kind": wanted.kind}),
        "may_register": has_permission(request.user, "letters.draft"),
    }
    return render(request, "letters/incoming_list.html", context)


@forms_up_to(MOST_IN_A_FORM)
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "letters.draft")
    form = IncomingForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register(
                desk=form.cleaned_data["desk"],
                given=form.came_in(_sender(form, request.user)),
                by=request.user,
                key=form.cleaned_data["key"],
                files=form.uploads,
            )
        except (Conflict, Invalid, TooLarge) as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "letters:incoming", made.number, said=_("Registered."))
    return _form(request, form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.incoming_for(request.user, number)
    policies.check_can_deal_with(request.user, incoming=found)
    policies.check_incoming("correct", found.state)
    form = IncomingForm(request.POST or None, user=request.user, incoming=found)
    if request.method == "POST" and form.is_valid():
        given, version = form.came_in(_sender(form, request.user)), form.cleaned_data["version"]
        try:
            actions.correct(incoming=found, given=given, version=version or 0, by=request.user)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, str(refusal))
        else:
            return go(request, "letters:incoming", found.number, said=_("Corrected."))
    elif request.method == "GET":
        actions.note_incoming_opened(incoming=found, by=request.user)
    return _form(request, form, incoming=found)


@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.incoming_for(request.user, number)
    can = {verb: policies.can_with_incoming(request.user, verb, incoming=found) for verb in VERBS}
    context = {
        "incoming": found,
        "files": found.files.all(),
        "answers": found.answered_in.select_related("series").order_by("drafted_at"),
        "can": can,
        "can_open": policies.can_open_files(request.user, incoming=found),
        "suggestions": selectors.suggestions(request.user, found) if can["match"] else [],
        "form": AssignForm(initial={"unit": found.unit.name, "working_days": found.working_days}),
        "units": Unit.objects.exclude(kind="enterprise").values_list("name", flat=True),
    }
    return render(request, "letters/incoming.html", context)


@login_required
@require_POST
def assign(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.incoming_for(request.user, number)
    actions.assign(incoming=found, **filled(AssignForm(request.POST)), by=request.user)
    return go(request, "letters:incoming_list", said=_("Given to the unit, which has been told."))


@login_required
@require_POST
def match(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = selectors.incoming_for(request.user, number)
    copy = selectors.recipient_for(request.user, pk)
    actions.match(incoming=found, recipient=copy, by=request.user)
    said = _("Taken as the answer to %(letter)s.") % {"letter": copy.letter}
    return go(request, "letters:incoming", found.number, said=said)


@login_required
@require_POST
def file_away(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.incoming_for(request.user, number)
    actions.file_away(incoming=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "letters:incoming", found.number, said=_("Filed without an answer."))


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.incoming_file_for(request.user, pk)
    actions.note_incoming_file_opened(file=found, by=request.user)
    return download(found.stored, name=found.name, mime=found.mime)


def _sender(form: IncomingForm, by: User) -> Addressee:
    return form.known or actions.add_addressee(**form.new_sender, by=by)


def _form(request: HttpRequest, form: IncomingForm, **more: object) -> HttpResponse:
    context = {
        "form": form,
        "files_lost": bool(request.FILES),
        "most_files": MOST_FILES,
        "megabytes": LARGEST_FILE // MEGABYTE,
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "letters/incoming_edit.html", context, status=status)
