"""The list of all reports, to which every figure leads, and one report to read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qixin.core import clock
from qixin.core.errors import Invalid
from qixin.core.personal_data import mask_text
from qixin.people.permissions import check_permission
from qixin.reports import actions
from qixin.reports.forms.triage import ReportFilterForm
from qixin.reports.policies import can_triage
from qixin.reports.selectors import reports
from qixin.reports.selectors.mine import fates
from qixin.reports.selectors.segments import masked_and_marked
from qixin.reports.views.triage import gallery, map_of, query_of
from qixin.ui.http import made_file

KINDS = ("csv", "xlsx")


@login_required
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`?received_on=2020-02-03&until=…&town=…&group=…&state=…&urgency=…&precision=…&q=…`."""
    check_permission(request.user, "reports.read")
    form = ReportFilterForm(request.GET)
    wanted = form.wanted()
    page = reports.reports_page(
        request.user,
        wanted,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "page": page,
        "query": query_of(request),
        "count": None if wanted.is_dear_to_count else reports.count(request.user, wanted),
        "columns": reports.columns(),
        "now": clock.now(),
    }
    return render(request, "reports/triage/list.html", context)


@login_required
@never_cache
@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    """The exact number of reports in the list, where counting takes longer than the page."""
    check_permission(request.user, "reports.read")
    found = reports.count(request.user, ReportFilterForm(request.GET).wanted())
    return render(request, "reports/triage/_count.html", {"count": found})


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file, without personal data; a POST, for it writes a line in the journal."""
    check_permission(request.user, "reports.read")
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        raise Invalid(_("Choose CSV or Excel."))
    wanted = ReportFilterForm(request.GET).wanted()
    found = reports.all_reports(request.user, wanted)
    return made_file(
        f"reports-{clock.today()}.{kind}",
        lambda path: actions.export(reports=found, path=path, by=request.user),
    )


@login_required
@never_cache
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One report to read, for those who may not decide about it too."""
    check_permission(request.user, "reports.read")
    report = reports.report_for(request.user, number)
    context = {
        "report": report,
        "segments": masked_and_marked(report.text),
        "address": mask_text(report.address),
        "gallery": gallery(report),
        "map": map_of(report),
        "fates": fates(report),
        "may_triage": can_triage(request.user, report=report),
        "columns": reports.columns(),
    }
    return render(request, "reports/triage/detail.html", context)
