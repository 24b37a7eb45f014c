"""Background jobs: thin shells around functions elsewhere."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path, PurePath

from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import storages
from django.utils import translation
from django_tasks import task

from qixin.core import clock, journal
from qixin.core.imports import erase_files_before, perform
from qixin.core.models import ImportRun
from qixin.core.queues import LONG
from qixin.core.sheets import SheetError
from qixin.people.actions.notifying import forget_seen
from qixin.people.models import User

VERDICT = "people:journal-verdict"
KEPT_DAYS = 7
NOTICES_KEPT_DAYS = 30


@task(queue_name=LONG)
def import_upload(run_id: int, language: str) -> None:
    """Import an uploaded file, and store its rejected rows; reasons are in `language`.

    A run that is over is left alone, one that was cut short starts afresh.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.is_over:
        return
    by = User.objects.get(pk=run.actor_id)
    private = storages["attachments"]
    suffix = ".xlsx" if run.stored_as.endswith(".xlsx") else ".csv"
    with (
        translation.override(language),
        tempfile.TemporaryDirectory(prefix="qixin-import-") as folder,
        tempfile.TemporaryFile(dir=folder) as seekable,
    ):
        with private.open(run.stored_as) as stored:
            shutil.copyfileobj(stored, seekable)
        rejected_to = Path(folder) / f"rejected{suffix}"
        try:
            result = perform(run, seekable, by=by, rejected_to=rejected_to)
        except SheetError:
            return
        if result.rejected_file:
            with result.rejected_file.open("rb") as file:
                name = f"{PurePath(run.stored_as).with_suffix('')}.rejected{suffix}"
                run.rejected_as = private.save(name, File(file))
                run.save(update_fields=["rejected_as"])


@task()
def erase_imports() -> int:
    """Erase imported files and rejected rows after some days; returns how many files."""
    names = erase_files_before(clock.now() - timedelta(days=KEPT_DAYS))
    for name in names:
        storages["attachments"].delete(name)
    return len(names)


@task(queue_name=LONG)
def verify_journal(language: str) -> None:
    """Check the journal's seals, and keep the verdict for the page."""
    with translation.override(language):
        verdict = journal.verify(
            on_progress=lambda read: cache.set(VERDICT, {"read": read}, 24 * 3600)
        )
        told = {
            "at": clock.now(),
            "intact": verdict.intact,
            "entries": verdict.entries,
            "seals": verdict.seals,
            "unsealed": verdict.unsealed,
            "entry_id": verdict.entry_id,
            "seal_id": verdict.seal_id,
            "reason": str(verdict.reason),
        }
    cache.set(VERDICT, told, 7 * 24 * 3600)


@task()
def forget_notices() -> int:
    """Delete notices that were seen long ago; returns how many."""
    return forget_seen(before=clock.now() - timedelta(days=NOTICES_KEPT_DAYS))
