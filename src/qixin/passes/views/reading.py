"""The list, one pass, the pass as it is shown or printed, the passages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.errors import Invalid, NotFound
from qixin.passes import actions, policies, selectors
from qixin.passes.drawing import draw
from qixin.passes.enums import PassState
from qixin.passes.forms import FilterForm, PassageFilterForm
from qixin.passes.links import address_of
from qixin.passes.models import Pass
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission
from qixin.ui.http import by_htmx, fragment

PAGE = 50
# Sheets of paper at once.
MOST_PRINTED = 500
VERBS = ("approve", "refuse", "withdraw", "revoke")


@login_required
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    if not has_permission(request.user, "passes.request"):
        check_permission(request.user, "passes.read")
    wanted = selectors.Filter.from_query(request.GET)
    page = Paginator(selectors.listed(request.user, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wanted,
        "tallies": selectors.tallies(request.user, wanted),
        "form": FilterForm({"state": wanted.state}),
        "may_request": has_permission(request.user, "passes.request"),
        "printable": "&".join(
            f"pass={one.number}" for one in page if one.state == PassState.ISSUED
        ),
    }
    return render(request, "passes/list.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    user = request.user
    decides = has_permission(user, "passes.decide")
    context = {
        "pass": found,
        "driver": found.masked_driver,
        "can": {verb: policies.can(user, verb, asked=found) for verb in VERBS},
        "can_unmask": policies.can_unmask(user, asked=found),
        "others": selectors.others_of_vehicle(found) if decides else (),
        "passages": found.passages.all().order_by("-at")[:20],
        "reads_cases": has_permission(user, "cases.read"),
        "can_link": policies.can_link(user, asked=found),
        **_link(user, found),
    }
    return render(request, "passes/detail.html", context)


@login_required
@never_cache
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """For the driver's telephone: the code as large as the screen, and what a guard compares."""
    found = _issued(selectors.pass_for(request.user, number))
    context = {"pass": found, "drawn": _drawn(found)}
    return render(request, "passes/show.html", context)


@login_required
@never_cache
@require_safe
def print_passes(request: HttpRequest) -> HttpResponse:
    """`?pass=P…&pass=P…`: one page of A5 each."""
    numbers = request.GET.getlist("pass")
    if len(numbers) > MOST_PRINTED:
        raise Invalid(_("At most %(most)d passes at once.") % {"most": MOST_PRINTED})
    found = list(selectors.to_print(request.user, numbers))
    if not found:
        raise NotFound(_("There is no issued pass to print."))
    context = {"passes": [(one, _drawn(one)) for one in found]}
    return render(request, "passes/print.html", context)


@login_required
@require_safe
def passages(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "passes.read")
    words = request.GET.get("q", "").strip()[:60]
    form = PassageFilterForm(request.GET)
    direction = form.cleaned_data["direction"] if form.is_valid() else ""
    found = selectors.passages(request.user, words=words, direction=direction)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "passes/passages.html", {"page": page, "words": words, "form": form})


@login_required
@require_POST
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    driver = actions.unmask(asked=found, reason=request.POST.get("reason", ""), by=request.user)
    if by_htmx(request):
        return fragment(request, "ui/components/unmasked.html", {"value": driver})
    return render(request, "passes/driver.html", {"pass": found, "driver": driver})


def _link(user: User, found: Pass) -> dict[str, Any]:
    """For those who may send it: whoever holds the address opens the pass."""
    link = selectors.standing_link(found) if policies.can_link(user, asked=found) else None
    return {"link": link, "link_address": address_of(link.token)} if link else {}


def _issued(found: Pass) -> Pass:
    if found.state != PassState.ISSUED:
        raise NotFound(_("This pass is not issued, so there is nothing to show."))
    return found


def _drawn(found: Pass) -> Any:
    return mark_safe(draw(found.token))  # noqa: S308 - drawn here, of a token that we signed
