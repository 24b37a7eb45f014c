"""What an applicant does: ask, import a sheet of requests, take one back."""

from __future__ import annotations

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qixin.core import imports
from qixin.core.errors import Conflict, NotFound
from qixin.core.models import ImportRun
from qixin.core.sheets import SheetError
from qixin.passes import actions, selectors
from qixin.passes.actions.importing import KIND
from qixin.passes.forms import RequestForm, SheetForm
from qixin.passes.models import Pass
from qixin.people.models import User
from qixin.people.permissions import check_permission
from qixin.ui.http import go


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_pass(request: HttpRequest) -> HttpResponse:
    """`?case=C…` fills in the case that the pass belongs to."""
    check_permission(request.user, "passes.request")
    form = RequestForm(
        request.POST or None,
        user=request.user,
        initial={"case_number": request.GET.get("case", "")[:20]},
    )
    if request.method == "POST" and form.is_valid() and (made := _made(request, form)):
        said = _("Asked for as %(number)s. You see here what becomes of it.")
        return go(request, "passes:detail", made.number, said=said % {"number": made.number})
    return render(
        request, "passes/request.html", {"form": form}, status=422 if form.errors else 200
    )


def _made(request: HttpRequest, form: RequestForm) -> Pass | None:
    try:
        return actions.request(
            holder=form.cleaned_data["holder"], wanted=form.wanted, by=request.user
        )
    except Conflict as twice:
        form.add_error("plate", str(twice))
        return None


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.pass_for(request.user, number)
    actions.withdraw(asked=found, by=request.user)
    return go(request, "passes:detail", found.number, said=_("Taken back."))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_passes(request: HttpRequest) -> HttpResponse:
    check_permission(request.user, "passes.request")
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.import_sheet(file=form.cleaned_data["file"], by=request.user)
        except SheetError as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("passes:import_run", run.pk)
    context = {"form": form, "runs": _runs(request.user).order_by("-pk")[:20]}
    return render(request, "passes/import.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(_runs(request.user), pk=pk)
    return render(request, "passes/import_run.html", {"run": run})


@login_required
@never_cache
@require_safe
def rejected(request: HttpRequest, pk: int) -> FileResponse:
    run = get_object_or_404(_runs(request.user), pk=pk)
    if not run.rejected_as:
        raise NotFound(_("The rejected rows were erased after some days. Import the file again."))
    actions.note_rejected_opened(run=run, by=request.user)
    stem = run.filename.rpartition(".")[0] or run.filename
    suffix = run.rejected_as.rpartition(".")[2]
    name = _("%(name)s (rejected rows)") % {"name": stem}
    return FileResponse(
        storages["attachments"].open(run.rejected_as),
        as_attachment=True,
        filename=f"{name}.{suffix}",
    )


@login_required
@require_safe
def template(request: HttpRequest) -> FileResponse:
    """An empty sheet with the right headers."""
    check_permission(request.user, "passes.request")
    kind = imports.kind_named(KIND)
    file = BytesIO()
    imports.write_template(kind, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{kind.title}.xlsx")


def _runs(user: User) -> QuerySet[ImportRun]:
    """One's own: the rows hold drivers' numbers, and are nobody else's."""
    return ImportRun.objects.filter(kind=KIND, actor_kind="user", actor_id=user.pk)
