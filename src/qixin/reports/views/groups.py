"""A leader's page: the QR code, who waits, who is in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.errors import Invalid, Refused
from qixin.reports import actions
from qixin.reports.enums import MemberState
from qixin.reports.models import Group, GroupMember
from qixin.reports.selectors import groups as selector
from qixin.ui.http import go

PER_PAGE = 50
STATES = (MemberState.PENDING, MemberState.ACTIVE, MemberState.DECLINED, MemberState.LEFT)


@login_required
@never_cache
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    led = list(selector.groups_led_by(request.user))
    if not led:
        raise Refused(_("Only the group's leaders can do this."))
    return render(request, "reports/sending/groups.html", {"groups": led})


@login_required
@never_cache
@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.group_led(request.user, pk)
    counts = selector.counts(found)
    state = request.GET.get("state") or MemberState.PENDING
    words = request.GET.get("q", "")
    rows = selector.members(found, state=state, words=words)
    link = request.build_absolute_uri(reverse("reports:join", args=[found.invitation_token]))
    context = {
        "group": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "link": link,
        "state": state,
        "words": words,
        "tabs": [(value, value.label, counts[value]) for value in STATES],
        "waiting": counts[MemberState.PENDING],
    }
    return render(request, "reports/sending/group.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or decline those ticked, or confirm all who wait."""
    found = selector.group_led(request.user, pk)
    said = _decide(request, found)
    return go(request, "reports:group", found.pk, said=said)


def _decide(request: HttpRequest, found: Group) -> str:
    decision = request.POST.get("decision")
    if decision == "confirm_all":
        chosen = list(selector.members(found, state=MemberState.PENDING))
    else:
        chosen = _ticked(request, found)
    if decision == "decline":
        for member in chosen:
            actions.decline(member=member, by=request.user)
        return _("Declined: %(count)d.") % {"count": len(chosen)}
    if decision == "leave":
        for member in chosen:
            actions.leave(member=member, by=request.user)
        return _("Taken out of the group: %(count)d.") % {"count": len(chosen)}
    count = actions.confirm_all(members=chosen, by=request.user)
    return ngettext(
        "%(count)d new member. They can send at once.",
        "%(count)d new members. They can send at once.",
        count,
    ) % {"count": count}


def _ticked(request: HttpRequest, found: Group) -> list[GroupMember]:
    ids = [pk for pk in request.POST.getlist("member") if pk.isdigit()]
    chosen = list(
        GroupMember.objects.filter(group=found, pk__in=ids).select_related("group__unit", "person")
    )
    if not chosen:
        raise Invalid(_("Tick at least one name first."))
    return chosen
