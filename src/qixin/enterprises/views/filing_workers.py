"""The workers of a filing, and its files: listed, imported, struck off."""

from __future__ import annotations

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import imports
from qixin.core.errors import Invalid, NotFound, TooLarge
from qixin.core.models import ImportRun
from qixin.enterprises.actions import filing_files, filing_workers
from qixin.enterprises.actions.filing_workers import Worker
from qixin.enterprises.forms.filings import FilingFileForm, WorkerForm, WorkersSheetForm
from qixin.enterprises.imports.workers import KIND
from qixin.enterprises.models import ResumptionFiling
from qixin.enterprises.policies import filings as policies
from qixin.enterprises.selectors import filings as selectors
from qixin.people import actions as people
from qixin.people.permissions import check_permission
from qixin.ui.http import by_htmx, fragment, go

PAGE = 100


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workers(request: HttpRequest, number: str) -> HttpResponse:
    """The list, masked; a POST adds one."""
    filing = selectors.filing_for(request.user, number)
    policies.check_can_unmask(request.user, filing=filing)
    form = WorkerForm(request.POST or None)
    if request.method == "POST":
        policies.check_can_edit(request.user, filing=filing)
        if form.is_valid() and _listed(request, filing, form):
            return go(request, "enterprises:workers", filing.number, said=_("Listed."))
    return _page(request, filing, form=form)


def _listed(request: HttpRequest, filing: ResumptionFiling, form: WorkerForm) -> bool:
    try:
        filing_workers.list_worker(
            filing=filing, worker=Worker(**form.cleaned_data), by=request.user
        )
    except Invalid as problem:
        form.add_error("id_number", str(problem.sentence))
        return False
    return True


@login_required
@require_POST
def strike(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    filing_workers.strike_worker(filing=filing, pk=pk, by=request.user)
    return go(request, "enterprises:workers", filing.number, said=_("Taken off the list."))


@login_required
@require_POST
def unmask(request: HttpRequest, number: str, pk: int = 0) -> HttpResponse:
    """A worker in clear; without `pk` the legal representative."""
    filing = selectors.filing_for(request.user, number)
    shown = filing_workers.unmask_person(
        filing=filing, worker_pk=pk or None, reason=request.POST.get("reason", ""),
        by=request.user,
    )  # fmt: skip
    if by_htmx(request):
        return fragment(request, "ui/components/unmasked.html", {"value": shown})
    return render(request, "enterprises/filing_person.html", {"filing": filing, "shown": shown})


@login_required
@require_POST
def import_workers(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    policies.check_can_edit(request.user, filing=filing)
    form = WorkersSheetForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            run = people.import_at_once(kind=KIND, file=form.cleaned_data["file"], by=request.user)
        except (Invalid, TooLarge) as problem:
            form.add_error("file", str(problem))
        else:
            return redirect(f"{request.path.removesuffix('import/')}?run={run.pk}")
    return _page(request, filing, sheet=form)


@login_required
@require_safe
def template(request: HttpRequest) -> FileResponse:
    """An empty sheet with the right headers."""
    check_permission(request.user, "enterprises.file")
    kind = imports.kind_named(KIND)
    file = BytesIO()
    imports.write_template(kind, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{kind.title}.xlsx")


@login_required
@never_cache
@require_safe
def rejected(request: HttpRequest, pk: int) -> FileResponse:
    run = get_object_or_404(_runs(request), pk=pk)
    if not run.rejected_as:
        raise NotFound(_("The rejected rows were erased after some days. Import the file again."))
    people.note_own_rejected_opened(run=run, by=request.user)
    return FileResponse(
        storages["attachments"].open(run.rejected_as),
        as_attachment=True,
        filename=f"{run.filename}.rejected.{run.rejected_as.rpartition('.')[2]}",
    )


@login_required
@require_POST
def add_file(request: HttpRequest, number: str) -> HttpResponse:
    filing = selectors.filing_for(request.user, number)
    policies.check_can_edit(request.user, filing=filing)
    form = FilingFileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid(" ".join(str(e) for errors in form.errors.values() for e in errors))
    sent = form.cleaned_data["file"]
    given = filing_files.FileGiven(form.cleaned_data["kind"], sent.file, sent.name, sent.size)
    filing_files.add_file(filing=filing, given=given, by=request.user)
    return go(request, "enterprises:edit_filing", filing.number, said=_("The file is kept."))


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.file_for(request.user, pk)
    filing_files.remove_file(file=found, by=request.user)
    number = found.filing.number
    return go(request, "enterprises:edit_filing", number, said=_("The file is removed."))


def _runs(request: HttpRequest):  # type: ignore[no-untyped-def]
    """One's own: the rows hold workers' numbers, and are nobody else's."""
    return ImportRun.objects.filter(kind=KIND, actor_kind="user", actor_id=request.user.pk)


def _page(
    request: HttpRequest,
    filing: ResumptionFiling,
    *,
    form: WorkerForm | None = None,
    sheet: WorkersSheetForm | None = None,
) -> HttpResponse:
    asked = request.GET.get("run", "")
    run = _runs(request).filter(pk=int(asked)).first() if asked.isdecimal() else None
    wrong = any(one is not None and one.errors for one in (form, sheet))
    context = {
        "filing": filing,
        "page": Paginator(filing.workers.all(), PAGE).get_page(request.GET.get("page")),
        "form": form or WorkerForm(),
        "sheet": sheet or WorkersSheetForm(),
        "run": run,
        "can_edit": policies.can(request.user, "submit", filing=filing),
    }
    return render(request, "enterprises/filing_workers.html", context, status=422 if wrong else 200)
