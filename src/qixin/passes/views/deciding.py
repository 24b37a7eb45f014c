"""What an officer does: the queue, each decision, all that a rule lets through."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qixin.passes import actions, policies, selectors
from qixin.people.permissions import check_permission
from qixin.ui.http import back_to, go

PAGE = 100


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "passes.decide")
    page = Paginator(selectors.queue(request.user), PAGE).get_page(request.GET.get("page"))
    rules = selectors.rules_in_force()
    rows = [(one, policies.why_not_by_rule(one, rules)) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "ready": sum(not why for _one, why in rows),
        "rules": rules.values(),
        "key": selectors.signing_key(),
    }
    return render(request, "passes/queue.html", context)


@login_required
@require_POST
def approve_by_rule(request: HttpRequest) -> HttpResponse:
    """All that wait, or those chosen (`pass`), as far as the rules and limits go."""
    check_permission(request.user, "passes.decide")
    waiting = selectors.queue(request.user)
    if chosen := request.POST.getlist("pass"):
        waiting = waiting.filter(number__in=chosen)
    bulk = actions.approve_by_rule(asked=waiting, by=request.user)
    if bulk.left:
        return render(request, "passes/bulk.html", {"bulk": bulk})
    count = len(bulk.issued)
    said = ngettext("%(n)d pass issued.", "%(n)d passes issued.", count) % {"n": count}
    return go(request, "passes:queue", said=said)


@login_required
@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    actions.approve(asked=found, by=request.user)
    said = _("Pass %(number)s is issued.") % {"number": found.number}
    return go(request, back_to(request, "passes:queue"), said=said)


@login_required
@require_POST
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    actions.refuse(asked=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "passes:queue", said=_("Refused; the applicant reads your reason."))


@login_required
@require_POST
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    actions.revoke(asked=found, reason=request.POST.get("reason", ""), by=request.user)
    said = _("Revoked. Each post refuses it as soon as its telephone has fetched the list.")
    return go(request, "passes:detail", found.number, said=said)
