"""Drafting and changing a letter, and every step of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qixin.letters import actions, matters, policies, selectors
from qixin.letters.forms import LetterForm, initial_of
from qixin.letters.models import Incoming, Letter
from qixin.letters.patterns import answer_to, from_template
from qixin.letters.placeholders import CASE, UNIT
from qixin.letters.tasks import deliver_letters
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.ui.http import go


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """`?case=C…` fills in the case that the letter belongs to, `?template=` its usual words,
    `?answers=N…` what answers a letter that came in."""
    check_permission(request.user, "letters.draft")
    case = request.GET.get("case", "")[:20]
    templates = selectors.templates_to_choose(request.user)
    chosen = next((one for one in templates if str(one.pk) == request.GET.get("template")), None)
    initial = {"case_number": case}
    if chosen:
        initial |= from_template(chosen, _known(request.user, case))
    answered = _answered(request)
    if answered:
        initial |= answer_to(answered)
    form = LetterForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        text = replace(form.text, answers=answered)
        made = actions.draft(unit=form.cleaned_data["unit"], text=text, by=request.user)
        return go(request, "letters:detail", made.number, said=_("The draft is kept."))
    context = {"form": form, "templates": templates, "chosen": chosen, "case": case,
               "answered": answered}  # fmt: skip
    return render(request, "letters/edit.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.letter_for(request.user, number)
    policies.check_can_handle(request.user, letter=found)
    policies.check_transition("letter", "revise", found.state)
    form = LetterForm(request.POST or None, user=request.user, initial=initial_of(found))
    del form.fields["unit"]
    if request.method == "POST" and form.is_valid():
        actions.revise(letter=found, text=form.text, by=request.user)
        return go(request, "letters:detail", found.number, said=_("Changed; hand it in again."))
    context = {"form": form, "letter": found}
    return render(request, "letters/edit.html", context, status=422 if form.errors else 200)


def _known(user: User, case: str) -> dict[str, str]:
    """What stands for a template's placeholders: of the case, and the unit where there is one."""
    units = list(selectors.own_units(user)[:2])
    known = {UNIT: units[0].name} if len(units) == 1 else {}
    told = matters.known_of(user, case)
    return known | ({CASE: case} if told else {}) | told


def _answered(request: HttpRequest) -> Incoming | None:
    number = request.GET.get("answers", "")
    if not number:
        return None
    found = selectors.incoming_for(request.user, number)
    policies.check_can_deal_with(request.user, incoming=found)
    policies.check_incoming("answer_with", found.state)
    return found


def _step(act: Callable[..., Letter], said: Callable[[Letter], str], *, why: bool = False) -> Any:
    """A view that takes one step; with `why` the form gives a reason."""

    @login_required
    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        found = selectors.letter_for(request.user, number)
        more = {"reason": request.POST.get("reason", "")} if why else {}
        held = act(letter=found, by=request.user, **more)
        return go(request, "letters:detail", found.number, said=said(held))

    return view


submit = _step(actions.submit, lambda _held: _("Handed in. Somebody else checks it now."))
check = _step(actions.check, lambda _held: _("Checked. It waits for a signature now."))
send_back = _step(actions.send_back, lambda _held: _("Handed back with your reason."), why=True)
sign = _step(
    actions.sign, lambda held: _("Signed as %(number)s.") % {"number": held.document_number}
)
discard = _step(actions.discard, lambda _held: _("Discarded."))
recall = _step(
    actions.recall, lambda _held: _("Recalled. Its links take no answer any more."), why=True
)


@login_required
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.letter_for(request.user, number)
    actions.send(letter=found, by=request.user)
    deliver_letters.enqueue()
    said = _("Sent. Copies go out by e-mail; print those of recipients without an address.")
    return go(request, "letters:detail", found.number, said=said)
