"""Each button of a case's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qixin.cases import actions, forms, selectors
from qixin.cases.models import Case
from qixin.cases.views.reading import page_of
from qixin.core.errors import Conflict, Invalid, TooLarge
from qixin.reports.enums import Urgency
from qixin.ui.http import back_to, by_htmx, filled, fragment, go


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
    form = forms.AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, case, form, "", status=422)
    given = form.cleaned_data
    try:
        actions.answer(
            case=case,
            text=given["text"],
            by=request.user,
            version=given["version"],
            files=forms.uploads(given["files"]),
        )
    except Conflict as error:
        return _after_conflict(request, number, error)
    except (Invalid, TooLarge) as refusal:
        form.add_error(None, str(refusal))
        return _again(request, case, form, "", status=int(refusal.status))
    return go(request, "cases:detail", case.number, said=_("Sent. The sender is asked to confirm."))


@login_required
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    people = selectors.people_of(case)
    form = forms.NoteForm(request.POST, request.FILES, prefix="note", people=people)
    valid = form.is_valid()
    given = form.cleaned_data
    actions.add_note(
        case=case,
        text=given.get("text", "") if valid else request.POST.get("note-text", ""),
        audience=given.get("audience") or "departments",
        mentions=given.get("mentions") or (),
        files=forms.uploads(given.get("files") or ()),
        by=request.user,
    )
    return go(request, "cases:detail", case.number, said=_("Noted."))


@login_required
@require_POST
def hand_back(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    reason = request.POST.get("reason", "")
    held = actions.hand_back(case=case, reason=reason, by=request.user, version=_version(request))
    if held.dispute:
        said = _("Handed back a second time: the duty commander decides.")
        return go(request, "cases:detail", case.number, said=said)
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


@login_required
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, forms.AskForm, actions.ask, _("Asked. The clock stands."))


@login_required
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    actions.resume(case=case, by=request.user)
    return go(request, "cases:detail", case.number, said=_("The clock runs again."))


@login_required
@require_POST
def move(request: HttpRequest, number: str) -> HttpResponse:
    said = _("Given to another unit; its clock has started.")
    return _step(request, number, forms.UnitAndReasonForm, actions.move, said)


@login_required
@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    said = _("Decided. The unit cannot hand it back any more.")
    return _step(request, number, forms.UnitAndReasonForm, actions.decide, said)


@login_required
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    actions.reopen(case=case, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "cases:detail", case.number, said=_("Reopened; a new clock runs."))


@login_required
@require_POST
def change_terms(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    given = filled(forms.TermsForm(request.POST))
    actions.change_terms(
        case=case,
        case_type=given["case_type"],
        urgency=Urgency(given["urgency"]),
        version=given["version"],
        by=request.user,
    )
    return go(request, "cases:detail", case.number, said=_("Kept; clocks are worked out again."))


@login_required
@require_POST
def merge(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    given = filled(forms.MergeForm(request.POST))
    into = selectors.case_for(request.user, given["into"])
    actions.merge(
        case=case, into=into, reason=given["reason"], version=given["version"], by=request.user
    )
    said = _("Merged: case %(number)s goes on for both.") % {"number": into.number}
    return go(request, "cases:detail", into.number, said=said)


@login_required
@require_POST
def split(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    given = filled(forms.SplitForm(request.POST))
    child = actions.split(case=case, unit=given["unit"], title=given["title"], by=request.user)
    said = _("Case %(number)s opened for %(unit)s.") % {
        "number": child.number,
        "unit": child.lead_unit,
    }
    return go(request, "cases:detail", case.number, said=said)


@login_required
@require_POST
def offer_story(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    given = filled(forms.StoryForm(request.POST))
    report = actions.offer_to_newsroom(case=case, by=request.user, **given)
    said = _("Offered to the newsroom as %(number)s.") % {"number": report.number}
    return go(request, "cases:detail", case.number, said=said)


def _step(
    request: HttpRequest,
    number: str,
    form: type[django_forms.Form],
    action: Callable[..., Any],
    said: str,
) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    action(case=case, by=request.user, **filled(form(request.POST)))
    return go(request, "cases:detail", case.number, said=said)


def _after_conflict(request: HttpRequest, number: str, error: Conflict) -> HttpResponse:
    """The page as it is now, with the text that was typed and the reason on top."""
    case = selectors.case_for(request.user, number)
    form = forms.AnswerForm(initial={"version": case.version, "text": error.kept})
    return _again(request, case, form, str(error), status=409)


def _again(
    request: HttpRequest, case: Case, form: forms.AnswerForm, warning: str, *, status: int
) -> HttpResponse:
    context = page_of(request, case, answer_form=form, warning=warning)
    return render(request, "cases/detail.html", context, status=status)


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
