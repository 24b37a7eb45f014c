"""Each button of a case's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qixin.cases import actions, selectors
from qixin.cases.forms import AnswerForm, NoteForm
from qixin.cases.models import Case
from qixin.cases.views.reading import page_of
from qixin.core.errors import Conflict
from qixin.ui.http import back_to, by_htmx, fragment, go


@login_required
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    actions.accept(case=case, by=request.user, version=_version(request))
    return go(request, "cases:detail", case.number, said=_("You work on this case now."))


@login_required
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _again(request, case, form, "", status=422)
    given = form.cleaned_data
    try:
        actions.answer(case=case, text=given["text"], by=request.user, version=given["version"])
    except Conflict as error:
        return _after_conflict(request, number, error)
    return go(request, "cases:detail", case.number, said=_("Sent. The sender is asked to confirm."))


@login_required
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    form = NoteForm(request.POST, prefix="note")
    text = form.cleaned_data["text"] if form.is_valid() else request.POST.get("note-text", "")
    actions.add_note(case=case, text=text, by=request.user)
    return go(request, "cases:detail", case.number, said=_("Noted."))


@login_required
@require_POST
def hand_back(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    reason = request.POST.get("reason", "")
    actions.hand_back(case=case, reason=reason, by=request.user, version=_version(request))
    return go(request, "cases:inbox", said=_("Handed back; the triage desk has the report again."))


@login_required
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    reason = request.POST.get("reason", "")
    actions.close(case=case, reason=reason, by=request.user, version=_version(request))
    return go(request, "cases:detail", case.number, said=_("Closed."))


@login_required
@require_POST
def undo_open(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    actions.undo_open(case=case, by=request.user)
    said = _("Undone; the report is in the queue again.")
    return go(request, back_to(request, "cases:inbox"), said=said)


@login_required
@require_POST
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    contact = actions.unmask_contact(
        case=case,
        reason=request.POST.get("reason", ""),
        report=request.GET.get("report", "")[:20],
        by=request.user,
    )
    if by_htmx(request):
        return fragment(request, "ui/components/unmasked.html", {"value": str(contact)})
    return render(request, "cases/contact.html", {"case": case, "contact": contact})


def _after_conflict(request: HttpRequest, number: str, error: Conflict) -> HttpResponse:
    """The page as it is now, with the text that was typed and the reason on top."""
    case = selectors.case_for(request.user, number)
    form = AnswerForm(initial={"version": case.version, "text": error.kept})
    return _again(request, case, form, str(error), status=409)


def _again(
    request: HttpRequest, case: Case, form: AnswerForm, warning: str, *, status: int
) -> HttpResponse:
    context = page_of(request, case, answer_form=form, warning=warning)
    return render(request, "cases/detail.html", context, status=status)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
