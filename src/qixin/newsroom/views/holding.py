"""Who works on a story: held alone, let go, taken over; also where Wagtail's own buttons lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages import lock as wagtails

from qixin.newsroom import actions, policies, selectors
from qixin.newsroom.models import Story
from qixin.ui.http import back_to, go


@login_required
@require_POST
def hold(request: HttpRequest, story_id: int) -> HttpResponse:
    story = selectors.story_in_review(request.user, story_id)
    actions.hold(story=story, by=request.user)
    return go(request, _back(request, story), said=_("Only you save this story now."))


@login_required
@require_POST
def let_go(request: HttpRequest, story_id: int) -> HttpResponse:
    story = selectors.story_in_review(request.user, story_id)
    actions.let_go(story=story, by=request.user)
    return go(request, _back(request, story), said=_("Others may work on it again."))


@login_required
@require_POST
def take_over(request: HttpRequest, story_id: int) -> HttpResponse:
    story = selectors.story_in_review(request.user, story_id)
    actions.take_over(story=story, reason=request.POST.get("reason", ""), by=request.user)
    said = _("It is yours now. Whoever had it has been told.")
    return go(request, "wagtailadmin_pages:edit", story.pk, said=said)


def _back(request: HttpRequest, story: Story) -> str:
    return back_to(request, reverse("newsroom:review", args=[story.pk]))


def _for_stories(ours: Callable[..., Any], theirs: Callable[..., Any]) -> Any:
    """Wagtail's button, with our verb behind it where the page is a story."""

    @require_admin_access
    @require_POST
    def view(request: HttpRequest, page_id: int) -> HttpResponse:
        if Story.objects.filter(pk=page_id).exists():
            return ours(request, page_id)  # type: ignore[no-any-return]
        return theirs(request, page_id=page_id)  # type: ignore[no-any-return]

    return view


def _let_go_or_ask(request: HttpRequest, page_id: int) -> HttpResponse:
    """What somebody else holds is taken over on the review page, where the reason is asked for."""
    story = selectors.story_in_review(request.user, page_id)
    if policies.can(request.user, "let_go", story=story):
        return let_go(request, page_id)  # type: ignore[no-any-return]
    messages.warning(request, _("Somebody else works on this story. Take it over here."))
    return redirect(f"{reverse('newsroom:review', args=[page_id])}#holding")


lock_page = _for_stories(hold, wagtails.LockView.as_view())
unlock_page = _for_stories(_let_go_or_ask, wagtails.UnlockView.as_view())
