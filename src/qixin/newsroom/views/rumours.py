"""The board of rumours, one rumour with everything that is known of it, and what a report tells."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core.errors import Conflict, Invalid, NotFound, TooLarge
from qixin.core.personal_data import mask_text
from qixin.newsroom import selectors
from qixin.newsroom.actions import rumours as actions
from qixin.newsroom.actions.evidence_files import (
    MOST_IN_A_FORM,
    collect_with_files,
    note_evidence_opened,
)
from qixin.newsroom.forms.rumours import (
    ClaimForm,
    EvidenceForm,
    ReportForm,
    RumourForm,
    SightingForm,
)
from qixin.newsroom.models import Rumour, Story
from qixin.newsroom.models.rumours import LONGEST_CLAIM
from qixin.newsroom.policies.rumours import (
    can_to_answer,
    can_to_rumour,
    check_can_collect,
    may_collect,
    why_not_verify,
)
from qixin.newsroom.selectors import rumours as selector
from qixin.people.permissions import check_permission
from qixin.people.selectors.course import course
from qixin.reports.views.uploads import forms_up_to
from qixin.ui.http import back_to, download, go

PAGE = 30
_ANSWER_VERBS = ("verify", "send_back", "take_back", "publish", "withdraw")


@login_required
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`?list=open|waiting|verified|public|ended`; without one the first that has something."""
    check_permission(request.user, "newsroom.read")
    tallies = selector.tallies(request.user)
    which = request.GET.get("list", "")
    if which not in selector.LISTS:
        which = next((one for one in ("open", "waiting", "public") if tallies[one]), "open")
    found = Paginator(selector.listed(request.user, which), PAGE)
    context = {
        "which": which,
        "page": found.get_page(request.GET.get("page")),
        "tallies": tallies,
        "may_collect": may_collect(request.user),
    }
    return render(request, "newsroom/rumours/board.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    check_can_collect(request.user)
    form = RumourForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_rumour(
                claim=form.cleaned_data["claim"], seen=form.seen,
                client_key=form.cleaned_data["key"], by=request.user,
            )  # fmt: skip
        except Invalid as problem:
            form.add_error(None, str(problem))
        else:
            return go(request, "newsroom:rumour", made.pk, said=_("The rumour is on the board."))
    status = 422 if form.errors else 200
    return render(request, "newsroom/rumours/form.html", {"form": form}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def from_report(request: HttpRequest, number: str) -> HttpResponse:
    """From triage: the report tells of a rumour that is known, or of a new one."""
    check_can_collect(request.user)
    report = selectors.reports_by_number(request.user, [number])[0]
    known = selector.of_report(request.user, report)
    if known is not None and request.method != "POST":
        return go(request, "newsroom:rumour", known.pk)
    form = ReportForm(
        request.POST or None,
        offered=selector.offered_to(request.user, report),
        initial={"claim": mask_text(report.text)[:LONGEST_CLAIM]},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if form.chosen is not None:
                made = actions.join_report(
                    rumour=form.chosen, report=report, channel=given["channel"], by=request.user
                )
            else:
                made = actions.open_from_report(
                    report=report, claim=given["claim"], channel=given["channel"],
                    client_key=given["key"], by=request.user,
                )  # fmt: skip
        except (Invalid, Conflict) as problem:
            form.add_error(None, str(problem))
        else:
            there = back_to(request, reverse("newsroom:rumour", args=[made.pk]))
            return go(request, there, said=_("It is looked into; the sender will read the answer."))
    context = {"form": form, "report": report, "text": mask_text(report.text)}
    status = 422 if form.errors else 200
    return render(request, "newsroom/rumours/from_report.html", context, status=status)


@login_required
@require_POST
def leave_report(request: HttpRequest, number: str) -> HttpResponse:
    report = selectors.reports_by_number(request.user, [number])[0]
    actions.leave_report(report=report, by=request.user)
    back = back_to(request, reverse("newsroom:rumours"))
    return go(request, back, said=_("Undone; the report is in the queue again."))


@login_required
@never_cache
@require_safe
def of_report(request: HttpRequest, number: str) -> HttpResponse:
    """For the report's own page, which fetches it: the rumour that the report tells of."""
    check_permission(request.user, "newsroom.read")
    report = selectors.reports_by_number(request.user, [number])[0]
    found = selector.of_report(request.user, report)
    context = {"rumour": found, "report": report, "may_collect": may_collect(request.user)}
    return render(request, "newsroom/rumours/_of_report.html", context)


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, selector.rumour(request.user, pk))


@login_required
@require_POST
def see(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.rumour(request.user, pk)
    form = SightingForm(request.POST)
    if form.is_valid():
        try:
            actions.see(
                rumour=found, seen=form.seen, client_key=form.cleaned_data["key"], by=request.user
            )
        except Invalid as problem:
            form.add_error(None, str(problem))
        else:
            return go(request, "newsroom:rumour", pk, said=_("Noted."))
    return _page(request, found, status=422, sighting_form=form)


@forms_up_to(MOST_IN_A_FORM)
@login_required
@require_POST
def collect(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.rumour(request.user, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            collect_with_files(
                rumour=found, found=form.found, files=form.uploads,
                client_key=form.cleaned_data["key"], by=request.user,
            )  # fmt: skip
        except (Invalid, TooLarge) as problem:
            form.add_error(None, str(problem))
        else:
            return go(request, "newsroom:rumour", pk, said=_("The evidence is kept."))
    return _page(request, found, status=422, evidence_form=form)


@login_required
@never_cache
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    found = selector.evidence_file(request.user, pk)
    note_evidence_opened(file=found, by=request.user)
    return download(found.stored, name=found.name, mime=found.mime)


@login_required
@require_POST
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed stays in the form where somebody else was quicker."""
    found = selector.rumour(request.user, pk)
    form = ClaimForm(request.POST, rumour=found)
    if form.is_valid():
        try:
            actions.revise(rumour=found, by=request.user, **form.cleaned_data)
        except (Invalid, Conflict) as problem:
            form.add_error(None, str(problem))
        else:
            return go(request, "newsroom:rumour", pk, said=_("The claim is changed."))
    return _page(request, found, status=422, claim_form=form)


@login_required
@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.rumour(request.user, pk)
    actions.file_rumour(rumour=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "newsroom:rumour", pk, said=_("Filed; whoever sent it reads why."))


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.rumour(request.user, pk)
    actions.reopen(rumour=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "newsroom:rumour", pk, said=_("It is looked into again."))


@login_required
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.rumour(request.user, pk)
    actions.link_story(rumour=found, story=_story(request), by=request.user)
    return go(request, "newsroom:rumour", pk, said=_("Linked."))


@login_required
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.rumour(request.user, pk)
    actions.unlink_story(rumour=found, story=_story(request), by=request.user)
    return go(request, "newsroom:rumour", pk, said=_("Unlinked."))


def _story(request: HttpRequest) -> Story:
    given = request.POST.get("story", "")
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise NotFound(_("Choose a story from the list."))
    return selectors.story(request.user, int(given))


def _page(request: HttpRequest, found: Rumour, *, status: int = 200, **more: Any) -> HttpResponse:
    """One rumour; `more` gives back a form that has to be corrected."""
    user, collects = request.user, may_collect(request.user)
    public, in_work = found.public_answer, found.answer_in_work
    shown = in_work or public
    is_alive = found.state in ("collecting", "answered")
    context = {
        "rumour": found,
        "spread": selector.spread(found),
        "sightings": selector.sightings(found),
        "evidence": selector.evidence(found),
        "public": public,
        "in_work": in_work,
        "last_return": _last_return(found) if in_work is None else None,
        "earlier": [one for one in found.answers.all() if one not in (public, in_work)],
        "can": {v: can_to_rumour(user, v, rumour=found) for v in ("propose", "file", "reopen")},
        "can_answer": {
            verb: (answer := public if verb == "withdraw" else shown) is not None
            and can_to_answer(user, verb, answer=answer)
            for verb in _ANSWER_VERBS
        },
        "why_not": why_not_verify(user, in_work) if in_work is not None else "",
        "may_collect": collects,
        "takes_facts": collects and is_alive,
        "sighting_form": SightingForm(),
        "evidence_form": EvidenceForm(),
        "claim_form": ClaimForm(rumour=found),
        "stories": selector.stories_of(found),
        "to_link": selector.stories_to_link(found) if collects else [],
        "course": course(found),
    } | more
    return render(request, "newsroom/rumours/detail.html", context, status=status)


def _last_return(found: Rumour) -> Any:
    """Why the last answer came back, until another is proposed."""
    last = max(found.answers.all(), key=lambda one: one.pk, default=None)
    return last if last is not None and last.state == "returned" and last.reason else None
