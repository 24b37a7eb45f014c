"""The contributors' board, and the lists behind its numbers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qixin.core.errors import NotFound
from qixin.newsroom.selectors import contributors as selector
from qixin.newsroom.selectors import staff
from qixin.newsroom.views.days import day_asked
from qixin.people.models import Person, User
from qixin.people.permissions import has_permission
from qixin.reports.models import Group

PAGE = 50


@login_required
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`?from=2020-02-01&until=2020-02-29&group=3`: the persons of one group, or of all."""
    reach = selector.check_may_see_board(request.user)
    span, group = _span(request), _number(request, "group")
    counted = selector.Board.of(reach, span)
    groups, persons = counted.by_group(), counted.by_person(group=group)
    context = {
        "span": span,
        "groups": groups,
        "page": Paginator(persons, PAGE).get_page(request.GET.get("page")),
        "group": next((row for row in groups if row.key == group), None),
        "staff": staff.by_staff(reach, span) if not group else [],
        "total": counted.total(),
        "everything": reach.everything,
    }
    return render(request, "newsroom/contributors/board.html", context)


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The list behind a number: `?kind=used&group=3&person=7` in the span."""
    reach = selector.check_may_see_board(request.user)
    kind, span = request.GET.get("kind", "sent"), _span(request)
    if kind not in selector.KINDS:
        raise NotFound(_("There is no such list."))
    of = {"group": _number(request, "group"), "sender": _number(request, "person")}
    rows = getattr(selector, kind)(reach, span, **of)
    context = {
        "kind": kind,
        "span": span,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "group": Group.objects.filter(pk=of["group"]).first() if rows else None,
        "person": Person.objects.filter(pk=of["sender"]).first() if rows else None,
        "reads_reports": has_permission(request.user, "reports.read"),
        "reads_newsroom": has_permission(request.user, "newsroom.read"),
    }
    return render(request, "newsroom/contributors/list.html", context)


@login_required
@never_cache
@require_safe
def of_staff(request: HttpRequest) -> HttpResponse:
    """The list behind a number of a staff reporter: `?kind=placed&staff=7` in the span."""
    reach, span = selector.check_may_see_board(request.user), _span(request)
    kind, who = request.GET.get("kind", "used"), _number(request, "staff")
    if kind not in ("used", "placed") or not reach.everything:
        raise NotFound(_("There is no such list."))
    rows = staff.written(reach, span, who) if kind == "used" else staff.placed(reach, span, who)
    context = {
        "kind": kind,
        "span": span,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "who": User.objects.filter(pk=who).first(),
    }
    return render(request, "newsroom/contributors/staff.html", context)


def _span(request: HttpRequest) -> selector.Span:
    return selector.Span.of(day_asked(request, "from"), day_asked(request, "until"))


def _number(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
