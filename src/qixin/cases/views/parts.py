"""The units' parts in a case, what came of it, and its files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.cases import actions, forms, selectors
from qixin.core.errors import NotFound
from qixin.ui.http import download, filled, go

# verb in the address → the action that wants a text, under which name
_WITH_TEXT = {
    "finish": (actions.finish_part, "result"),
    "return": (actions.return_part, "reason"),
    "hand-back": (actions.hand_back_part, "reason"),
    "uphold": (actions.uphold_part, "reason"),
    "withdraw": (actions.withdraw_part, "reason"),
}
_PLAIN = {"accept": actions.accept_part, "start": actions.start_part}


@login_required
@require_POST
def offer(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    part = actions.offer_part(case=case, by=request.user, **filled(forms.PartForm(request.POST)))
    said = _("%(unit)s is asked to help.") % {"unit": part.unit}
    return go(request, "cases:detail", case.number, said=said)


@login_required
@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    part = selectors.part_for(request.user, pk)
    if verb in _PLAIN:
        _PLAIN[verb](part=part, by=request.user)
    elif verb in _WITH_TEXT:
        action, name = _WITH_TEXT[verb]
        action(part=part, by=request.user, **{name: request.POST.get("text", "")})
    else:
        raise NotFound(_("There is no such step."))
    return go(request, "cases:detail", part.case.number, said=_("Kept."))


@login_required
@require_POST
def record(request: HttpRequest, number: str) -> HttpResponse:
    case = selectors.case_for(request.user, number)
    form = forms.OutcomeForm(request.POST)
    filled(form)
    actions.record_outcome(case=case, result=form.result(), by=request.user)
    return go(request, "cases:detail", case.number, said=_("Recorded; it counts."))


@login_required
@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = selectors.outcome_for(request.user, pk)
    actions.strike_outcome(outcome=outcome, by=request.user)
    return go(request, "cases:detail", outcome.case.number, said=_("Struck; it counts no more."))


@login_required
@require_POST
def exclude(request: HttpRequest, number: str) -> HttpResponse:
    """The lead unit's wish, its appeal, or the commander's decision, as the button says."""
    case = selectors.case_for(request.user, number)
    reason, what = request.POST.get("reason", ""), request.POST.get("what", "")
    if what == "request":
        actions.request_exclusion(case=case, reason=reason, by=request.user)
    elif what == "appeal":
        exclusion = selectors.exclusion_of(case)
        actions.appeal(exclusion=exclusion, reason=reason, by=request.user)
    elif what in ("grant", "refuse"):
        actions.decide_exclusion(
            exclusion=selectors.exclusion_of(case),
            is_granted=what == "grant",
            reason=reason,
            by=request.user,
        )
    else:
        raise NotFound(_("There is no such step."))
    return go(request, "cases:detail", case.number, said=_("Kept."))


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    found = selectors.file_for(request.user, pk)
    actions.note_file_opened(file=found, by=request.user)
    return download(found.stored, name=found.name, mime=found.mime)
