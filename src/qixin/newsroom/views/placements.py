"""Offers of stories to other media: the story's page, the ledger, one offer, the outlets."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import clock
from qixin.core.errors import Conflict, Invalid
from qixin.newsroom import selectors
from qixin.newsroom.actions import exporting, keeping_outlets, placing, posting
from qixin.newsroom.embargo import not_before
from qixin.newsroom.enums import OutletLevel, PlacementState
from qixin.newsroom.forms.placements import LedgerForm, OutletForm, RanForm
from qixin.newsroom.models import Outlet, Placement
from qixin.newsroom.policies.placements import (
    can_offer,
    can_place,
    check_can_keep_outlets,
    check_can_place,
    may_keep_outlets,
    may_place,
)
from qixin.newsroom.selectors import coverage as coverage_selector
from qixin.newsroom.selectors import placements as selector
from qixin.newsroom.tasks import post_packages
from qixin.people.permissions import check_permission
from qixin.people.selectors.course import course
from qixin.ui.http import back_to, go, made_file

PAGE, MONTHS = 50, 24
_VERBS = ("take", "correct", "refuse", "withdraw", "reopen")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, story_id: int) -> HttpResponse:
    """A story's offers; a POST offers it to the outlets that were ticked."""
    check_permission(request.user, "newsroom.read")
    found = selectors.story(request.user, story_id)
    if request.method == "POST":
        check_can_place(request.user)
        made = placing.offer(story=found, outlets=_ticked(request), by=request.user)
        post_packages.enqueue()
        said = ngettext("Offered to %(n)d outlet.", "Offered to %(n)d outlets.", len(made))
        return go(request, "newsroom:story_placements", found.pk, said=said % {"n": len(made)})
    context = {
        "story": found,
        "placements": selector.of_story(request.user, found),
        "coverage": coverage_selector.of_story(request.user, found),
        "sources": found.sources.select_related("report__group"),
        "outlets": selector.outlets_to_offer(found) if may_place(request.user) else [],
        "can_offer": can_offer(request.user, story=found),
        "not_before": not_before(found),
        "may_place": may_place(request.user),
        "may_keep": may_keep_outlets(request.user),
    }
    return render(request, "newsroom/placements/story.html", context)


