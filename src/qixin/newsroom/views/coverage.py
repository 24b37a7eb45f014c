"""The day board, the map, who is out, and one planned coverage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid, NotFound
from qixin.newsroom.actions import covering, going_out, linking
from qixin.newsroom.enums import CoverageState, Protection
from qixin.newsroom.forms.coverage import CoverageForm, LinkForm
from qixin.newsroom.models import CoverageItem, Outing, Story
from qixin.newsroom.policies.coverage import can_cover, check_can_plan
from qixin.newsroom.selectors import coverage as selector
from qixin.newsroom.selectors import reports_by_number
from qixin.newsroom.views.days import day_asked
from qixin.people.models import User
from qixin.people.permissions import check_permission, has_permission
from qixin.people.selectors.course import course
from qixin.people.selectors.places import district_area
from qixin.reports.models import Report
from qixin.ui.http import back_to, filled, go

PAGE = 50


@login_required
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`?day=2020-02-03&by=hour|reporter&protection=full`."""
    check_permission(request.user, "newsroom.read")
    day, by = _day(request), _by(request)
    items = _shown(request, day)
    lanes = (
        selector.lanes_by_hour(items, day) if by == "hour" else selector.lanes_by_reporter(items)
    )
    context = {
        **_frame(request, day),
        "by": by,
        "items": items,
        "lanes": lanes,
        "mine": [(item, _own(item, request.user)) for item in
                 selector.own_next(request.user, day)] if day == clock.today() else [],
    }  # fmt: skip
    return render(request, "newsroom/coverage/board.html", context)


@login_required
@never_cache
@require_safe
def day_map(request: HttpRequest) -> HttpResponse:
    """The day's places, and below them what has none."""
    check_permission(request.user, "newsroom.read")
    day = _day(request)
    items = _shown(request, day)
    context = {
        **_frame(request, day),
        "items": items,
        "map": selector.day_map(items),
        "placeless": [item for item in items if item.point is None],
    }
    return render(request, "newsroom/coverage/map.html", context)


@login_required
@never_cache
@require_safe
def out(request: HttpRequest) -> HttpResponse:
    """Who is out there now, since when, with what protection."""
    check_permission(request.user, "newsroom.read")
    context = {
        "page": _paged(request, selector.out_now(request.user)),
        "may_act": has_permission(request.user, "newsroom.edit"),
    }
    return render(request, "newsroom/coverage/out.html", context)


