"""The tags, which administrators set."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qixin.core.errors import Conflict, Invalid
from qixin.enterprises.actions import tags as actions
from qixin.enterprises.forms.register import TagForm
from qixin.enterprises.models import Tag
from qixin.enterprises.policies.register import check_can_manage_register
from qixin.enterprises.selectors import register as selectors
from qixin.ui.http import go


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest) -> HttpResponse:
    """The list; a POST adds one."""
    check_can_manage_register(request.user)
    form = TagForm(request.POST or None)
    if request.method == "POST" and _set(request, form, None):
        return go(request, "enterprises:tags", said=_("The tag is set."))
    return _page(request, form)


@login_required
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_register(request.user)
    tag = get_object_or_404(selectors.tags(), pk=pk)
    form = TagForm(request.POST)
    if _set(request, form, tag):
        return go(request, "enterprises:tags", said=_("The tag is set."))
    return _page(request, form)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    check_can_manage_register(request.user)
    actions.remove_tag(tag=get_object_or_404(selectors.tags(), pk=pk), by=request.user)
    return go(request, "enterprises:tags", said=_("The tag is removed."))


def _set(request: HttpRequest, form: TagForm, tag: Tag | None) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.set_tag(**form.cleaned_data, tag=tag, by=request.user)
    except (Conflict, Invalid) as problem:
        form.add_error("name", str(problem))
        return False
    return True


def _page(request: HttpRequest, form: TagForm) -> HttpResponse:
    rows = selectors.tags().annotate(
        # doubles bear them as well, but stand in no list
        used=Count("enterprises", filter=Q(enterprises__merged_into=None))
    )
    status = 422 if form.errors else 200
    return render(request, "enterprises/tags.html", {"form": form, "tags": rows}, status=status)