@login_required
@never_cache
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "newsroom.read")
    wanted = selector.Wanted.of(request.GET.dict())
    found = selector.ledger(request.user, wanted)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "form": LedgerForm(wanted, user=request.user),
        "figures": selector.figures(request.user),
        "wanted": wanted,
        "may_place": may_place(request.user),
    }
    return render(request, "newsroom/placements/ledger.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What the ledger shows, as .xlsx."""
    check_permission(request.user, "newsroom.read")
    found = selector.ledger(request.user, selector.Wanted.of(request.GET.dict()))
    return made_file(
        f"placements-{clock.today()}.xlsx",
        lambda path: exporting.export_placements(placements=found, path=path, by=request.user),
    )


@login_required
@never_cache
@require_safe
def months(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "newsroom.read")
    found = Paginator(selector.months(request.user), MONTHS)
    context = {"page": found.get_page(request.GET.get("page")), "levels": OutletLevel.choices}
    return render(request, "newsroom/placements/months.html", context)


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.placement(request.user, pk)
    return _detail(request, found, RanForm(placement=found))


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """It ran; the same form puts right what was noted before."""
    found = selector.placement(request.user, pk)
    check_can_place(request.user)
    form = RanForm(request.POST, placement=found)
    if not form.is_valid():
        return _detail(request, found, form, status=422)
    try:
        if found.state == PlacementState.TAKEN:
            version = form.cleaned_data["version"] or 0
            placing.correct(placement=found, ran=form.ran, version=version, by=request.user)
        else:
            placing.take(placement=found, ran=form.ran, by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error(None, str(problem))
        return _detail(request, found, form, status=problem.status)
    return go(request, "newsroom:placement", pk, said=_("Noted. Whoever it goes back to is told."))


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    return _end(request, pk, placing.refuse, _("Noted as not taken."))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _end(request, pk, placing.withdraw, _("The offer is withdrawn."))


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _end(request, pk, placing.reopen, _("The offer is open again."))


@login_required
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    found = selector.placement(request.user, pk)
    posting.resend(placement=found, by=request.user)
    post_packages.enqueue()
    return go(request, "newsroom:placement", pk, said=_("The package is in the post."))


@login_required
@require_POST
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """The package as one .zip, to be handed over."""
    found = selector.placement(request.user, pk)
    content = exporting.download_package(placement=found, by=request.user)
    headers = {
        "Content-Disposition": f'attachment; filename="package-{found.pk}.zip"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/zip", headers=headers)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outlets(request: HttpRequest) -> HttpResponse:
    """Those in use, or with `?retired=1` those that were retired; a POST adds one."""
    check_permission(request.user, "newsroom.read")
    form = OutletForm(request.POST or None)
    if request.method == "POST":
        check_can_keep_outlets(request.user)
        if form.is_valid() and _kept(request, form):
            return go(request, "newsroom:outlets", said=_("The outlet is added."))
    is_retired = request.GET.get("retired") == "1"
    found = Paginator(selector.outlets(request.user, retired=is_retired), PAGE)
    context = {
        "form": form,
        "page": found.get_page(request.GET.get("page")),
        "is_retired": is_retired,
        "others": selector.outlets(request.user, retired=not is_retired).count(),
        "may_keep": may_keep_outlets(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "newsroom/placements/outlets.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outlet(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one. What was typed stays in the form where somebody else was quicker."""
    found = selector.outlet(request.user, pk)
    check_can_keep_outlets(request.user)
    form = OutletForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and _kept(request, form, found):
        return go(request, "newsroom:outlets", said=_("The outlet is changed."))
    context = {"form": form, "outlet": found}
    status = 422 if form.errors else 200
    return render(request, "newsroom/placements/outlet.html", context, status=status)


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire an outlet, or restore one that is retired."""
    found = selector.outlet(request.user, pk)
    if request.POST.get("restore"):
        keeping_outlets.restore_outlet(outlet=found, by=request.user)
        return go(request, "newsroom:outlets", said=_("The outlet takes offers again."))
    keeping_outlets.retire_outlet(outlet=found, by=request.user)
    return go(request, "newsroom:outlets", said=_("The outlet is retired."))


def _kept(request: HttpRequest, form: OutletForm, outlet: Outlet | None = None) -> bool:
    given = dict(form.cleaned_data)
    version = given.pop("version", None) or 0
    try:
        if outlet is None:
            keeping_outlets.add_outlet(**given, by=request.user)
        else:
            keeping_outlets.revise_outlet(outlet=outlet, **given, version=version, by=request.user)
    except (Invalid, Conflict) as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _end(request: HttpRequest, pk: int, act: Any, said: str) -> HttpResponse:
    found = selector.placement(request.user, pk)
    act(placement=found, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, back_to(request, _url_of(found)), said=said)


def _detail(
    request: HttpRequest, found: Placement, form: RanForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "placement": found,
        "form": form,
        "can": {verb: can_place(request.user, verb, placement=found) for verb in _VERBS},
        "may_place": may_place(request.user),
        "course": course(found),
    }
    return render(request, "newsroom/placements/detail.html", context, status=status)


def _ticked(request: HttpRequest) -> list[Outlet]:
    pks = [int(pk) for pk in request.POST.getlist("outlet")
           if pk.isascii() and pk.isdigit() and len(pk) < 18]  # fmt: skip
    return list(Outlet.objects.filter(pk__in=pks))


def _url_of(placement: Placement) -> str:
    return reverse("newsroom:placement", args=[placement.pk])
