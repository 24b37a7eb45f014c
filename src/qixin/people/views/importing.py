"""Uploading a sheet, watching its import, getting its rejected rows back."""

from __future__ import annotations

from io import BytesIO

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qixin.core import imports
from qixin.core.errors import NotFound, Refused
from qixin.core.models import ImportRun
from qixin.people import actions
from qixin.people.forms import UploadForm
from qixin.people.models import User
from qixin.people.policies import can_import
from qixin.people.tasks import KEPT_DAYS, import_upload
from qixin.ui.http import by_htmx


def _kinds(user: User) -> list[imports.ImportKind]:
    offered = [kind for kind in imports.kinds() if can_import(user, kind=kind)]
    if not offered:
        raise Refused(_("Imports are for administrators of the whole district."))
    return offered


def _runs(user: User) -> QuerySet[ImportRun]:
    # an import's rejected rows hold personal data: they are for whoever may import that kind
    return ImportRun.objects.filter(kind__in=[kind.name for kind in _kinds(user)])


@never_cache
def upload(request: HttpRequest) -> HttpResponse:
    kinds = _kinds(request.user)
    initial = {"kind": request.GET.get("kind") or kinds[0].name}
    form = UploadForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        return _start(request, form)
    runs = _runs(request.user).order_by("-pk")[:20]
    context = {"form": form, "kinds": kinds, "runs": _titled(runs), "days": KEPT_DAYS}
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


def _start(request: HttpRequest, form: UploadForm) -> HttpResponse:
    with transaction.atomic():
        run = actions.keep_upload(**form.cleaned_data, by=request.user)
        language = get_language() or "zh-hans"
        transaction.on_commit(lambda: import_upload.enqueue(run.pk, language))
    return redirect("people:import_run", run.pk)


def _titled(runs: QuerySet[ImportRun]) -> list[tuple[ImportRun, object]]:
    titles = {kind.name: kind.title for kind in imports.kinds()}
    return [(run, titles.get(run.kind, run.kind)) for run in runs]


@never_cache
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: progress while it runs (htmx asks again), its counts when it is over."""
    found = get_object_or_404(_runs(request.user), pk=pk)
    template = "people/_import_run.html" if by_htmx(request) else "people/import_run.html"
    title = imports.kind_named(found.kind).title
    return render(request, template, {"run": found, "title": title, "days": KEPT_DAYS})


@never_cache
@require_safe
def rejected(request: HttpRequest, pk: int) -> FileResponse:
    found = get_object_or_404(_runs(request.user), pk=pk)
    if not found.rejected_as:
        raise NotFound(_("The rejected rows were erased after some days. Import the file again."))
    actions.note_rejected_opened(run=found, by=request.user)
    suffix = found.rejected_as.rpartition(".")[2]
    stem = found.filename.rpartition(".")[0] or found.filename
    name = _("%(name)s (rejected rows)") % {"name": stem}
    return FileResponse(
        storages["attachments"].open(found.rejected_as),
        as_attachment=True,
        filename=f"{name}.{suffix}",
    )


@require_safe
def template(request: HttpRequest, kind: str) -> FileResponse:
    """An empty sheet with the right headers."""
    offered = {one.name: one for one in _kinds(request.user)}
    if kind not in offered:
        raise NotFound(_("There is no import of this kind."))
    file = BytesIO()
    imports.write_template(offered[kind], file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{offered[kind].title}.xlsx")
