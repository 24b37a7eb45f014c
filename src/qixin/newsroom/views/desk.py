"""The desk, drafts from reports, and the public files where no web server stands before."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import clock
from qixin.core.errors import Invalid, Refused
from qixin.newsroom import actions, selectors, serving
from qixin.newsroom.enums import DeskList
from qixin.newsroom.models.addresses import tree_of
from qixin.newsroom.policies import check_can_draft
from qixin.newsroom.selectors.search import index_is_behind
from qixin.newsroom.views.days import day_asked
from qixin.people.permissions import check_permission
from qixin.ui.http import back_to, go

PAGE = 50


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """`/`: the reader's language decides (the switch's cookie first, then the browser)."""
    response = redirect(f"/{tree_of(get_language())}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in page gives way to the house's.

    Wagtail also sends here whoever is signed in without access to the back office: to sign in once
    more would lead them round in a circle.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Refused(_("The back office is for editors. Your roles do not include it."))
    following = request.GET.get("next", reverse("wagtailadmin_home"))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': following})}")


@require_safe
def public_file(request: HttpRequest, tree: str, path: str = "") -> HttpResponse:
    return serving.answer(request, tree, path)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return serving.robots(request)


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "newsroom.read")
    lists = selectors.desk(request.user).values()
    context = {"lists": lists, "behind": index_is_behind(request.user)}
    return render(request, "newsroom/desk.html", context)


@require_safe
@login_required
def desk_list(request: HttpRequest, which: str) -> HttpResponse:
    """One list of the desk as a whole, by pages."""
    check_permission(request.user, "newsroom.read")
    page = selectors.desk_list(request.user, which, request.GET.get("page"))
    context = {"which": DeskList(which), "page": page}
    return render(request, "newsroom/desk_list.html", context)


@require_safe
@login_required
def published(request: HttpRequest) -> HttpResponse:
    """The list behind a figure: `?day=2020-02-03&column=front`."""
    check_permission(request.user, "newsroom.read")
    day = day_asked(request) or clock.today()
    code = request.GET.get("column", "")
    column = selectors.column(code) if code else None
    found = selectors.published_on(request.user, day=day, column=column)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "today": clock.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < clock.today() else None,
        "column": column,
        "page": page,
        "stories": page.object_list,
    }
    return render(request, "newsroom/published.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_from_reports(request: HttpRequest) -> HttpResponse:
    """GET asks for column or draft; POST makes the draft, then goes to the editor (always with
    `then=edit`) or to `next`."""
    numbers = _numbers(request)
    reports = selectors.reports_by_number(request.user, numbers)
    check_can_draft(request.user, reports=reports)
    if request.method != "POST":
        context = {
            "reports": reports,
            "columns": selectors.columns(),
            "drafts": selectors.open_drafts(request.user),
            "chosen": request.GET.get("column", ""),
            "back": request.GET.get("next", ""),
        }
        return render(request, "newsroom/draft.html", context)
    if request.POST.get("story"):
        story = selectors.story(request.user, _story_id(request))
        story = actions.add_reports(story=story, reports=reports, by=request.user)
    else:
        column = selectors.open_column(request.POST.get("column", ""))
        story = actions.draft_from_reports(reports=reports, column=column, by=request.user)
    said = _("In the story “%(title)s”.") % {"title": story.title}
    editor = reverse("wagtailadmin_pages:edit", args=[story.pk])
    onward = editor if request.POST.get("then") == "edit" else back_to(request, editor)
    return go(request, onward, said=said)


@require_POST
@login_required
def withdraw(request: HttpRequest, story_id: int) -> HttpResponse:
    actions.withdraw_draft(story=selectors.story(request.user, story_id), by=request.user)
    return _go(request, back_to(request, reverse("newsroom:desk")))


@require_POST
@login_required
def mask(request: HttpRequest, story_id: int) -> HttpResponse:
    """The one click that masks every finding; back to the editor, or where it was clicked."""
    story = selectors.story(request.user, story_id)
    actions.mask_findings(story=story, by=request.user)
    return _go(request, back_to(request, reverse("wagtailadmin_pages:edit", args=[story.pk])))


def _numbers(request: HttpRequest) -> list[str]:
    given = request.POST if request.method == "POST" else request.GET
    numbers = [n for value in given.getlist("reports") for n in value.replace(",", " ").split()]
    if not numbers:
        raise Invalid(_("Choose at least one report."))
    return numbers


def _story_id(request: HttpRequest) -> int:
    given = request.POST.get("story", "")
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Invalid(_("Choose a story from the list."))
    return int(given)


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect, also for a request that htmx made."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