@login_required
@never_cache
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """What was planned and is not delivered although it was due."""
    check_permission(request.user, "newsroom.read")
    context = {"page": _paged(request, selector.missing(request.user))}
    return render(request, "newsroom/coverage/missing.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    check_can_plan(request.user)
    form = CoverageForm(request.POST or None, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = covering.plan(
                plan=form.plan, client_key=form.cleaned_data["key"], by=request.user
            )
        except Invalid as problem:
            form.add_error(None, str(problem))
        else:
            return go(request, "newsroom:coverage", made.pk, said=_("The coverage is planned."))
    return _form_page(request, form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed stays in the form where somebody else was quicker."""
    item = selector.coverage_item(request.user, pk)
    check_can_plan(request.user)
    form = CoverageForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            covering.revise(
                item=item, plan=form.plan, version=form.cleaned_data["version"] or 0,
                by=request.user,
            )  # fmt: skip
        except (Invalid, Conflict) as problem:
            form.add_error(None, str(problem))
        else:
            return go(request, "newsroom:coverage", pk, said=_("The plan is changed."))
    return _form_page(request, form, item)


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    item = selector.coverage_item(request.user, pk)
    return render(request, "newsroom/coverage/detail.html", _detail(request, item))


@login_required
@never_cache
@require_safe
def of_report(request: HttpRequest, number: str) -> HttpResponse:
    """For the report's own page, which fetches it: the coverage that the report came of."""
    check_permission(request.user, "newsroom.read")
    report = reports_by_number(request.user, [number])[0]
    items = selector.of_report(request.user, report)
    return render(request, "newsroom/coverage/_of_report.html", {"items": items})


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The tap “I am out”; `reporter` names a colleague who telephoned."""
    item = selector.coverage_item(request.user, pk)
    reporter = _reporter(request, item)
    going_out.go_out(item=item, reporter=reporter, by=request.user)
    said = (
        _("You are out. Tap again when you are back.")
        if reporter == request.user
        else _("%(name)s is out.") % {"name": reporter}
    )
    return go(request, back_to(request, _url_of(item)), said=said)


@login_required
@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    outing = selector.outing(request.user, pk)
    going_out.come_back(outing=outing, by=request.user)
    said = _("Welcome back.") if outing.reporter == request.user else _("Noted as back.")
    return go(request, back_to(request, _url_of(outing.item)), said=said)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    item = selector.coverage_item(request.user, pk)
    covering.cancel(item=item, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "newsroom:coverage", pk, said=_("Cancelled; the reporters are told."))


@login_required
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    item = selector.coverage_item(request.user, pk)
    check_can_plan(request.user)
    given = filled(LinkForm(request.POST, item=item, user=request.user))
    linking.link(
        deliverable=given["deliverable"], thing=_thing(request, given), pieces=given["pieces"],
        by=request.user,
    )  # fmt: skip
    return go(request, "newsroom:coverage", pk, said=_("Linked."))


@login_required
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    result = selector.result(request.user, pk)
    linking.unlink(result=result, by=request.user)
    return go(request, "newsroom:coverage", result.deliverable.item_id, said=_("Unlinked."))


def _paged(request: HttpRequest, found: QuerySet[Any]) -> Page[Any]:
    return Paginator(found, PAGE).get_page(request.GET.get("page"))


def _url_of(item: CoverageItem) -> str:
    return reverse("newsroom:coverage", args=[item.pk])


def _thing(request: HttpRequest, given: dict[str, Any]) -> Story | Report:
    """What was typed comes before what was chosen."""
    if given["number"]:
        return reports_by_number(request.user, [given["number"]])[0]
    kind, _colon, key = given["thing"].partition(":")
    if kind == "report":
        return reports_by_number(request.user, [key])[0]
    return Story.objects.get(pk=key)


def _reporter(request: HttpRequest, item: CoverageItem) -> User:
    """Oneself, unless one of the item's reporters is named."""
    named = request.POST.get("reporter", "")
    if not named:
        return request.user  # type: ignore[return-value]
    for reporter in item.reporters.all():
        if str(reporter.pk) == named:
            return reporter
    raise NotFound(_("This person is not planned for the coverage."))


def _detail(request: HttpRequest, item: CoverageItem) -> dict[str, Any]:
    user, outings = request.user, list(item.outings.select_related("reporter__person"))
    out_now = {one.reporter_id: one for one in outings if one.back_at is None}
    return {
        "item": item,
        "can": {verb: can_cover(user, verb, item=item) for verb in ("revise", "cancel", "go_out")},
        "may_act": has_permission(user, "newsroom.edit"),
        "reporters": [(who, out_now.get(who.pk)) for who in item.reporters.all()],
        "own": _own(item, user),
        "is_mine": any(who.pk == user.pk for who in item.reporters.all()),
        "outings": outings,
        "link_form": LinkForm(item=item, user=user)
        if has_permission(user, "newsroom.edit") and item.state != CoverageState.CANCELLED
        else None,
        "map": selector.day_map([item]) if item.point else None,
        "course": course(item),
    }


def _own(item: CoverageItem, user: Any) -> Outing | None:
    """The open outing of `user` here; outings are read along."""
    return next(
        (one for one in item.outings.all() if one.back_at is None and one.reporter_id == user.pk),
        None,
    )


def _frame(request: HttpRequest, day: date) -> dict[str, Any]:
    return {
        "day": day,
        "today": clock.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "protection": _protection(request),
        "tallies": selector.tallies(request.user, day),
        "may_plan": has_permission(request.user, "newsroom.edit"),
    }


def _shown(request: HttpRequest, day: date) -> list[CoverageItem]:
    found = selector.on_day(request.user, day)
    if wanted := _protection(request):
        found = found.filter(protection=wanted).exclude(state=CoverageState.CANCELLED)
    return list(found)


def _form_page(
    request: HttpRequest, form: CoverageForm, item: CoverageItem | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "item": item,
        "map": {"boundary": district_area().boundary, "points": []},
    }
    return render(
        request, "newsroom/coverage/form.html", context, status=422 if form.errors else 200
    )


def _asked(request: HttpRequest) -> dict[str, Any]:
    """From the board of another day: that day at nine."""
    if not request.GET.get("day") or (day := _day(request)) == clock.today():
        return {}
    start = clock.local(clock.day_bounds(day)[0]) + timedelta(hours=9)
    return {"starts_at": start, "ends_at": start + timedelta(hours=2)}


def _day(request: HttpRequest) -> date:
    return day_asked(request) or clock.today()


def _by(request: HttpRequest) -> str:
    return "hour" if request.GET.get("by") == "hour" else "reporter"


def _protection(request: HttpRequest) -> str:
    wanted = request.GET.get("protection", "")
    return wanted if wanted in Protection.values else ""
