"""Filings as they are read and decided on: list, queue, one filing with its verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core.cursors import page
from qixin.core.errors import QixinError, Refused
from qixin.enterprises import bars
from qixin.enterprises.actions import filing_files
from qixin.enterprises.actions import filings as actions
from qixin.enterprises.forms.filings import FilingFilterForm
from qixin.enterprises.models import ResumptionFiling
from qixin.enterprises.models.filings import FILLED_IN
from qixin.enterprises.policies import filings as policies
from qixin.enterprises.selectors import filings as selectors
from qixin.enterprises.views.filing_parts import facts_of, name_of
from qixin.people.permissions import check_permission, has_permission
from qixin.people.selectors.course import course
from qixin.ui.http import download, go

PAGE = 50


@login_required
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    names = ("read", "file", "visit")
    if not any(has_permission(request.user, f"enterprises.{name}") for name in names):
        check_permission(request.user, "enterprises.read")
    wanted = selectors.Filter.from_query(request.GET)
    found = selectors.listed(request.user, wanted)
    rows, following = page(
        found, order=selectors.NEWEST, cursor=request.GET.get("after", ""), limit=PAGE
    )
    context = {
        "filings": rows,
        "count": found.count(),
        "next": following,
        "wanted": wanted,
        "tallies": selectors.tallies(request.user, wanted),
        "form": FilingFilterForm(vars(wanted), user=request.user),
    }
    return render(request, "enterprises/filing_list.html", context)


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "enterprises.decide")
    rows = Paginator(selectors.queue(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "enterprises/filing_queue.html", {"page": rows})


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    return _page(request, filing)


def _page(
    request: HttpRequest, filing: ResumptionFiling, *, said: str = "", status: int = 200
) -> HttpResponse:
    user = request.user
    can = {verb: policies.can(user, verb, filing=filing) for verb in policies.VERBS}
    typed = request.POST if request.method == "POST" else {}
    context: dict[str, Any] = {
        "filing": filing,
        "sections": _with_remarks(filing, typed),
        "verdicts": selectors.verdicts(filing),
        "files": selectors.files_of(filing),
        "workers": filing.workers.count(),
        "whole": typed.get("remark-", ""),
        "conditions": typed.get("conditions", ""),
        "of_files": typed.get("remark-files", ""),
        "remarks": [(name_of(one.field), one) for one in
                    filing.remarks.filter(round=filing.submissions)],
        "bars": bars.sentences(filing.enterprise) if can["approve"] or can["lift"] else [],
        "can": can,
        "can_unmask": policies.can_unmask(user, filing=filing),
        "can_edit": can["submit"],
        "can_renew": filing.is_over and policies.can_file(user, enterprise=filing.enterprise),
        "course": course(filing),
        "said": said,
    }  # fmt: skip
    return render(request, "enterprises/filing_detail.html", context, status=status)


@login_required
@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    conditions = request.POST.get("conditions", "")
    return _decided(
        request, filing,
        lambda: actions.approve(filing=filing, conditions=conditions, by=request.user),
        _("Approved."),
    )  # fmt: skip


@login_required
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    fields = (actions.WHOLE, "files", *FILLED_IN)
    remarks = {name: request.POST.get(f"remark-{name}", "") for name in fields}
    return _decided(
        request, filing,
        lambda: actions.send_back(filing=filing, remarks=remarks, by=request.user),
        _("Returned with your remarks."),
    )  # fmt: skip


def _decided(
    request: HttpRequest, filing: ResumptionFiling, act: Callable[[], object], said: str
) -> HttpResponse:
    """On to the next one that waits. What was typed stays where it could not be done."""
    try:
        act()
    except Refused:
        raise
    except QixinError as problem:
        filing.refresh_from_db()
        return _page(request, filing, said=str(problem), status=problem.status)
    return go(request, "enterprises:filing_queue", said=said)


@login_required
@require_POST
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    actions.suspend(filing=filing, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "enterprises:filing", filing.number, said=_("Suspended."))


@login_required
@require_POST
def lift(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    actions.lift(filing=filing, reason=request.POST.get("reason", ""), by=request.user)
    return go(request, "enterprises:filing", filing.number, said=_("The suspension is lifted."))


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file as a download, with the type that it was judged to be."""
    found = selectors.file_for(request.user, pk)
    filing_files.note_file_opened(file=found, by=request.user)
    return download(found.stored, name=found.name, mime=found.mime)


def _with_remarks(filing: ResumptionFiling, typed: Any) -> list[dict[str, Any]]:
    sections = facts_of(filing)
    for section in sections:
        section["rows"] = [
            (name, label, value, typed.get(f"remark-{name}", ""))
            for name, label, value in section["rows"]
        ]
    return sections
