"""The bell's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qixin.people.actions import notifying
from qixin.people.notices import kind_of, sentence_of
from qixin.people.selectors.notices import notice_of, notices_of, unseen_count
from qixin.ui.http import go

PAGE = 30


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices_of(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [(one, kind_of(one), sentence_of(one)) for one in page.object_list]
    context = {"page": page, "rows": rows, "unseen": unseen_count(request.user)}
    return render(request, "people/notices.html", context)


@login_required
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notifying.see(notice=notice_of(request.user, pk), by=request.user)
    return redirect(notice.link)


@login_required
@require_POST
def see_all(request: HttpRequest) -> HttpResponse:
    notifying.see_all(by=request.user)
    return go(request, "people:notices", said=_("All marked as seen."))
