"""A rumour's answer: written on a page of its own, decided by buttons on the rumour's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qixin.core.errors import Conflict, Invalid
from qixin.newsroom.actions import answers as actions
from qixin.newsroom.forms.rumours import AnswerForm
from qixin.newsroom.policies.rumours import check_can_collect
from qixin.newsroom.selectors import rumours as selector
from qixin.ui.http import go


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed stays in the form where it cannot be taken."""
    found = selector.rumour(request.user, pk)
    check_can_collect(request.user)
    form = AnswerForm(request.POST or None, rumour=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(rumour=found, wording=form.wording, by=request.user)
        except (Invalid, Conflict) as problem:
            form.add_error(None, str(problem))
        else:
            said = _("Proposed. A second person verifies it before readers see it.")
            return go(request, "newsroom:rumour", pk, said=said)
    context = {
        "rumour": found,
        "form": form,
        "evidence": selector.evidence(found),
        "public": found.public_answer,
    }
    status = 422 if form.errors else 200
    return render(request, "newsroom/rumours/answer.html", context, status=status)


def _step(act: Callable[..., object], said: str, **fields: str) -> Any:
    """A view that takes one step; `fields` are what the action is given of the form."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        answer = selector.answer(request.user, pk)
        given = {name: request.POST.get(posted, "") for name, posted in fields.items()}
        act(answer=answer, by=request.user, **given)
        return go(request, "newsroom:rumour", answer.rumour_id, said=_(said))

    return view


send_back = _step(
    actions.send_back, gettext_noop("Returned. Its author reads your reason."), reason="reason"
)
take_back = _step(actions.take_back, gettext_noop("Taken back. You can write it anew."))
publish = _step(actions.publish, gettext_noop("Published: it stands on top of the search."))
withdraw = _step(
    actions.withdraw,
    gettext_noop("Withdrawn. At its address stands your reason now."),
    reason="reason",
)


@login_required
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """`then=publish` lets it out at once: at night there is nobody to wait for."""
    answer = selector.answer(request.user, pk)
    actions.verify(answer=answer, by=request.user)
    said = _("Verified. It can be published now.")
    if request.POST.get("then") == "publish":
        actions.publish(answer=answer, by=request.user)
        said = _("Verified and published: it stands on top of the search.")
    return go(request, "newsroom:rumour", answer.rumour_id, said=said)
